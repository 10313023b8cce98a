"""Legal words, explained in plain ones."""

from collections.abc import Mapping
from types import MappingProxyType

from filiation.locale import mark

TERMS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "personal-data": (
            mark("personal data"),
            mark(
                "Any information about a person who is named or can be found out: a name, an address, a photo, a story."
            ),
        ),
        "data-subject": (
            mark("data subject"),
            mark("The person whom personal data are about. Here: you, or the person for whom you write."),
        ),
        "processing": (
            mark("processing"),
            mark("Anything done with personal data: collecting, storing, training on them, publishing, erasing."),
        ),
        "controller": (
            mark("controller"),
            mark("Whoever decides why and how data are used, and so has to answer. A publisher is presumed to be one."),
        ),
        "processor": (
            mark("processor"),
            mark("Whoever uses personal data for somebody else, as told: a computing center, for example."),
        ),
        "recipient": (
            mark("recipient"),
            mark("Whoever was given personal data: for example, somebody who downloaded a model behind a form."),
        ),
        "host": (
            mark("host"),
            mark("Whoever stores files for others and offers them for download, as the Hub does."),
        ),
        "access": (
            mark("right of access"),
            mark("You ask whether they hold data about you, which, from where, and to whom they went."),
        ),
        "rectification": (mark("right to rectification"), mark("You ask that wrong data about you be put right.")),
        "erasure": (
            mark("right to erasure"),
            mark("You ask that data about you be removed, for one of six reasons that the law names."),
        ),
        "restriction": (
            mark("right to restriction"),
            mark("You ask that data about you not be used for a time, without being removed."),
        ),
        "objection": (
            mark("right to object"),
            mark("You ask that a use of data about you stop, for reasons of your own situation."),
        ),
        "legitimate-interests": (
            mark("legitimate interests"),
            mark("A reason on which data may be used without consent, unless your interests weigh more."),
        ),
        "consent": (
            mark("consent"),
            mark("Your free and clear yes to a stated use; you can take it back at any time."),
        ),
        "sensitive-data": (
            mark("sensitive data"),
            mark(
                "Data on health, origin, opinions, belief, unions, sexual life, genes or body features that identify."
            ),
        ),
        "supervisory-authority": (
            mark("supervisory authority"),
            mark("The public body that watches over data protection. You can complain to it, free of charge."),
        ),
        "complaint": (
            mark("complaint"),
            mark("You tell an authority that the law was not kept. It looks into it and tells you what comes of it."),
        ),
        "representative": (
            mark("representative"),
            mark("Somebody in the Union who can be written to in place of a controller outside it."),
        ),
        "article": (
            mark("article"),
            mark("A numbered piece of a law. “Article 17(1)(d)” is its paragraph 1, point (d)."),
        ),
        "anonymous": (
            mark("anonymous"),
            mark("Nobody can be found out from it any more, with means that somebody might reasonably use."),
        ),
    }
)
"""Each legal word by its key: its name, and what it means."""
