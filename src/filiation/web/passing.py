"""Whether a request came here from a browser on this machine, or through another server."""

from starlette.datastructures import Headers

_PASSED_ON = ("forwarded", "via", "x-real-ip")


def came_through(headers: Headers) -> bool:
    """Whether a request tells that another server passed it on: whoever asked may be anywhere.

    Not every server tells so: a site behind one of your own is to be started as a public one.
    """
    return any(name in _PASSED_ON or name.startswith("x-forwarded-") for name in headers)
