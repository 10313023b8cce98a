"""The pages, one file for each sort; all state of a page is in its address."""

from filiation.web.pages import home, models

PAGES = (home.router, models.router)
"""What answers each language's addresses, in the order in which they are tried."""
