"""E-mail addresses in texts, also those written `name [at] host [dot] org`; strictly checked, and never guessed."""

import re
from collections.abc import Iterator, Sequence

from filiation.evidence.contacts.interface import Found, Part, Section
from filiation.evidence.contacts.words import around, asks_to_write, purpose_of
from filiation.facts.contacts import Whose
from filiation.facts.rights import ContactKind, Purpose

MOST = 40
"""The most addresses of one text."""

_AT = re.compile(r"\s{0,3}[\[({<]\s{0,2}at\s{0,2}[\])}>]\s{0,3}", re.IGNORECASE)
_DOT = re.compile(r"\s{0,3}[\[({<]\s{0,2}dot\s{0,2}[\])}>]\s{0,3}", re.IGNORECASE)
_SPELT = re.compile(
    r"(?<![\w.])([a-z0-9][a-z0-9._+-]{1,40}) at ([a-z0-9][a-z0-9-]{1,40}(?: dot [a-z0-9-]{2,30})? dot [a-z]{2,10})\b",
    re.IGNORECASE,
)
_LOCAL_END = re.compile(r"[A-Za-z0-9._%+-]{1,65}$")
_HOST = re.compile(r"[A-Za-z0-9.-]{1,254}")
_LOCAL = re.compile(r"(?=.{1,64}$)[A-Za-z0-9_](?:[A-Za-z0-9_%+-]|\.(?=[A-Za-z0-9_%+-])){0,63}")
_DOMAIN = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z]{2,24}")
_NO_ENDINGS = (
    "bin", "css", "example", "gguf", "gif", "git", "gz", "htm", "html", "ico", "internal", "invalid", "jpeg", "jpg",
    "js", "json", "lan", "local", "localhost", "md", "onnx", "png", "pt", "pth", "py", "safetensors", "sh", "svg",
    "tar", "test", "toml", "ts", "txt", "webp", "whl", "yaml", "yml", "zip",
)  # fmt: skip
_NO_HOSTS = (
    "abc.com", "company.com", "domain.com", "email.com", "example.com", "example.net", "example.org", "github.com",
    "gitlab.com", "hf.co", "host.com", "institution.edu", "mail.com", "organization.org", "server.com", "site.com",
    "test.com", "university.edu", "users.noreply.github.com", "website.com", "xyz.com", "your-domain.com",
    "yourcompany.com", "yourdomain.com",
)  # fmt: skip
_NOBODY = re.compile(
    r"(?:no-?_?reply|do-?not-?reply|mailer-daemon|postmaster|your[._-]?(?:e-?mail|name)?|you|name|user(?:name)?|e-?mail|"
    r"someone|somebody|first(?:[._-]?name)?[._-]?last(?:[._-]?name)?|x{2,}|abc|foo|bar|test|example|author\d?|git)",
    re.IGNORECASE,
)
_WORDS_WITHOUT_SPACES = 0x2E80  # from here on, letters are those of scripts that part no words
_LONGEST_SECRET = 100  # characters of a name and password in the address of a page
_BEFORE_NONE = frozenset("/@}#=")  # what stands before the name of an account, a path, or half of an address


def read(parts: Sequence[Part]) -> Iterator[Found]:
    """Yield the addresses of a text; those in blocks of code are none of anybody."""
    count = 0
    for part in parts:
        if part.fenced or ("@" not in part.text and "at" not in part.text.lower()):
            continue
        for found in _in(part):
            count += 1
            if count > MOST:
                return
            yield found


def _in(part: Part) -> Iterator[Found]:
    text = _plain(part.text)
    place = text.find("@")
    while place >= 0:
        address, start, end = _at(text, place)
        if address is not None:
            words = f"{part.key} {around(text, start, end)}"
            here = part.place(text[start:end])
            yield Found(ContactKind.EMAIL, address, here, _purpose(address, words, part), _whose(part, words))
        place = text.find("@", place + 1)


def _plain(text: str) -> str:
    """Return a text with addresses that are spelt out written as usual: `name [at] host`, `name at host dot org`."""
    if " dot " in text.lower():
        text = _SPELT.sub(lambda found: f"{found[1]}@{re.sub(' dot ', '.', found[2], flags=re.IGNORECASE)}", text)
    return _DOT.sub(".", _AT.sub("@", text)) if _AT.search(text) else text


def _at(text: str, place: int) -> tuple[str | None, int, int]:
    """Return the address around an `@`, and where it begins and ends; None where there is none."""
    before = _LOCAL_END.search(text, max(0, place - 66), place)
    behind = _HOST.match(text, place + 1)
    if before is None or behind is None:
        return None, place, place
    start, end = before.start(), behind.end()
    if _is_part(text, start):
        return None, start, end
    return checked(f"{before[0]}@{behind[0].rstrip('.-')}"), start, end


def _is_part(text: str, start: int) -> bool:
    """Whether what begins here belongs to more than an address: a word with other letters, a path, a secret."""
    if not start:
        return False
    before = text[start - 1]
    letter = before.isalpha() and ord(before) < _WORDS_WITHOUT_SPACES
    page = text[max(0, start - _LONGEST_SECRET) : start].rpartition(" ")[2]
    return letter or before in _BEFORE_NONE or "://" in page


def checked(address: str) -> str | None:
    """Return an address with its host in lower case; None for what can be no address, or only stands for one."""
    local, _, host = address.partition("@")
    local, host = local.lstrip("._%+-"), host.lower()
    if not _LOCAL.fullmatch(local) or not _DOMAIN.fullmatch(host):
        return None
    if host.rpartition(".")[2] in _NO_ENDINGS or host in _NO_HOSTS or "example" in host or "noreply" in host:
        return None
    return None if _NOBODY.fullmatch(local) else f"{local}@{host}"


def _purpose(address: str, words: str, part: Part) -> Purpose:
    told = purpose_of(address.partition("@")[0] + "@")
    if told is not Purpose.GENERAL:
        return told
    return purpose_of(f"{part.heading} {words}") if part.section is Section.CONTACT else purpose_of(words)


def _whose(part: Part, words: str) -> Whose:
    """Tell from the place of an address whether it reaches the publisher, an author, or somebody else."""
    if part.section is Section.AUTHORS or "correspond" in words.lower():
        return Whose.AUTHOR
    if part.section is Section.CITATION:
        return Whose.OTHER
    return Whose.PUBLISHER if part.section is not Section.OTHER or asks_to_write(words) else Whose.OTHER
