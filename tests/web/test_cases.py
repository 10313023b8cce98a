"""Cases in the browser: only behind the lock, nothing lost on the way, nothing of a person anywhere else."""

import io
import logging
import re
import zipfile

import pytest
from tests.web.keeping import MODEL, SECRETS, Home, case_file
from tests.web.reading import Page

from filiation.errors import NotFound, StoreFailed
from filiation.observatory.casework import Casework
from filiation.web.vaulting import COOKIE, PACE

PARTS = (
    "",
    "/told",
    "/remove",
    "/calendar.ics",
    "/letters/txt.zip",
    "/export.zip",
    "/parties/0",
    "/parties/0/complaint",
)


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
def case(reader):
    """Return the address of a case, kept by the guided path."""
    return kept(reader)


def kept(reader, **changed):
    answer = reader.post("/en/cases", data={"case": case_file(**changed)})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def page(answer, status=200):
    assert answer.status_code == status, answer.text[-3000:]
    return Page(answer).sound()


def hidden(found, name):
    (value,) = [one["value"] for one in found.fields if one.get("name") == name and one.get("type") == "hidden"]
    return value


def note(reader, case, happened, *, party=0, revision=None, files=None, **changed):
    """Send the form for what happened."""
    found = page(reader.get(f"{case}/parties/{party}"))
    known, now = hidden(found, "known"), hidden(found, "revision")
    data = {"kind": happened, "day": "2026-11-22", "note": "", "known": known, "revision": revision or now, **changed}
    return reader.post(f"{case}/parties/{party}/events", data=data, files=files)


# the lock


@pytest.mark.parametrize("language", ["en", "fr"])
def test_without_a_vault_one_is_made(home, language):
    reader = home.reader()
    answer = reader.get(f"/{language}/cases")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/{language}/cases/unlock")
    found = page(reader.get(f"/{language}/cases/unlock"))
    names = {one.get("name") for one in found.fields}
    assert {"lock-passphrase", "lock-repeated"} <= names
    assert "lock-key" not in names
    assert str(home.strongroom.folder) in found.text


def test_a_passphrase_makes_and_opens_the_vault(home):
    reader, words = home.reader(), "four words of mine"
    sent = {"lock-way": "passphrase", "lock-passphrase": words, "lock-repeated": words}
    made = reader.post("/en/cases/unlock", data=sent)
    assert made.headers["location"] == "/en/cases"
    assert page(reader.get("/en/cases")).h1 == "Your cases"
    other = home.reader()
    wrong = page(other.post("/en/cases/unlock", data={"lock-passphrase": "four words of hers"}), 400)
    assert "does not open" in wrong.root.one("div", id="lock-problem").joined
    assert wrong.root.one("input", id="lock-passphrase").attributes["aria-invalid"] == "true"
    assert words not in str(wrong.fields)
    assert other.post("/en/cases/unlock", data={"lock-passphrase": words}).status_code == 303


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"lock-passphrase": "short", "lock-repeated": "short"}, "too short"),
        ({"lock-passphrase": "four words of mine", "lock-repeated": "four words of nine"}, "not the same"),
        ({"lock-back": "cases"}, "too short"),
    ],
)
def test_what_cannot_open_a_vault_is_told(home, sent, told):
    found = page(home.reader().post("/en/cases/unlock", data=sent), 400)
    assert told in found.root.one("div", id="lock-problem").joined
    assert home.strongroom.state == "none"


def test_over_the_web_no_file_is_made_but_the_vault(home):
    for way in ({"lock-way": "key-file"}, {}):
        page(home.reader().post("/en/cases/unlock", data={**way, "lock-key": str(home.key)}), 400)
    assert not home.key.exists()
    assert home.strongroom.state == "none"


def test_the_cookie_is_for_private_pages_alone(home):
    home.make()
    answer = home.reader().post("/en/cases/unlock", data={"lock-key": str(home.key)})
    told = [set(one.split("; ")) for one in answer.headers.get_list("set-cookie")]
    assert {path for one in told for path in one if path.startswith("Path=")} == {
        "Path=/en/cases", "Path=/en/register", "Path=/fr/cases", "Path=/fr/register",
    }  # fmt: skip
    for one in told:
        assert {"HttpOnly", "SameSite=strict"} <= one
        assert len(one) == 4  # nothing that would have it outlive the browser
        assert any(part.startswith(f"{COOKIE}=") for part in one)


def test_a_reader_can_go_over_to_the_other_language(reader, case):
    assert reader.get(case.replace("/en/", "/fr/")).status_code == 200
    assert reader.get("/fr/register").status_code == 200
    assert COOKIE not in reader.get("/en/").request.headers.get("cookie", "")


@pytest.mark.parametrize("part", PARTS)
def test_nothing_is_read_without_the_session(home, case, part):
    stranger = home.reader()
    answer = stranger.get(f"{case}{part}")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/en/cases/unlock")
    assert not answer.text
    opened = stranger.post(
        "/en/cases/unlock", data={"lock-key": str(home.key), "lock-back": f"{case}{part}".removeprefix("/en/")}
    )
    assert opened.headers["location"] == f"{case}{part}"


@pytest.mark.parametrize(
    "back", ["//evil.example", "https://evil.example/", "models/a/b", "cases/../..", "cases//x", ""]
)
def test_the_way_back_stays_in_the_vault(home, reader, back):
    data = {"lock-key": str(home.key), "lock-back": back}
    assert home.reader().post("/fr/cases/unlock", data=data).headers["location"] == "/fr/cases"
    assert reader.get("/fr/cases/unlock", params={"back": back}).headers["location"] == "/fr/cases"


def test_it_locks_itself_and_on_demand(home, reader, case):
    assert reader.get(case).status_code == 200
    home.clock.wait(minutes=16)
    assert reader.get(case).status_code == 303
    again = home.reader()
    again.post("/en/cases/unlock", data={"lock-key": str(home.key)})
    (held,) = {one.value for one in again.cookies.jar if one.name == COOKIE}
    locked = again.post("/en/cases/lock")
    assert locked.headers["location"] == "/en/cases/unlock"
    assert not list(again.cookies.jar)
    assert home.strongroom.vault(held) is None


def test_wrong_keys_are_told_to_whom_opens(home, tmp_path):
    home.made()
    stranger = home.reader()
    for _ in range(7):
        page(stranger.post("/en/cases/unlock", data={"lock-key": str(tmp_path / "other.age")}), 400)
    assert home.clock.monotonic() == 0  # a file that cannot be read is no try at the lock
    opened = home.made()
    assert home.clock.monotonic() == PACE
    assert "7 wrong attempts" in page(opened.get("/en/cases")).text
    assert "wrong attempt" not in page(opened.get("/en/cases")).text


@pytest.mark.parametrize(
    "header", ["Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Server", "X-Real-IP", "Via"]
)
def test_who_comes_through_another_server_finds_a_site_that_keeps_nothing(reader, case, header):
    through = {header: "for=192.0.2.1"}
    assert "/en/cases" in page(reader.get("/en/")).links
    assert "/en/cases" not in page(reader.get("/en/", headers=through)).links
    for path in (case, "/en/cases", "/en/cases/unlock", "/en/register"):
        assert page(reader.get(path, headers=through), 404).status == 404
    told = reader.post("/en/cases", data={"case": case_file()}, headers=through)
    assert told.status_code == 404
    assert not any(secret in told.text for secret in SECRETS)
    guide = f"/en/models/{MODEL}/request"
    assert 'action="/en/cases"' in reader.get(guide).text
    assert 'action="/en/cases"' not in reader.get(guide, headers=through).text


# nothing is lost on the way


def test_a_case_waits_for_the_vault_to_be_made(home):
    reader, sent = home.reader(), case_file()
    found = page(reader.post("/en/cases", data={"case": sent}), 403)
    assert hidden(found, "case") == sent
    fields = {one["name"]: one["value"] for one in found.fields if one.get("type") == "hidden"}
    answer = reader.post("/en/cases/unlock", data={**fields, "lock-passphrase": "no"})
    found = page(answer, 400)
    assert hidden(found, "case") == sent
    words = {"lock-passphrase": "four words of mine", "lock-repeated": "four words of mine"}
    answer = reader.post("/en/cases/unlock", data={**fields, **words})
    assert (answer.status_code, answer.headers["location"]) == (307, "/en/cases")
    answer = reader.post("/en/cases", data={**fields, **words})  # as 307 has it
    assert page(reader.get(answer.headers["location"])).text.count(MODEL)


def test_what_happened_waits_for_the_vault_to_be_opened(home, reader, case):
    home.clock.wait(minutes=16)
    sent = {"kind": "sent", "day": "2026-11-22", "note": "by registered mail", "known": "", "revision": "1"}
    found = page(reader.post(f"{case}/parties/0/events", data=sent, files={"proof": ("receipt.pdf", b"%PDF-x")}), 403)
    fields = {one["name"]: one["value"] for one in found.fields if one.get("type") == "hidden"}
    assert {name: fields[name] for name in sent} == sent
    opened = reader.post("/en/cases/unlock", data={**fields, "lock-key": str(home.key)})
    assert (opened.status_code, opened.headers["location"]) == (307, f"{case}/parties/0/events")
    again = page(reader.post(opened.headers["location"], data=fields), 400)
    assert "by registered mail" in again.root.one("textarea").text
    assert "Choose the file once more" in again.text
    assert page(reader.get(f"{case}/parties/0")).text.count("registered") == 0


def test_a_file_of_a_case_is_taken_in(reader):
    answer = reader.post("/en/cases", files={"file": ("case.json", case_file().encode())})
    assert page(reader.get(answer.headers["location"])).status == 200


def test_a_file_that_was_lost_at_the_lock_is_asked_for_again(home, reader):
    home.clock.wait(minutes=16)
    found = page(reader.post("/en/cases", files={"file": ("case.json", case_file().encode())}), 403)
    fields = {one["name"]: one["value"] for one in found.fields if one.get("type") == "hidden"}
    assert reader.post("/en/cases/unlock", data={**fields, "lock-key": str(home.key)}).status_code == 307
    assert "Choose the file once more" in page(reader.post("/en/cases", data=fields), 400).text


@pytest.mark.parametrize(
    "sent", ["", "{}", "no json", '{"filiation": "case", "version": 99}', case_file(day="2026-02-31")]
)
def test_what_is_no_case_is_told_and_shown(reader, sent):
    found = page(reader.post("/en/cases", data={"case": sent}), 400)
    assert not sent or sent in found.root.one("pre").one("code").children[0]
    assert "holds no case" in page(reader.get("/en/cases")).text


def test_two_windows_lose_nothing(reader, case):
    assert note(reader, case, "sent", note="first window").status_code == 303
    found = page(note(reader, case, "received", note="second window", revision="1", known=""), 409)
    assert "second window" in found.root.one("textarea").text
    assert "new since you opened the form" in found.text
    assert "first window" in found.text
    sent = {"kind": "received", "day": "2026-11-22", "note": "second window", "known": hidden(found, "known")}
    last = reader.post(f"{case}/parties/0/events", data={**sent, "revision": hidden(found, "revision")})
    assert last.status_code == 303
    text = page(reader.get(f"{case}/parties/0")).text
    assert "first window" in text
    assert "second window" in text


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"happened": ""}, "Choose what happened"),
        ({"happened": "sent", "day": "2026-02-31"}, "is no day"),
        ({"happened": "sent", "day": "2027-01-01"}, "still to come"),
        ({"happened": "answered"}, "no letter to this party"),
        ({"happened": "sent", "revision": "x"}, "not whole"),
    ],
)
def test_what_cannot_have_happened_is_told_with_what_was_typed(reader, case, changed, told):
    found = page(note(reader, case, **{"note": "<b>my note</b>", **changed}), 400)
    assert told in found.root.one("div", id="record-problem").joined
    assert "<b>my note</b>" in found.root.one("textarea").text


# what a case shows


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_overview_tells_what_to_do_next(reader, case, language):
    found = page(reader.get(case.replace("/en/", f"/{language}/")))
    todo = found.root.one("section", class_="todo")
    assert "mistralai" in todo.text.lower() or "Mistral" in todo.text
    assert list(todo.all("a"))
    assert found.root.one("table", class_="cascade")
    assert len(found.rows) == 2


def test_the_cascade_follows_what_happens(home, reader, case):
    assert note(reader, case, "sent").status_code == 303
    assert "waiting for an answer" in page(reader.get(case)).text
    assert "2026-12-22" in page(reader.get("/en/cases")).text
    home.clock.wait(days=31)
    reader.post("/en/cases/unlock", data={"lock-key": str(home.key)})
    found = page(reader.get(case))
    assert "answer overdue" in found.root.one("section", class_="todo").text or "reminder" in found.text
    assert "over" in found.root.one("span", class_="odd").text


@pytest.mark.parametrize("form", ["txt", "html", "eml", "pdf"])
def test_a_letter_is_a_file_to_be_saved(reader, case, form):
    answer = reader.get(f"{case}/parties/0/request.{form}")
    assert answer.status_code == 200
    assert re.fullmatch(
        rf'attachment; filename="request-[a-z2-7]{{8}}-1\.{form}"', answer.headers["content-disposition"]
    )
    assert answer.headers["cache-control"] == "no-store"
    assert len(answer.content) > 500


def test_all_letters_are_one_file(reader):
    case = kept(reader, publishers=("mistralai", "huggingface"))
    with zipfile.ZipFile(io.BytesIO(reader.get(f"{case}/letters/txt.zip").content)) as found:
        names = found.namelist()
        assert [name.split("/", 1)[1] for name in names] == ["party-1/letter.txt", "party-2/letter.txt"]
        assert SECRETS[0] in found.read(names[0]).decode()


@pytest.mark.parametrize(
    "part", ["/letters/exe.zip", "/parties/0/request.exe", "/parties/0/other.txt", "/parties/7", "/no"]
)
def test_what_a_case_has_not_is_told(reader, case, part):
    assert reader.get(f"{case}{part}").status_code in {400, 404}


def test_a_proof_is_kept_encrypted_and_given_back(home, reader, case):
    content = b"%PDF-1.7 receipt of A. Person"
    assert note(reader, case, "sent", files={"proof": ("receipt.pdf", content)}).status_code == 303
    (link,) = [one for one in page(reader.get(f"{case}/parties/0")).links if "/proofs/" in one]
    answer = reader.get(link)
    assert answer.content == content
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("attachment")
    held = b"".join(file.read_bytes() for file in home.folder.rglob("*") if file.is_file())
    assert b"A. Person" not in held
    assert b"receipt" not in held


def test_a_large_proof_is_refused_and_nothing_is_written_to_the_disk(reader, case, monkeypatch):
    monkeypatch.setattr("tempfile.SpooledTemporaryFile.rollover", lambda _: pytest.fail("written to the disk"))
    kept_whole = {"proof": ("scan.png", b"\x89PNG\r\n" + bytes(3_000_000))}
    assert note(reader, case, "sent", files=kept_whole).status_code == 303
    large = note(reader, case, "note", files={"proof": ("scan.png", bytes(12_000_000))})
    assert page(large, 413).status == 413


def test_what_is_too_large_is_told_at_the_lock_too(home, reader, case):
    home.clock.wait(minutes=16)
    answer = reader.post(f"{case}/parties/0/events", data={"kind": "note"}, files={"proof": ("x", bytes(12_000_000))})
    assert page(answer, 413).status == 413
    assert page(reader.post(f"{case}/family", content=b"no form"), 400).status == 400


def test_a_party_without_a_letter_does_not_keep_the_others_from_theirs(reader, monkeypatch):
    case = kept(reader, publishers=("mistralai", "huggingface"))
    whole, wholly = Casework.letter, Casework.hand_out

    def fails_once(self, name, party, **asked):
        if party == 0:
            raise NotFound("It is gone.", "Look elsewhere.")
        return whole(self, name, party, **asked)

    def hands_out(self, name, party, **asked):
        fails_once(self, name, party, **asked)
        return wholly(self, name, party, **asked)

    monkeypatch.setattr(Casework, "letter", fails_once)
    monkeypatch.setattr(Casework, "hand_out", hands_out)
    with zipfile.ZipFile(io.BytesIO(reader.get(f"{case}/letters/txt.zip").content)) as found:
        assert [name.split("/", 1)[1] for name in found.namelist()] == ["party-1/no-letter.txt", "party-2/letter.txt"]
    assert "It is gone." in page(reader.get(f"{case}/parties/0")).text


def test_the_calendar_tells_no_secret(reader, case):
    note(reader, case, "sent")
    answer = reader.get(f"{case}/calendar.ics")
    text = answer.text.replace("\r\n ", "")
    assert "20261222" in text
    assert not any(secret in text for secret in SECRETS)
    assert MODEL not in text


def test_a_complaint_names_the_authority_and_holds_the_file(reader, case):
    note(reader, case, "sent", files={"proof": ("receipt.pdf", b"%PDF-x")}, note="a private thought")
    early = page(reader.get(f"{case}/parties/0/complaint"))
    assert "runs until" in early.text
    assert f"{case}/parties/0/complaint.txt" not in early.links
    assert reader.get(f"{case}/parties/0/complaint.zip").status_code == 400
    assert "once they have answered" in page(reader.get(f"{case}/parties/0")).text
    note(reader, case, "refused")
    found = page(reader.get(f"{case}/parties/0/complaint"))
    assert "cnil.fr" in found.root.one("address").text
    assert any(one.get("name") == "notes" for one in found.fields)
    for told, asked in ((False, ""), (True, "?notes=yes")):
        with zipfile.ZipFile(io.BytesIO(reader.get(f"{case}/parties/0/complaint.zip{asked}").content)) as files:
            assert len(files.namelist()) >= 5
            (name,) = [one for one in files.namelist() if one.startswith("2-")]
            assert (b"a private thought" in files.read(name)) == told


def test_what_was_noted_by_mistake_can_be_taken_back(reader, case):
    note(reader, case, "sent")
    note(reader, case, "refused")
    found = page(reader.get(f"{case}/parties/0"))
    sent, refused = [one["value"] for one in found.fields if one.get("name") == "event"]
    held = {"saved": "3"}
    wrong = page(reader.post(f"{case}/parties/0/take-back", data={**held, "event": sent}), 400)
    assert "rests on this letter" in wrong.root.one("div", id="unmade").text
    late = page(reader.post(f"{case}/parties/0/take-back", data={"saved": "1", "event": refused}), 409)
    assert late.root.one("div", id="unmade").text
    done = reader.post(f"{case}/parties/0/take-back", data={**held, "event": refused})
    assert done.headers["location"].endswith("/parties/0#events")
    assert "waiting for an answer" in page(reader.get(f"{case}/parties/0")).text
    gone = page(reader.post(f"{case}/parties/0/take-back", data={**held, "event": refused}), 400)
    assert "not noted any more" in gone.text


def test_the_letter_that_was_saved_is_the_one_that_was_sent(reader, case):
    saved = reader.get(f"{case}/parties/0/request.txt").text
    form = page(reader.get(f"{case}/told"))
    fields = {one["name"]: one.get("value", "") for one in form.fields if "name" in one and one.get("type") != "submit"}
    texts = {one.attributes["name"]: one.text for one in form.root.all("textarea")}
    assert reader.post(f"{case}/told/save", data={**fields, **texts, "what": "amended since"}).status_code == 303
    note(reader, case, "sent")
    assert reader.get(f"{case}/parties/0/request.txt").text == saved
    assert "the last one that you saved here" in page(reader.get(f"{case}/parties/0")).text
    note(reader, case, "answered")
    assert "As it would be sent now" in page(reader.get(f"{case}/parties/0")).text  # a new round
    assert "amended since" in reader.get(f"{case}/parties/0/request.txt").text


def test_the_authority_and_the_language_of_a_complaint_are_chosen(reader, case):
    note(reader, case, "sent")
    note(reader, case, "refused")
    address = f"{case}/parties/0/complaint"
    assert "I lodge" not in page(reader.get(address)).text  # the authority of France is written to in French

    def choose(**told):
        found = page(reader.get(address))
        return reader.post(f"{address}/to", data={"revision": hidden(found, "revision"), **told})

    assert choose(authority="DE", language="en").headers["location"] == address
    german = page(reader.get(address))
    assert "I lodge" in german.text
    assert "may ask for a translation" in german.text
    assert "federal bodies" in german.text
    assert "The authority of the country where you live." not in german.text
    assert choose(authority="DE", land="Berlin", language="en").headers["location"] == address
    assert "datenschutz-berlin.de" in page(reader.get(address)).root.one("address").text
    assert "Berliner Beauftragte" in reader.get(f"{address}.txt").text
    assert choose(authority="FR", land="Berlin").headers["location"] == address  # a Land does not outlast its country
    assert "cnil.fr" in page(reader.get(address)).root.one("address").text
    assert "No authority" in page(choose(authority="US"), 400).text


def test_an_authority_for_personal_data_is_not_named_for_the_host(reader):
    case = kept(reader, publishers=("mistralai", "huggingface"))
    found = page(reader.get(f"{case}/parties/1/complaint"))
    assert "Digital Services Coordinator" in found.text
    assert "article 77" not in found.text
    assert not list(found.root.all("address"))


def test_what_parties_publish_is_linked_by_its_kind(reader):
    case = kept(reader, model="HuggingFaceH4/zephyr-7b-beta", publishers=())
    links = {one.attributes.get("href", "") for one in page(reader.get(case)).root.one("table").all("a")}
    data = {one for one in links if "/datasets/" in one}
    assert data
    for one in [*sorted(data), *sorted(one for one in links if "/models/" in one)]:
        assert reader.get(one).status_code == 200, one


def test_the_host_is_told_from_a_publisher_of_the_same_name(reader):
    case = kept(reader, publishers=("mistralai", "huggingface"))
    found = page(reader.get(case))
    assert "(as host)" in found.text
    assert "(as host)" in page(reader.get(f"{case}/parties/1")).root.one("h1").text
    assert "(as host)" not in page(reader.get(f"{case}/parties/0")).root.one("h1").text


def test_who_has_no_authority_turns_to_that_of_the_publisher(reader):
    person = {"name": "A. Person", "reply_to": "person@example.org", "country": "JP"}
    case = kept(reader, person=person, publishers=("mistralai", "TheBloke"))
    found = page(reader.get(f"{case}/parties/0/complaint"))
    assert "cnil.fr" in found.root.one("address").text
    assert "where you live" not in found.text
    assert "We know of no authority" in page(reader.get(f"{case}/parties/1/complaint")).text


def test_what_was_told_can_be_corrected(reader, case):
    form = page(reader.get(f"{case}/told"))
    fields = {one["name"]: one.get("value", "") for one in form.fields if "name" in one and one.get("type") != "submit"}
    texts = {one.attributes["name"]: one.text for one in form.root.all("textarea")}
    sent = {**fields, **texts, "language": "fr", "what": "14 Elm Street", "title": "My address"}
    assert reader.post(f"{case}/told/save", data=sent).headers["location"] == case
    found = page(reader.get(case))
    assert found.h1 == "My address"
    assert "14 Elm Street" in found.text
    late = page(reader.post(f"{case}/told/save", data={**sent, "what": "16 Elm Street"}), 409)
    assert "16 Elm Street" in late.root.one("textarea", id="what").text
    assert "Saved meanwhile: 14 Elm Street" in late.text
    wrong = page(reader.post(f"{case}/told/save", data={**sent, "country": "XX", "saved": hidden(late, "saved")}), 400)
    assert wrong.root.one("input", id="country").attributes["aria-invalid"] == "true"


def test_a_new_publisher_of_the_family_is_proposed_and_added(home, reader, case, observatory):
    vault, name = home.vault(), case.rpartition("/")[2]
    body, revision = vault.read("cases", name)
    casework = Casework(vault, observatory)
    shorter = casework.case(name).family[:-5]
    vault.write("cases", name, _with_family(body, shorter), expected=revision)
    found = page(reader.get(case))
    assert "5 new models came from it" in found.text
    chosen = [one["value"] for one in found.fields if one.get("name") == "publisher"]
    answer = reader.post(f"{case}/family", data={"publisher": chosen, "revision": hidden(found, "revision")})
    assert answer.status_code == 303
    after = page(reader.get(case))
    assert "came from it" not in after.text
    assert len(after.rows) == len(found.rows) + len(chosen)


def _with_family(body, family):
    import msgspec

    held = msgspec.json.decode(body)
    held["case"] |= {"family": family, "edition": "an-earlier-one"}
    return msgspec.json.encode(held)


def test_a_case_is_removed_when_it_was_said_twice(home, reader, case):
    note(reader, case, "sent", files={"proof": ("receipt.pdf", b"%PDF-x")})
    assert page(reader.post(f"{case}/remove", data={"sure": ""}), 400).text.count("Nothing was removed")
    assert reader.get(case).status_code == 200
    assert reader.post(f"{case}/remove", data={"sure": "yes"}).headers["location"] == "/en/cases"
    assert reader.get(case).status_code == 404
    assert [home.vault().names(drawer) for drawer in ("cases", "letters", "proofs")] == [(), (), ()]


def test_an_export_can_be_taken_in_again(reader, case):
    with zipfile.ZipFile(io.BytesIO(reader.get(f"{case}/export.zip").content)) as found:
        (name,) = [one for one in found.namelist() if one.endswith("case.json")]
        body = found.read(name)
    answer = reader.post("/en/cases", files={"file": ("case.json", body)})
    assert answer.status_code == 303


# nothing of it anywhere else


@pytest.mark.parametrize("part", PARTS)
def test_nothing_is_cached_and_titles_tell_nothing(reader, case, part):
    for language in ("en", "fr"):
        answer = reader.get(f"{case}{part}".replace("/en/", f"/{language}/"))
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "no-store"
        assert "etag" not in answer.headers
        if answer.headers["content-type"].startswith("text/html"):
            found = Page(answer).sound()
            title = found.root.one("title").text
            assert not any(secret in title for secret in (*SECRETS, MODEL))
            assert not any(secret in link for secret in SECRETS for link in found.links)


@pytest.mark.parametrize(
    "path", ["/en/cases/nothing", "/en/cases/unlock", "/fr/register/x", "/en/cases", "/en/cases/a/b/c/d"]
)
def test_errors_are_not_cached_either(reader, path):
    assert reader.get(path).headers["cache-control"] == "no-store"


def test_the_log_tells_nothing(reader, case, caplog, monkeypatch):
    def fails(*_, **__):
        raise RuntimeError(*SECRETS)

    with caplog.at_level(logging.DEBUG):
        monkeypatch.setattr(Casework, "overview", fails)
        answer = reader.get(case)
        assert page(answer, 500).status == 500
        monkeypatch.setattr(Casework, "overview", lambda *_: _fail(StoreFailed(SECRETS[0], "{x}", x=SECRETS[1])))
        reader.get(case)
    ours = "\n".join(one.getMessage() for one in caplog.records if not one.name.startswith("httpx"))
    assert not any(secret in caplog.text for secret in SECRETS)
    assert case not in ours
    assert "RuntimeError" in ours
    assert not any(secret in answer.text for secret in SECRETS)


def _fail(error):
    raise error


def test_a_damaged_case_is_named_and_the_others_stay(home, reader, case):
    other = kept(reader)
    (home.folder / "vault" / "cases" / f"{case.rpartition('/')[2]}.age").write_bytes(b"broken")
    found = page(reader.get("/en/cases"))
    assert case.rpartition("/")[2] in found.root.one("div", class_="warning").text
    assert reader.get(other).status_code == 200
    assert page(reader.get(case), 503).status == 503


def test_foreign_pages_set_nothing_off(reader, case):
    answer = reader.post(f"{case}/remove", data={"sure": "yes"}, headers={"sec-fetch-site": "same-site"})
    assert answer.status_code == 403
    assert reader.get(case).status_code == 200


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({"origin": "http://localhost:9999", "sec-fetch-site": "same-origin"}, 403),
        ({"origin": "https://site.example", "sec-fetch-site": "same-origin"}, 403),
        ({"origin": "https://site.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "null", "sec-fetch-site": "same-origin"}, 303),
        ({"origin": "http://localhost", "sec-fetch-site": "same-origin"}, 303),
        ({}, 303),
    ],
)
def test_a_form_is_taken_in_from_pages_of_this_very_site(reader, told, status):
    assert reader.post("/en/cases", data={"case": case_file()}, headers=told).status_code == status


# a site for others


@pytest.mark.parametrize("path", ["/cases", "/cases/unlock", "/cases/abcdefghijklmnop", "/cases/a/parties/0"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_public_site_keeps_nothing_and_says_so(site, path, language):
    found = page(site.get(f"/{language}{path}"), 404)
    assert "filiation serve" in found.text
    assert all(one.attributes.get("role") == "search" for one in found.root.all("form"))


def test_a_public_site_takes_nothing_in(site):
    answer = site.post("/en/cases", data={"case": case_file()})
    assert answer.status_code == 404
    assert not any(secret in answer.text for secret in SECRETS)
    assert "set-cookie" not in answer.headers


def test_cases_have_no_past_days(reader, case):
    answer = reader.get(case.replace("/en/", "/en/as-of/2026-11-22/"))
    assert answer.status_code == 404
    assert answer.headers["cache-control"] == "no-store"


def test_the_api_knows_of_no_cases(reader):
    paths = reader.get("/api/v1/openapi.json").json()["paths"]
    assert not [path for path in paths if "case" in path or "register" in path]
    assert reader.get("/api/v1/cases").status_code == 404
