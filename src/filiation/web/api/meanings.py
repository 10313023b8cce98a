"""What each parameter of the API means, in words marked for translation."""

from collections.abc import Mapping

from filiation.locale import mark

PARAMETERS: Mapping[str, str] = {
    "owner": mark("What stands before the slash in the id; - for an id without a slash."),
    "name": mark("What stands behind the slash in the id."),
    "text": mark("What to look for."),
    "kind": mark("Only finds or nodes of this kind."),
    "limit": mark("The most entries of one page."),
    "offset": mark("How many entries to pass over."),
    "relation": mark("Only models of which the last link of the way is of this relation."),
    "standing": mark("Only models of which the last link of the way is supported so."),
    "depth": mark("The most links of the way."),
    "way": mark("Only descendants whose way from the model has these relations, in this order, and no others."),
    "published_after": mark("Only models published on this day or later."),
    "published_before": mark("Only models published on this day or earlier."),
    "publisher": mark("Only models of this publisher."),
    "license": mark("Only models with this license; unknown: those that tell none."),
    "task": mark("Only models for this task."),
    "sort": mark("The order: most used, most liked, newest, by id, nearest, or most descendants first."),
    "tallies": mark("Whether to count by publisher and by license too."),
    "a": mark("The id of one model."),
    "b": mark("The id of the other model."),
    "model": mark("The id of a model around which to look."),
    "toward": mark("Which way the links are followed."),
    "format": mark("JSON, or a file that holds all that passes the filters; limit and offset are then left out."),
    "open": mark("A folded group of which more is told, written as in the addresses of pictures."),
    "start": mark("The day after which changes were seen."),
    "end": mark("The last day on which changes were seen."),
    "diff.model": mark("The id of a model: only changes in its family, itself included."),
    "diff.kind": mark("Only changes of this kind."),
    "doctor.model": mark("The id of a model: only findings in its family, itself included."),
    "doctor.publisher": mark("The name of a publisher: only findings at its models."),
    "doctor.kind": mark("Only findings of this kind."),
    "measure": mark("What was done about the model."),
    "day": mark("The day of the notice."),
    "new_version": mark("The repository to use instead of the model."),
    "revision": mark("The commit from which on it holds."),
    "language": mark("The language of the texts."),
    "contact": mark("Where those downstream can ask."),
    "repeats": mark("The id of a model of the family that was tested and repeats what was found."),
    "silent": mark("The id of a model of the family that was tested and does not repeat what was found."),
    "parties.publisher": mark("Only this publisher, with all its models; unknown: the models of unknown publishers."),
    "contacts.name": mark("The name of the publisher."),
    "contacts.model": mark("The id of one of its models: what that one's own files tell comes first."),
    "tree.depth": mark("The most generations of descendants."),
    "tree.ancestor_depth": mark("The most generations of ancestors."),
    "tree.limit": mark("The most neighbors of each model."),
    "show.limit": mark("The most children that are listed."),
    "search.limit": mark("The most finds."),
    "publisher.name": mark("The name of the publisher."),
}
"""By name; behind the name of an address and a point where the parameter means something else there."""


def meaning(operation: str, parameter: str) -> str:
    """Return what a parameter means at an address."""
    return PARAMETERS.get(f"{operation}.{parameter}") or PARAMETERS[parameter]
