"""How often the rule for unlabeled relations agrees with the labels that the Hub gave a year later.

Run: python benchmarks/relation_rule.py [FOLDER OF RECORDED DATA]
"""

import os
import sys
import time
from pathlib import Path

import duckdb

from filiation.evidence.relation_rule import RULES, case_sql

DATA = Path(os.environ.get("FILIATION_TEST_DATA") or Path(__file__).parents[2] / "shared" / "data")
LABELS = "labelled-relations-2025-06.csv"
LISTING = "hub-2024-07/models.jsonl.gz"

_LINKS = """
CREATE OR REPLACE TABLE links AS
SELECT l.child, l.parent, l.relation, m.tags, m.library_name AS library, m.pipeline_tag AS task,
       NULL::VARCHAR[] AS files, NULL::VARCHAR AS config,
       (count(*) OVER (PARTITION BY l.child))::INTEGER AS parents,
       lower(split_part(l.child, '/', -1)) AS child_name, lower(split_part(l.parent, '/', -1)) AS parent_name,
       ('0x' || substr(md5(l.child), 1, 8))::UBIGINT % 10 < 3 AS held
FROM (SELECT DISTINCT child, parent, relation FROM read_csv($labels)) l
LEFT JOIN listing m ON m.id = l.child
"""
_LISTING = """
CREATE OR REPLACE TABLE listing AS SELECT id, tags, pipeline_tag, library_name FROM read_json($listing,
columns = {id: 'VARCHAR', tags: 'VARCHAR[]', pipeline_tag: 'VARCHAR', library_name: 'VARCHAR'})
"""
_UNLABELED = """
CREATE OR REPLACE TABLE unlabeled AS
SELECT child, parent, tags, library, task, NULL::VARCHAR[] AS files, NULL::VARCHAR AS config,
       (count(*) OVER (PARTITION BY child))::INTEGER AS parents,
       lower(split_part(child, '/', -1)) AS child_name, lower(split_part(parent, '/', -1)) AS parent_name
FROM (SELECT DISTINCT id AS child, substr(tag, 12) AS parent, tags, library_name AS library,
             pipeline_tag AS task
      FROM (SELECT *, unnest(tags) AS tag FROM listing) WHERE starts_with(tag, 'base_model:'))
"""
_FORGET = "* REPLACE (NULL::VARCHAR[] AS tags, NULL AS library, NULL AS task)"
VIEWS = {
    "record": "SELECT * FROM links WHERE tags IS NOT NULL",
    "names": f"SELECT {_FORGET} FROM links",
    "no record": "SELECT * FROM links WHERE tags IS NULL",
    "all": "SELECT * FROM links",
}
"""What the rule sees: links whose child is in the old listing, names alone, links whose child is not, all."""

_WORDS = "replace(replace({}, '_', '-'), '.', '-')"
_CHILD, _PARENT = _WORDS.format("child_name"), _WORDS.format("parent_name")
_FORMAT = (
    "gguf|gptq|awq|exl2|exl3|fp8|mlx|imat|i1|iq[1-4]-[a-z]+|q[2-8](-k)?(-[sml01])?|[0-9-]*bpw|h[0-9]|[2-8]-?bit"
    "|int[48]|quantized|w8a8|openvino|ov"
)
WRONG_LABELS = {
    "named as its parent plus a quantized format, labeled otherwise": (
        f"relation <> 'quantized' AND starts_with({_CHILD}, {_PARENT} || '-')"
        f" AND regexp_matches(substr({_CHILD}, length({_PARENT}) + 1), '^(-+({_FORMAT}))+$')"
        f" AND regexp_matches({_CHILD}, 'gguf|gptq|awq|exl|bpw|bit|int[48]|q[2-8]|fp8')"
    ),
    "labeled quantized, but the parent is quantized and the name tells of no format": (
        f"relation = 'quantized' AND decided = 'finetune' AND regexp_matches({_PARENT}, 'bnb-4bit$|-[48]bit$')"
    ),
    "labeled quantized, but the name tells of training": (
        "relation = 'quantized' AND decided = 'finetune'"
        f" AND regexp_matches(replace({_CHILD}, {_PARENT}, ''), 'fine-?tun|(^|-)(ft|sft|dpo|orpo|grpo)(-|$)')"
    ),
}
"""Kinds of labels that the names themselves show to be wrong, as conditions on a decided link."""

PLAIN_GUESS = """
CASE WHEN parents > 1 THEN 'merge' WHEN library = 'peft' OR contains(child_name, 'lora') THEN 'adapter'
WHEN list_has_any(tags, ['gguf', 'gptq', 'awq', '4-bit', '8-bit'])
  OR regexp_matches(child_name, 'gguf|gptq|awq|exl2|4bit|8bit') THEN 'quantized' ELSE 'finetune' END
"""
"""What one would write in five minutes, for comparison; it never abstains."""


def load(con: duckdb.DuckDBPyConnection, data: Path = DATA) -> None:
    """Make the tables `listing` and `links` (a link a row, as the rule wants it, with its label and part)."""
    con.execute(_LISTING, {"listing": str(data / LISTING)})
    con.execute(_LINKS, {"labels": str(data / LABELS)})


def decide_all(con: duckdb.DuckDBPyConnection, view: str, *, held: bool | None = None) -> None:
    """Make the table `decided`: each link of the view (and part), the rule's answer and the plain guess."""
    part = "true" if held is None else f"held = {held}"
    names = ", ".join(f"'{rule.name}'" for rule in RULES)
    answers = ", ".join(f"'{rule.relation.value}'" for rule in RULES)
    con.execute(f"""
        CREATE OR REPLACE TABLE decided AS
        SELECT *, coalesce([{names}][rule + 1], 'none') AS name,
               coalesce([{answers}][rule + 1], 'unspecified') AS decided
        FROM (SELECT *, {case_sql()} AS rule, {PLAIN_GUESS} AS guess FROM ({VIEWS[view]}) WHERE {part})""")


def shares(con: duckdb.DuckDBPyConnection) -> tuple[int, float, float, float, float]:
    """Return, of `decided`: links, share unanswered, agreement, that without wrong labels, the guess's."""
    wrong = " OR ".join(f"({test})" for test in WRONG_LABELS.values())
    found = con.execute(f"""
        SELECT count(*), avg((decided = 'unspecified')::INT),
               avg((decided = relation)::INT) FILTER (decided <> 'unspecified'),
               avg((decided = relation)::INT)
                   FILTER (decided <> 'unspecified' AND NOT (decided <> relation AND ({wrong}))),
               avg((guess = relation)::INT)
        FROM decided""").fetchone()
    assert found is not None
    return found


def _table(con: duckdb.DuckDBPyConnection, query: str, title: str) -> None:
    result = con.execute(query)
    print(f"\n{title}")
    print("  ".join(column[0] for column in result.description))
    for row in result.fetchall():
        print("  ".join(f"{value:.1%}" if isinstance(value, float) else str(value) for value in row))


def _report_rules(con: duckdb.DuckDBPyConnection) -> None:
    for view in ("record", "names"):
        decide_all(con, view)
        _table(
            con,
            """SELECT name, any_value(decided) AS answer, count(*) AS links,
               CASE WHEN any_value(decided) <> 'unspecified'
                    THEN avg((decided = relation)::INT) END AS agreement,
               mode(relation) AS usual_label
               FROM decided GROUP BY name ORDER BY min(coalesce(rule, 99))""",
            f"by step, all labeled links, {view}",
        )


def _report_relations(con: duckdb.DuckDBPyConnection) -> None:
    decide_all(con, "all", held=True)
    _table(
        con,
        """SELECT relation AS label, count(*) AS links, avg((decided = 'unspecified')::INT) AS unanswered,
           avg((decided = relation)::INT) FILTER (decided <> 'unspecified') AS agreement
           FROM decided GROUP BY relation ORDER BY relation""",
        "by label, held out, all",
    )
    for view in ("all", "names"):
        decide_all(con, view, held=True)
        disagreements = "SELECT count(*) FILTER ({}) FROM decided WHERE decided NOT IN ('unspecified', relation)"
        for kind, test in WRONG_LABELS.items():
            found = con.execute(disagreements.format(test)).fetchone()
            print(f"held out, {view}: {kind}: {found[0] if found else 0}")
        found = con.execute(disagreements.format("true")).fetchone()
        print(f"held out, {view}: all disagreements: {found[0] if found else 0}")


def _report_listing(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(_UNLABELED)
    start = time.perf_counter()
    con.execute(f"CREATE OR REPLACE TABLE answered AS SELECT {case_sql()} AS rule FROM unlabeled")
    took = time.perf_counter() - start
    answers = ", ".join(f"'{rule.relation.value}'" for rule in RULES)
    _table(
        con,
        f"""SELECT coalesce([{answers}][rule + 1], 'unspecified') AS answer, count(*) AS links,
            count(*) / sum(count(*)) OVER () AS share FROM answered GROUP BY 1 ORDER BY 2 DESC""",
        f"the whole listing of July 2024, all tasks ({took:.2f} s)",
    )


def main() -> None:
    """Print every table."""
    con = duckdb.connect()
    load(con, Path(sys.argv[1]) if len(sys.argv) > 1 else DATA)
    print("part, what is known: links, unanswered, agreement, without wrong labels, plain guess")
    for part, held in (("learned from", False), ("held out", True)):
        for view in VIEWS:
            decide_all(con, view, held=held)
            links, *rest = shares(con)
            print(f"{part}, {view}: {links}, " + ", ".join(f"{share:.1%}" for share in rest))
    _report_rules(con)
    _report_relations(con)
    _report_listing(con)


if __name__ == "__main__":
    main()
