"""The register in the browser: behind the same lock as cases, with its days, letters, and two windows."""

import pytest
from tests.web.keeping import Home
from tests.web.reading import Page

MODEL = "mistralai/Mistral-7B-v0.1"
SECRETS = ("A. Person", "person@example.org", "my address in Elm Street")
SENT = {
    "day": "2026-11-02",
    "model": MODEL,
    "right": ["erasure", "access"],
    "sender": SECRETS[0],
    "reply_to": SECRETS[1],
    "summary": SECRETS[2],
    "country": "FR",
    "language": "en",
}


@pytest.fixture
def home(tmp_path, observatory):
    made = Home(tmp_path, observatory)
    yield made
    made.strongroom.end()


@pytest.fixture
def reader(home):
    """Return a browser that has the vault open."""
    return home.made()


@pytest.fixture
def one(reader):
    """Return the address of a request in the register."""
    answer = reader.post("/en/register", data=SENT)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def page(answer, status=200):
    assert answer.status_code == status, answer.text[-3000:]
    return Page(answer).sound()


def hidden(found, name):
    (value,) = [one["value"] for one in found.fields if one.get("name") == name and one.get("type") == "hidden"]
    return value


def note(reader, one, kind, /, **changed):
    """Send the form for what happened."""
    found = page(reader.get(one))
    held = {name: hidden(found, name) for name in ("revision", "known")}
    return reader.post(f"{one}/events", data={"kind": kind, "day": "2026-11-22", "note": "", **held, **changed})


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_request_is_noted_and_listed_with_its_last_day(reader, one, language):
    found = page(reader.get(f"/{language}/register"))
    assert len(found.rows) == 2
    assert SECRETS[0] in found.text
    assert "2026-12-02" in str(found.rows) or "2 décembre 2026" in found.text or "December 2, 2026" in found.text
    shown = page(reader.get(one.replace("/en/", f"/{language}/")))
    assert all(secret in shown.text for secret in SECRETS)
    assert MODEL in shown.text
    assert any(link.endswith(f"/models/{MODEL}/announce") for link in shown.links)


def test_nothing_is_written_in_clear(home, reader, one):
    note(reader, one, "note", note="they called A. Person")
    held = b"".join(file.read_bytes() for file in home.folder.rglob("*") if file.is_file())
    names = " ".join(str(file) for file in home.folder.rglob("*"))
    assert not any(secret.encode() in held or secret in names for secret in (*SECRETS, MODEL))


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"day": "soon"}, "is no day"),
        ({"day": "2026-11-23"}, "still to come"),
        ({"sender": " "}, "Say who asks"),
        ({"model": ""}, "owner/name"),
        ({"right": []}, "which rights"),
        ({"country": "XX"}, "code of a country"),
        ({"language": "xx"}, "no letters in this language"),
        ({"sender": "x" * 201}, "too long"),
    ],
)
def test_a_request_that_cannot_be_is_told_with_what_was_typed(reader, changed, told):
    found = page(reader.post("/en/register", data={**SENT, **changed}), 400)
    assert told in found.root.one("div", id="add-problem").joined
    assert SECRETS[2] in found.root.one("textarea").text
    assert "No request is in the register" in page(reader.get("/en/register")).text


def test_what_happened_moves_what_is_due(reader, one):
    assert "two further months" in page(reader.get(one)).text
    assert note(reader, one, "extended", note="three teams must look").headers["location"] == f"{one}#events"
    found = page(reader.get(one))
    assert "three teams must look" in found.text
    assert "two further months were announced" in found.text
    assert "cannot be extended" in page(note(reader, one, "extended"), 400).text
    assert note(reader, one, "answered").status_code == 303
    assert "Nothing is due any more" in page(reader.get(one)).text
    assert "BEGIN:VEVENT" not in reader.get("/en/register/calendar.ics").text


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"kind": ""}, "Choose what happened"),
        ({"kind": "sent"}, "Choose what happened"),
        ({"day": "2026-11-01"}, "before the request was received"),
        ({"day": "2026-12-01"}, "still to come"),
        ({"revision": "x"}, "not whole"),
    ],
)
def test_what_cannot_have_happened_is_told_with_what_was_typed(reader, one, changed, told):
    found = page(note(reader, one, "answered", **{"note": "<b>mine</b>", **changed}), 400)
    assert told in found.root.one("div", id="record-problem").joined
    assert "<b>mine</b>" in found.root.one("textarea", id="note").text


def test_two_windows_lose_nothing(reader, one):
    before = page(reader.get(one))
    assert note(reader, one, "asked", note="first window").status_code == 303
    late = {"revision": hidden(before, "revision"), "known": hidden(before, "known")}
    found = page(note(reader, one, "received", note="second window", **late), 409)
    assert "second window" in found.root.one("textarea", id="note").text
    assert "new since you opened the form" in found.text
    sent = {"kind": "received", "day": "2026-11-22", "note": "second window", "revision": hidden(found, "revision")}
    assert reader.post(f"{one}/events", data=sent).status_code == 303
    text = page(reader.get(one)).text
    assert "first window" in text
    assert "second window" in text


@pytest.mark.parametrize("form", ["txt", "html", "eml", "pdf"])
@pytest.mark.parametrize("kind", ["receipt", "extension", "outcome", "refusal"])
def test_every_letter_is_a_file_in_every_form(reader, one, kind, form):
    sent = {"letter": kind, "form": form, "told": "because <it> is #so", "measure": "erased", "signed": "Acme"}
    answer = reader.post(f"{one}/letter", data=sent)
    assert answer.status_code == 200, answer.text
    number = one.rpartition("/")[2][:8]
    assert answer.headers["content-disposition"] == f'attachment; filename="{kind}-{number}.{form}"'
    assert answer.headers["cache-control"] == "no-store"
    assert len(answer.content) > 300
    if form == "txt":
        assert SECRETS[0] in answer.text
        assert "because <it> is #so" in answer.text.replace("\n", " ")


def test_a_letter_is_read_on_its_page(reader, one):
    sent = {"letter": "outcome", "form": "", "measure": ["erased"], "other": "we asked our reuser", "signed": "Acme"}
    found = page(reader.post(f"{one}/letter", data=sent))
    letter = found.root.one("div", class_="letter-text").text
    assert "the data were erased" in letter
    assert "we asked our reuser" in letter
    assert "article 77" in letter


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"letter": "extension", "form": "pdf"}, "needs your reasons"),
        ({"letter": "refusal"}, "needs your reasons"),
        ({"letter": "request"}, "Choose a letter"),
        ({}, "Choose a letter"),
        ({"letter": "receipt", "form": "exe"}, "exe"),
    ],
)
def test_a_letter_that_cannot_be_is_told_with_what_was_typed(reader, one, sent, told):
    found = page(reader.post(f"{one}/letter", data={**sent, "signed": "Acme <b>"}), 400)
    assert told in found.root.one("div", id="letter-problem").joined
    (signed,) = [field["value"] for field in found.fields if field.get("name") == "signed"]
    assert signed == "Acme <b>"


@pytest.mark.usefixtures("one")
def test_the_calendar_names_nobody(reader):
    answer = reader.get("/en/register/calendar.ics")
    text = answer.text.replace("\r\n ", "")
    assert "20261202" in text
    assert not any(secret in text for secret in (*SECRETS, MODEL))


def test_a_request_is_removed_when_it_was_said_twice(home, reader, one):
    assert "Nothing was removed" in page(reader.post(f"{one}/remove", data={"sure": ""}), 400).text
    assert page(reader.get(f"{one}/remove")).h1.startswith("Remove request")
    assert reader.post(f"{one}/remove", data={"sure": "yes"}).headers["location"] == "/en/register"
    assert reader.get(one).status_code == 404
    assert home.vault().names("register") == ()


@pytest.mark.parametrize("part", ["", "/remove", "/../calendar.ics", "/.."])
def test_nothing_is_cached_and_titles_and_addresses_tell_nothing(home, reader, one, part):
    path = one.rpartition("/")[0] + part[3:] if part.startswith("/..") else one + part
    for language in ("en", "fr"):
        answer = reader.get(path.replace("/en/", f"/{language}/"))
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "no-store"
        assert "etag" not in answer.headers
        if answer.headers["content-type"].startswith("text/html"):
            found = Page(answer).sound()
            assert not any(secret in found.root.one("title").text for secret in (*SECRETS, MODEL))
            assert not any(secret in link for secret in SECRETS for link in found.links)
    stranger = home.reader().get(path)
    assert stranger.status_code == 303
    assert stranger.headers["location"].startswith("/en/cases/unlock")


def test_a_request_waits_for_the_vault_to_be_opened(home, reader):
    home.clock.wait(minutes=16)
    found = page(reader.post("/en/register", data=SENT), 403)
    carried = [(one["name"], one["value"]) for one in found.fields if one.get("type") == "hidden"]
    assert [value for name, value in carried if name == "right"] == SENT["right"]
    sent = {name: [value for key, value in carried if key == name] for name, _ in carried}
    opened = reader.post("/en/cases/unlock", data={**sent, "lock-key": str(home.key)})
    assert (opened.status_code, opened.headers["location"]) == (307, "/en/register")
    assert reader.post("/en/register", data=sent).status_code == 303


def test_a_damaged_request_is_named_and_the_others_stay(home, reader, one):
    other = reader.post("/en/register", data=SENT).headers["location"]
    (home.folder / "vault" / "register" / f"{one.rpartition('/')[2]}.age").write_bytes(b"broken")
    found = page(reader.get("/en/register"))
    assert one.rpartition("/")[2] in found.root.one("div", class_="warning").text
    assert reader.get(other).status_code == 200
    assert page(reader.get(one), 503).status == 503


def test_foreign_pages_set_nothing_off(reader, one):
    answer = reader.post(f"{one}/remove", data={"sure": "yes"}, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert reader.get(one).status_code == 200


def test_the_register_has_no_past_days(reader, one):
    assert reader.get(one.replace("/en/", "/en/as-of/2026-11-22/")).status_code == 404


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("path", ["/register", "/register/calendar.ics", "/register/abcdefghijklmnop"])
def test_a_public_site_keeps_no_register_and_says_so(site, path, language):
    found = page(site.get(f"/{language}{path}"), 404)
    assert "filiation serve" in found.text
    answer = site.post("/en/register", data=SENT)
    assert answer.status_code == 404
    assert not any(secret in answer.text for secret in SECRETS)
    assert all(not link.endswith("/register") for link in page(site.get(f"/{language}/rights")).links)


def test_what_was_noted_by_mistake_can_be_taken_back(reader, one):
    note(reader, one, "answered")
    found = page(reader.get(one))
    (event,) = [field["value"] for field in found.fields if field.get("name") == "event"]
    late = page(reader.post(f"{one}/take-back", data={"saved": "1", "event": event}), 409)
    assert late.root.one("div", id="unmade").text
    sent = {"saved": hidden(found, "saved"), "event": event}
    assert reader.post(f"{one}/take-back", data=sent).headers["location"].endswith("#events")
    assert "not noted any more" in page(reader.post(f"{one}/take-back", data=sent), 400).text


def test_who_comes_for_the_register_is_told_of_it_at_the_lock_and_where_nothing_is_kept(home, site):
    locked = home.reader().get("/en/register", follow_redirects=True).text
    away = site.get("/en/register").text
    for told in (locked, away):
        assert "requests that you received" in told
    assert "Requests received" in away
    assert "Cases are kept only" not in away
