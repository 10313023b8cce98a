"""Letters as mails that are not sent yet: a mail program opens them, and their writer sends them."""

from collections.abc import Mapping
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from mimetypes import guess_type

from filiation.export.letters.annexes import address, line, title
from filiation.export.letters.text import text
from filiation.facts.letters import Letter

_NONE: Mapping[str, bytes] = {}
_LONGEST_NAME = 150
_LONGEST_PLAIN = 60


def eml(letter: Letter, *, attachments: Mapping[str, bytes] = _NONE) -> bytes:
    """Return a letter as a mail with its `attachments` by file name; it has a receiver only where an address is known.

    No sender and no date stand in it: the program that sends it writes them.
    """
    mail = EmailMessage(policy=SMTP)
    receiver = address(letter.to)
    if receiver:
        username, _, domain = receiver.rpartition("@")
        mail["To"] = Address(username=username, domain=domain)  # in its parts: nothing of it is read as a header
    mail["X-Unsent"] = "1"
    mail.set_content(text(letter), charset="utf-8", cte="base64")
    mail["Content-Language"] = letter.language
    for name, content in attachments.items():
        kind = guess_type(name, strict=False)[0] or "application/octet-stream"
        main, _, sub = kind.partition("/")
        mail.add_attachment(content, maintype=main, subtype=sub, filename=_plain(name))
    return _subject(title(letter)) + mail.as_bytes()


def _subject(text: str) -> bytes:
    """Return the header that tells what a letter is about; the mail's own folding loses spaces of encoded texts."""
    is_plain = text.isascii() and len(text) <= _LONGEST_PLAIN and "=?" not in text
    told = Header(text, None if is_plain else "utf-8", header_name="Subject").encode(linesep="\r\n")
    return f"Subject: {told}\r\n".encode("ascii")


def _plain(name: str) -> str:
    """Return the name of a file without folders, on one line."""
    return line(name).replace("\\", "/").rpartition("/")[2][:_LONGEST_NAME] or "file"
