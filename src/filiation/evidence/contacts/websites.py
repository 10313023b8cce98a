"""Pages of a publisher: its own site, forms, pages about privacy, and where its code lies."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from filiation.evidence.contacts.interface import Found, Part, Section
from filiation.evidence.contacts.links import Link, links
from filiation.evidence.contacts.words import around, asks_to_write, purpose_of
from filiation.facts.contacts import Whose
from filiation.facts.rights import ContactKind, Purpose

MOST = 20
"""The most pages of one text."""

_ELSEWHERE = (
    "aclanthology.org", "acm.org", "apache.org", "arxiv.org", "bilibili.com", "bit.ly", "buymeacoffee.com",
    "colab.research.google.com", "creativecommons.org", "discord.com", "discord.gg", "discordapp.com",
    "docs.google.com", "doi.org", "drive.google.com", "dropbox.com", "facebook.com", "fsf.org",
    "githubusercontent.com", "gnu.org", "google.com", "gradio.app", "groq.com", "hf.co", "huggingface.co", "ieee.org",
    "instagram.com", "kaggle.com", "ko-fi.com", "linkedin.com", "llama.com", "llama.meta.com", "lmstudio.ai",
    "lmsys.org", "medium.com", "mega.nz", "mlr.press", "modelscope.cn", "nature.com", "neurips.cc",
    "ollama.com", "openreview.net", "opensource.org", "paperswithcode.com", "patreon.com", "paypal.com", "paypal.me",
    "python.org", "pytorch.org", "reddit.com", "replicate.com", "runpod.io", "semanticscholar.org",
    "shields.io", "slack.com", "spdx.org", "springer.com", "substack.com", "t.me", "tensorflow.org", "together.ai",
    "twitter.com", "vast.ai", "wandb.ai", "weixin.qq.com", "wikipedia.org", "x.com", "youtu.be", "youtube.com",
    "zhihu.com", "zoom.us",
)  # fmt: skip
_PACKAGES = frozenset({"npmjs", "pypi"})  # where packages are handed out: parts of names of hosts
_CODE = ("github.com", "gitlab.com", "codeberg.org", "gitee.com", "bitbucket.org")
_REPOSITORY = re.compile(r"/([A-Za-z0-9._-]{1,100})(?:/([A-Za-z0-9._-]{1,100}))?/?(?:(?:issues|tree|blob)/.{0,200})?")
_KEYS = re.compile(
    r"(?:developed|shared|created|maintained|published|made|released|trained)\b.{0,12}\bby|contact|website|home ?page|"
    r"point of contact|company|organi[sz]ation"
)
_CODE_KEYS = re.compile(r"repository|code|github|source")
_CONTACT_PATH = re.compile(r"/(?:[\w-]{1,30}/)?(?:contact|contact-?us|support|feedback)(?:[/?.#]|$)", re.IGNORECASE)
_PRIVACY_PATH = re.compile(r"privacy|datenschutz|confidentialit|gdpr|rgpd", re.IGNORECASE)
_FORMS = ("forms.gle", "docs.google.com", "forms.office.com", "typeform.com", "airtable.com", "tally.so")
_SITE_WORDS = re.compile(r"website|home ?page|visit us|our (?:company|team)", re.IGNORECASE)


def read(parts: Sequence[Part]) -> Iterator[Found]:
    """Yield the pages that a text names as the publisher's, or about its contacts."""
    count, met = 0, set[tuple[ContactKind, Purpose, str]]()
    for part in parts:
        if part.fenced or "https://" not in part.text or part.section is Section.CITATION:
            continue
        for link in links(part.text):
            found = _found(part, link)
            if found is None or (found.kind, found.purpose, _site(link, found)) in met:
                continue
            met.add((found.kind, found.purpose, _site(link, found)))
            count += 1
            if count > MOST:
                return
            yield found


def _site(link: Link, found: Found) -> str:
    """Return what is told once: of the pages of one site, the first."""
    return ".".join(link.host.split(".")[-2:]) if found.kind is ContactKind.WEBSITE else found.value


def _found(part: Part, link: Link) -> Found | None:
    words = around(part.text, link.start, link.end)
    if link.host in _FORMS:
        return _form(part, link, words)
    if link.host.removeprefix("www.") in _CODE:
        return _code(part, link, words)
    return None if is_elsewhere(link.host) else _page(part, link, words)


def _form(part: Part, link: Link, words: str) -> Found | None:
    form = link.host != "docs.google.com" or link.path.startswith("/forms/")
    invited = part.section is Section.CONTACT or asks_to_write(words)
    return _told(part, link, ContactKind.FORM, purpose_of(words)) if form and invited else None


def _page(part: Part, link: Link, words: str) -> Found | None:
    if _PRIVACY_PATH.search(link.path):
        return _told(part, link, ContactKind.WEBSITE, Purpose.PRIVACY)
    if _CONTACT_PATH.search(link.path):
        return _told(part, link, ContactKind.FORM, purpose_of(words))
    if _KEYS.fullmatch(part.key) or part.section in (Section.ABOUT, Section.CONTACT):
        return _told(part, link, ContactKind.WEBSITE, purpose_of(words))
    if _SITE_WORDS.search(words):
        return replace(_told(part, link, ContactKind.WEBSITE, purpose_of(words)), whose=Whose.OTHER)
    return None


def is_form_service(host: str) -> bool:
    """Whether a host is a service for forms: what is typed there reaches who made the form, and no public."""
    return host in _FORMS


def is_elsewhere(host: str) -> bool:
    """Whether a host is that of many people, or of a tool: what is there is no site of a publisher."""
    if _PACKAGES & set(host.split(".")):
        return True
    return any(host == other or host.endswith(f".{other}") for other in _ELSEWHERE)


def _code(part: Part, link: Link, words: str) -> Found | None:
    found = _REPOSITORY.fullmatch(link.path)
    keyed = part.section is Section.SOURCES or _CODE_KEYS.fullmatch(part.key) or _KEYS.fullmatch(part.key)
    if found is None or found[2] is None or not (keyed or "issue" in words.lower()):
        return None
    page = f"https://{link.host}/{found[1]}/{found[2].removesuffix('.git')}"
    return Found(ContactKind.CODE, page, part.place(link.url), Purpose.GENERAL, Whose.OTHER)


def _told(part: Part, link: Link, kind: ContactKind, purpose: Purpose) -> Found:
    return Found(kind, link.url, part.place(link.url), purpose)
