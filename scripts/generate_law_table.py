"""Write the pages of all legal sources, as the data tell them; `--check` fails when they are not current."""

import sys
from collections.abc import Iterator

from filiation.rights.law import LegalSource, sources
from stored_pages import settle

PAGES = {"en": "law.md", "fr": "law.fr.md"}

INTRODUCTION = {
    "en": """# Legal sources

<!-- Written by scripts/generate_law_table.py from the data; do not edit. [En français](law.fr.md) -->

Every legal source that the data hold, in the order of `src/filiation/rights/data/law.toml`. Only the official text,
behind each title, counts; the words here are ours. Not all of them are cited: which sentence of a letter rests on which
source is told in [the table of sentences](letters.md); the others stand here for the pages, and for whoever writes a
sentence or corrects one.

The last column tells how the wording was checked, and when: `read` in a published copy; `summary`: its summary, its
beginning or a report of it was read; `from-memory`: no copy could be opened, so look it up before you rely on it.

How to change one: [change-the-data-files.md](../how-to/change-the-data-files.md).
""",
    "fr": """# Les sources juridiques

<!-- Écrit par scripts/generate_law_table.py à partir des données ; ne pas modifier. [In English](law.md) -->

Toutes les sources juridiques que contiennent les données, dans l’ordre de `src/filiation/rights/data/law.toml`. Seul le
texte officiel, derrière chaque titre, fait foi ; les mots d’ici sont les nôtres. Toutes ne sont pas citées : quelle
phrase d’une lettre repose sur quelle source est dit dans [la table des phrases](letters.fr.md) ; les autres sont là
pour les pages, et pour qui écrit ou corrige une phrase.

La dernière colonne dit comment le texte a été vérifié, et quand : `read`, lu dans une copie publiée ; `summary`, un
résumé, le début ou un compte rendu en a été lu ; `from-memory`, aucune copie n’a pu être ouverte : vérifiez avant de
vous y fier.

Pour en changer une : [change-the-data-files.fr.md](../how-to/change-the-data-files.fr.md).
""",
}
HEADS = {
    "en": "| key | text | in our words | text of | checked |\n|---|---|---|---|---|",
    "fr": "| clé | texte | dans nos mots | texte du | vérifié |\n|---|---|---|---|---|",
}


def page(language: str) -> str:
    """Return the page in one language: a table for each act, with the parts of it that the data hold."""
    acts = dict.fromkeys(one.act for one in sources().values())
    return "\n".join([INTRODUCTION[language], *(_section(act, language) for act in acts)])


def _section(act: str, language: str) -> str:
    rows = "\n".join(_row(one, language) for one in sources().values() if one.act == act)
    return f"## {sources()[act].titles[language]}\n\n{HEADS[language]}\n{rows}\n"


def _row(one: LegalSource, language: str) -> str:
    return f"| {' | '.join(_cells(one, language))} |"


def _cells(one: LegalSource, language: str) -> Iterator[str]:
    yield f"`{one.key}`"
    yield f"[{_plain(one.titles[language])}]({one.urls[language]})"
    yield _plain(one.in_words[language])
    yield one.date.isoformat()
    yield f"`{one.how}`, {one.checked.isoformat()}"


def _plain(text: str) -> str:
    return text.replace("|", "\\|").replace("[", "\\[").replace("]", "\\]")


def main() -> int:
    """Write the pages, or with `--check` tell which differ from the data; 1 when one does."""
    return settle({name: page(language) for language, name in PAGES.items()})


if __name__ == "__main__":
    sys.exit(main())
