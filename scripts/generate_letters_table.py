"""Write the table of all sentences of letters with their legal sources; `--check` fails when it is not current."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from filiation.rights.law import source
from filiation.rights.letters import document
from stored_pages import settle

PAGES = {"en": "letters.md", "fr": "letters.fr.md"}

INTRODUCTION = {
    "en": """# The sentences of letters, and their legal sources

<!-- Written by scripts/generate_letters_table.py from the data; do not edit. [En français](letters.fr.md) -->

Every letter is put together from the sentences below, in this order. A sentence stands in a letter where all its
conditions hold; `{…}` are the places of what is told of a matter. The last column names the legal source on which
a sentence rests, or says that it is a courtesy or a heading, which needs none. A sentence that tells facts rests on
the provision for which they are told: most often article 11(2) of the GDPR, under which a person gives what allows
data to be found. In letters under the law of the United Kingdom the articles are those of the UK GDPR, which have the
same numbers; where another source counts under one law, it stands behind the name of that law. All legal sources, in
our words and with how each was checked, are in [law.md](law.md).

How to add a language: [add-a-language-of-letters.md](../how-to/add-a-language-of-letters.md).
""",
    "fr": """# Les phrases des lettres et leurs sources juridiques

<!-- Écrit par scripts/generate_letters_table.py à partir des données ; ne pas modifier. [In English](letters.md) -->

Chaque lettre est composée des phrases ci-dessous, dans cet ordre. Une phrase figure dans une lettre quand toutes ses
conditions sont remplies ; `{…}` marque la place de ce qui est dit d’une affaire. La dernière colonne nomme la
source juridique sur laquelle une phrase repose, ou dit que c’est une formule ou un titre, qui n’en demande pas. Une
phrase qui rapporte des faits repose sur la disposition pour laquelle ils sont rapportés : le plus souvent l’article
11, paragraphe 2, du RGPD, qui permet à une personne de donner de quoi retrouver les données. Dans les lettres qui
relèvent du droit du Royaume-Uni, les articles sont ceux du RGPD britannique, qui portent les mêmes numéros ; si une
autre source vaut dans un droit, elle est indiquée derrière le nom de ce droit. Toutes
les sources juridiques, dans nos mots et avec la façon dont chacune a été vérifiée, sont dans [law.fr.md](law.fr.md).

Pour ajouter une langue : [add-a-language-of-letters.fr.md](../how-to/add-a-language-of-letters.fr.md).
""",
}
KINDS = {
    "request": ("Exercise of rights", "Exercice de droits"),
    "host": ("Letter to the host", "Lettre à l’hébergeur"),
    "reminder": ("Reminder", "Rappel"),
    "host-reminder": ("Reminder to the host", "Rappel à l’hébergeur"),
    "complaint": ("Complaint to an authority", "Réclamation auprès d’une autorité"),
    "private-contact": ("Request for a private contact", "Demande d’un contact privé"),
    "recipients": ("Letter of a publisher to those downstream", "Lettre d’un éditeur à ceux qui suivent"),
    "notice": ("Public notice", "Avis public"),
    "receipt": ("Receipt of a request", "Accusé de réception d’une demande"),
    "extension": ("Extension", "Prolongation"),
    "outcome": ("Answer", "Réponse"),
    "refusal": ("Refusal", "Refus"),
}
WORDS = {
    "en": ("sentence", "words", "when", "legal source", "courtesy or heading", "always", "not", "The sources"),
    "fr": ("phrase", "texte", "quand", "source juridique", "formule ou titre", "toujours", "sans", "Les sources"),
}
LAWS = {
    "en": {"gdpr": "European Union", "uk": "United Kingdom", "ch": "Switzerland"},
    "fr": {"gdpr": "Union européenne", "uk": "Royaume-Uni", "ch": "Suisse"},
}
CITED = {"en": "| source | title | text of |\n|---|---|---|", "fr": "| source | titre | texte du |\n|---|---|---|"}


def page(language: str) -> str:
    """Return the page in one language: a table for each kind of letter, and the sources that are cited."""
    place = list(PAGES).index(language)
    parts = [INTRODUCTION[language]]
    parts += [_section(kind, KINDS[kind][place], language) for kind in document()["kinds"]]
    rows = "\n".join(_cited(key, language) for key in _keys())
    return "\n".join([*parts, f"## {WORDS[language][-1]}\n\n{CITED[language]}\n{rows}\n"])


def _section(kind: str, title: str, language: str) -> str:
    sentence, words, when, legal = WORDS[language][:4]
    rows = "\n".join(_row(name, conditions, language) for name, conditions in _sentences(kind))
    return f"## {title}\n\n| {sentence} | {words} | {when} | {legal} |\n|---|---|---|---|\n{rows}\n"


def _sentences(kind: str) -> Iterator[tuple[str, list[str]]]:
    known: Mapping[str, Any] = document()["sentences"]
    yield f"{kind}.subject", known[f"{kind}.subject"]["when"]
    for block in document()["kinds"][kind]:
        for name in block["sentences"]:
            yield name, [*block["when"], *known[name]["when"]]


def _row(name: str, conditions: Iterable[str], language: str) -> str:
    told = document()["sentences"][name]
    text = document()["texts"][language][name].replace("|", "\\|")
    courtesy, always, without = WORDS[language][4:7]
    held = dict.fromkeys(conditions)
    when = ", ".join(f"{without} `{one[1:]}`" if one.startswith("!") else f"`{one}`" for one in held) or always
    grounds = courtesy if told["courtesy"] else _grounds(told, language)
    return f"| `{name}` | {text} | {when} | {grounds} |"


def _grounds(told: Mapping[str, Any], language: str) -> str:
    between = "\u00a0: " if language == "fr" else ": "
    apart = (LAWS[language][law] + between + _listed(own) for law, own in told["by_law"].items())
    return "; ".join([_listed(told["sources"]), *apart])


def _listed(keys: Iterable[str]) -> str:
    return ", ".join(f"`{key}`" for key in keys)


def _keys() -> list[str]:
    told = document()["sentences"].values()
    return sorted({key for one in told for keys in (one["sources"], *one["by_law"].values()) for key in keys})


def _cited(key: str, language: str) -> str:
    found = source(key)
    title = found.titles.get(language, found.title).replace("|", "\\|")
    return f"| `{key}` | {title} | {found.date.isoformat()} |"


def main() -> int:
    """Write the pages, or with `--check` tell which differ from the data; 1 when one does."""
    return settle({name: page(language) for language, name in PAGES.items()})


if __name__ == "__main__":
    sys.exit(main())
