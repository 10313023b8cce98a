"""The pages, one file for each sort; all state of a page is in its address."""

from filiation.web.pages import (
    catalog,
    datasets,
    evidence,
    explore,
    family,
    home,
    models,
    path,
    publishers,
    reference,
    relatives,
    search,
    texts,
)

PAGES = (
    home.router,
    search.router,
    models.router,
    family.router,
    relatives.router,
    evidence.router,
    explore.router,
    path.router,
    publishers.router,
    datasets.router,
    catalog.router,
    texts.router,
    reference.router,
)
"""What answers each language's addresses, in the order in which they are tried."""
