"""A calendar file holds whole days with two alarms each, and nothing that was not passed in."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from filiation.export.calendar import CalendarEntry, calendar

NOW = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
ENTRY = CalendarEntry("a1b2", date(2026, 12, 22), "Filiation: an answer is due", "GDPR, Article 12(3)")


def events(made):
    return Calendar.from_ical(made).walk("VEVENT")


def test_an_entry_is_a_whole_day_with_alarms_a_week_and_a_day_before():
    (event,) = events(calendar([ENTRY], now=NOW))
    assert (event.start, event.end) == (date(2026, 12, 22), date(2026, 12, 23))
    assert event["summary"] == ENTRY.title
    assert event["description"] == ENTRY.text
    assert event["transp"] == "TRANSPARENT"
    assert event["dtstamp"].dt == NOW
    alarms = event.walk("VALARM")
    assert [alarm["trigger"].dt for alarm in alarms] == [timedelta(days=-7), timedelta(days=-1)]
    assert {str(alarm["action"]) for alarm in alarms} == {"DISPLAY"}
    assert {str(alarm["description"]) for alarm in alarms} == {ENTRY.title}


def test_the_same_entry_has_the_same_name_in_every_file():
    later = CalendarEntry("a1b2", date(2027, 2, 22), "moved")
    (old,), (new,) = events(calendar([ENTRY], now=NOW)), events(calendar([later], now=NOW + timedelta(days=9)))
    assert old["uid"] == new["uid"] == "a1b2@filiation.invalid"
    assert "description" not in new


def test_the_file_is_the_same_for_the_same_entries_and_moment():
    assert calendar([ENTRY], now=NOW) == calendar([ENTRY], now=NOW)


def test_lines_are_short_and_end_as_the_format_wants():
    made = calendar([CalendarEntry("x", date(2026, 1, 1), "é" * 300, "ß" * 900)], now=NOW)
    assert made.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:")
    assert all(len(line) <= 75 for line in made.split(b"\r\n"))
    assert b"\n" not in made.replace(b"\r\n", b"")
    assert "METHOD" not in made.decode()


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\r\n;,:\\"), max_size=60)))
def test_no_text_gets_out_of_its_place(texts):
    hostile = [*texts, "x\r\nATTENDEE:mailto:person@example.org", "END:VEVENT\nBEGIN:VEVENT"]
    entries = [CalendarEntry(str(n), date(2026, 1, 1), text, text) for n, text in enumerate(hostile)]
    read = events(calendar(entries, now=NOW))
    assert len(read) == len(entries)
    for event, text in zip(read, hostile, strict=True):
        assert set(event) <= {"SUMMARY", "DTSTART", "DTEND", "DTSTAMP", "UID", "DESCRIPTION", "TRANSP"}
        assert str(event["summary"]).replace("\r\n", "\n").replace("\r", "\n") == text.replace("\r\n", "\n").replace(
            "\r", "\n"
        )
