"""Pages as their readers meet them: the words, the links, the headings and what is in the tables."""

from urllib.parse import parse_qs, urlsplit

from tests.making import dataset, model
from tests.web.markup import check, read

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

_HEADINGS = ("h1", "h2", "h3", "h4")


class Page:
    """What a page holds; reading fails where a tag is not closed in order."""

    def __init__(self, response):
        self.status = response.status_code
        self.root = read(response.text)
        every = list(self.root.all())
        self.tags = [(one.tag, one.attributes) for one in every]
        self.ids = [one.attributes["id"] for one in every if "id" in one.attributes]
        self.links = [one.attributes["href"] for one in every if one.tag == "a"]
        self.fields = [one.attributes for one in every if one.tag in {"input", "select"}]
        self.headings = [(int(one.tag[1]), one.joined) for one in every if one.tag in _HEADINGS]
        rows = [one for one in every if one.tag == "tr"]
        self.rows = [[cell.joined for cell in row.all() if cell.tag in {"td", "th"}] for row in rows]

    @property
    def text(self):
        return self.root.joined

    @property
    def h1(self):
        (found,) = [text for level, text in self.headings if level == 1]
        return found

    def facts(self, name):
        """Return the values of a list of facts, by what they are called."""
        told = self.root.one("dl", class_=name)
        return {one.one("dt").joined: one.one("dd").joined for one in told.all("div")}

    def leads_to(self, path, **query):
        """Tell whether a link leads to a path with these values in its query, and others at will."""
        return any(
            urlsplit(link).path == path
            and all(parse_qs(urlsplit(link).query).get(key) == value for key, value in query.items())
            for link in self.links
        )

    def sound(self):
        """Fail unless what holds for every page holds for this one."""
        check(self.root)
        return self
