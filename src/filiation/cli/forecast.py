"""What reading the Hub will cost, for people."""

from math import ceil

from filiation.cli.frame import Session
from filiation.facts.crawls import Forecast
from filiation.locale import mark

_MINUTE, _HOUR = 60, 3600
_KILO, _MEGA = 1000, 1_000_000


def draw_forecast(session: Session, forecast: Forecast) -> None:
    """Write a forecast."""
    screen = session.screen
    if forecast.requests is None:
        screen.text(session.say(mark("How many requests it takes cannot be told before.")))
    else:
        requests = session.many(forecast.requests, mark("About {n} request"), mark("About {n} requests"))
        screen.text(f"{requests}, {_time(session, forecast.seconds or 0)}.")
    if forecast.bytes is not None:
        screen.table([[session.say(mark("{size} of files are fetched."), size=size(session, forecast.bytes))]])
    screen.table([[session.say(mark("Reckoned by: {basis}"), basis=session.translate(forecast.basis))]])
    if forecast.quota and forecast.window:
        sentence = mark("The Hub allows {quota} requests in {window} s; some are left to others at your address.")
        screen.table([[session.say(sentence, quota=forecast.quota, window=forecast.window)]])
    else:
        screen.table([[session.say(mark("The Hub does not tell of limits."))]])
    if forecast.under_way:
        screen.table([[session.say(mark("Another process is reading just that into this store now."))]])
    if forecast.going_on:
        one = mark("An earlier run has read {n} answer; the same command goes on from there.")
        many = mark("An earlier run has read {n} answers; the same command goes on from there.")
        screen.table([[session.many(forecast.going_on, one, many)]])
    screen.text(session.say(mark("Nothing was read into the store.")))


def size(session: Session, count: int) -> str:
    """Return a number of bytes as people say it."""
    if count >= _MEGA:
        return session.say(mark("{n} MB"), n=session.speech.decimal(count / _MEGA))
    return session.say(mark("{n} kB"), n=-(-count // _KILO))


def _time(session: Session, seconds: int) -> str:
    if seconds < _MINUTE:
        return session.say(mark("less than a minute"))
    if seconds < 2 * _HOUR:
        return session.many(ceil(seconds / _MINUTE), mark("about {n} minute"), mark("about {n} minutes"))
    return session.many(ceil(seconds / _HOUR), mark("about {n} hour"), mark("about {n} hours"))
