"""Pages as their readers meet them: the words, the links, the headings and what is in the tables."""

from html.parser import HTMLParser
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

from tests.making import dataset, model

EVIL = "<script>alert(1)</script>"
LONG = "./" + "x" * 500

RECORDS = [
    model(
        "base/B",
        "license:mit",
        downloads=900,
        likes=7,
        createdAt="2023-01-05T00:00:00.000Z",
        pipeline_tag="text-generation",
    ),
    model("base/C", "license:apache-2.0", downloads=100, createdAt="2023-02-05T00:00:00.000Z"),
    model(
        "me/tuned",
        "base_model:finetune:base/B",
        "dataset:corp/D",
        "dataset:squad",
        f"license:{EVIL}",
        downloads=50,
        createdAt="2023-03-05T00:00:00.000Z",
    ),
    model("me/small-GGUF", "base_model:quantized:me/tuned", downloads=40, createdAt="2023-04-05T00:00:00.000Z"),
    model("me/merged", "base_model:merge:base/C", "base_model:merge:base/B", downloads=30),
    model("me/differs", "base_model:finetune:base/B", config={"peft": {"base_model_name_or_path": "base/B"}}),
    model("me/wrong", cardData={"base_model": ["base/B", LONG, f"/home/{EVIL}"]}),
    model("me/orphan", "base_model:finetune:lost/one"),
    model("you/alone", downloads=1),
]
DATASETS = [dataset("corp/D", "license:cc0-1.0", downloads=12, createdAt="2022-05-05T00:00:00.000Z")]
"""Two families and what can be odd about models: sides that disagree, what is no parent, what nobody has."""

_VOID = {"meta", "link", "input", "br", "wbr", "option", "img", "hr"}


class Page(HTMLParser):
    """What a page holds; reading fails where a tag is not closed in order."""

    def __init__(self, response):
        super().__init__()
        self.status = response.status_code
        self.tags, self.words, self.links, self.rows, self.headings, self.fields = [], [], [], [], [], []
        self._open, self._cell = [], None
        self.feed(response.text)
        assert self._open == []
        self.rows = [[_plain(cell) for cell in row] for row in self.rows]
        self.headings = [(level, _plain(text)) for level, text in self.headings]

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        self.tags.append((tag, told))
        assert "style" not in told
        assert not [name for name in told if name.startswith("on")]
        if tag not in _VOID:
            self._open.append(tag)
        if tag == "a":
            self.links.append(told["href"])
        if tag in {"input", "select"}:
            self.fields.append(told)
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            self.rows[-1].append("")
        if tag in {"h1", "h2", "h3", "h4"}:
            self.headings.append((int(tag[1]), ""))

    def handle_endtag(self, tag):
        if tag not in _VOID:
            assert self._open.pop() == tag

    def handle_data(self, data):
        if "script" in self._open:
            return
        self.words.append(data)
        if {"td", "th"} & set(self._open):
            self.rows[-1][-1] += data
        if self._open and any(tag in self._open for tag in ("h1", "h2", "h3", "h4")):
            level, text = self.headings[-1]
            self.headings[-1] = (level, text + data)

    @property
    def text(self):
        return _plain("".join(self.words))

    @property
    def h1(self):
        (found,) = [text for level, text in self.headings if level == 1]
        return found

    @property
    def ids(self):
        return [told["id"] for _, told in self.tags if "id" in told]

    def leads_to(self, path, **query):
        """Tell whether a link leads to a path with these values in its query, and others at will."""
        return any(
            urlsplit(link).path == path
            and all(parse_qs(urlsplit(link).query).get(key) == value for key, value in query.items())
            for link in self.links
        )

    def sound(self):
        """Fail unless the page has one main heading, headings without gaps, and names no place twice."""
        assert self.h1
        levels = [level for level, _ in self.headings]
        assert all(below - above <= 1 for above, below in pairwise(levels)), self.headings
        assert len(set(self.ids)) == len(self.ids), self.ids
        labelled = {told["for"] for tag, told in self.tags if tag == "label" and "for" in told}
        within = sum(tag == "label" and "for" not in told for tag, told in self.tags)
        bare = [f for f in self.fields if f.get("type") != "hidden" and f.get("id") not in labelled]
        assert len(bare) == within, bare
        return self


def _plain(text):
    return " ".join(text.split())
