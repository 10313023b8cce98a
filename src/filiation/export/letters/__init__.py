"""Letters as files: text, a web page, a mail, a document."""
