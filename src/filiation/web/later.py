"""What the site cannot answer now, but will in a while."""

from datetime import date

from filiation.errors import FiliationError
from filiation.locale import mark


class Later(FiliationError):
    """Asking again is worth it, after the seconds `again`; `reloads` lets a page about it do so by itself."""

    status = 503
    title = mark("The site is busy")
    again = 5
    reloads = False


class Busy(Later):
    """The site draws as many images as it can."""

    def __init__(self) -> None:
        """Tell to come again."""
        super().__init__(
            mark("The site is drawing as many images as it can."),
            mark("Try again in a few seconds, or take the picture as SVG."),
        )


class Asking(Later):
    """The site is asking the Hub for somebody else."""

    def __init__(self) -> None:
        """Tell to come again."""
        super().__init__(
            mark("The site is asking the Hub already; it asks for one model at a time."), mark("Try again in a moment.")
        )


class BeingPrepared(Later):
    """The catalog is being prepared as it stood on a day."""

    title = mark("That day is being prepared")
    again = 10
    reloads = True

    def __init__(self, day: date, under_way: date) -> None:
        """Tell to come again for `day`, since the work for `under_way` (which may be that day) is not done yet."""
        text = (
            mark("The catalog is being prepared as it stood on {day}.")
            if day == under_way
            else mark("The catalog is being prepared as it stood on {under_way}; {day} comes after it.")
        )
        super().__init__(
            text,
            mark("It takes from seconds to minutes, once for each day. This page looks again every {n} seconds."),
            day=day.isoformat(),
            under_way=under_way.isoformat(),
            n=self.again,
        )


class NotBegun(FiliationError):
    """A page of another site led here, to a day that is not prepared: its reader is asked first."""

    status = 404
    title = mark("That day is not prepared")

    def __init__(self, day: date) -> None:
        """Tell that nothing was set off yet."""
        super().__init__(
            mark("The catalog is not prepared yet as it stood on {day}."),
            mark("Another site led here. Preparing takes from seconds to minutes; it begins when you ask for it here."),
            day=day.isoformat(),
        )


class NotPrepared(FiliationError):
    """The site answers of prepared days only, and this is none."""

    status = 404

    def __init__(self, day: date) -> None:
        """Tell how the day is prepared."""
        super().__init__(
            mark("This site has not prepared the catalog as it stood on {day}."),
            mark("Who runs it prepares a day with: filiation stats --as-of {day}"),
            day=day.isoformat(),
        )
