"""The pages, one file for each sort; all state of a page is in its address."""

from filiation.web.pages import (
    catalog,
    changes,
    datasets,
    doctor,
    evidence,
    explore,
    family,
    home,
    live,
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
    doctor.router,
    changes.router,
    live.router,
    explore.router,
    path.router,
    publishers.router,
    datasets.router,
    catalog.router,
    texts.router,
    reference.router,
)
"""What answers each language's addresses, in the order in which they are tried."""
