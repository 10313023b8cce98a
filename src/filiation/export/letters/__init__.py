"""Letters as files: text, a web page, a mail, a document."""

from filiation.export.letters.annexes import address
from filiation.export.letters.eml import eml
from filiation.export.letters.forms import FORMS, Form, form_named
from filiation.export.letters.html import html
from filiation.export.letters.pdf import pdf
from filiation.export.letters.text import text

__all__ = ["FORMS", "Form", "address", "eml", "form_named", "html", "pdf", "text"]
