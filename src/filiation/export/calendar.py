"""Last days as a calendar file (iCalendar) that any calendar takes in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Alarm, Calendar, Event

_AHEAD = (timedelta(days=7), timedelta(days=1))
_MAKER = "-//Filiation//Filiation//EN"


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One last day.

    `id` names it for good, so that a calendar that takes in a newer file moves the day instead of doubling it: it is
    random, or made of what tells nothing. `title` is what a calendar shows to whoever looks; `text` stands behind it.
    """

    id: str
    day: date
    title: str
    text: str = ""


def calendar(entries: Sequence[CalendarEntry], *, now: datetime) -> bytes:
    """Return a calendar with each entry as a whole day, and an alarm a week and a day before it.

    `now` stamps the file. Nothing is in it but what was passed in.
    """
    made = Calendar()
    made.add("prodid", _MAKER)
    made.add("version", "2.0")
    for entry in entries:
        made.add_component(_event(entry, now))
    return bytes(made.to_ical())


def _event(entry: CalendarEntry, now: datetime) -> Event:
    event = Event.new(
        uid=f"{entry.id}@filiation.invalid",
        stamp=now,
        start=entry.day,
        end=entry.day + timedelta(days=1),
        summary=entry.title,
        description=entry.text or None,
    )
    event.add("transp", "TRANSPARENT")
    for ahead in _AHEAD:
        event.add_component(_alarm(entry, ahead))
    return event


def _alarm(entry: CalendarEntry, ahead: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", entry.title)
    alarm.add("trigger", -ahead)
    return alarm
