"""The relation of each candidate: what its sources say, what the rule says, what the files prove."""

import duckdb
import pyarrow as pa

from filiation.evidence.clues import READERS
from filiation.evidence.interface import Tier
from filiation.evidence.policy.corrections import CORRECTIONS, WHOLE_FILE, WHOLE_TAGS, cases
from filiation.evidence.policy.words import EQUAL_FILES, RECIPE_FILES, by_reader, places
from filiation.evidence.relation_rule import RULES, case_sql
from filiation.evidence.signs import told
from filiation.facts.findings import Sign
from filiation.facts.vocabulary import RELATIONS, STATED, Relation, Source
from filiation.facts.weights import ADAPTER_PATTERN, holds_weights

NO_RULE = "no rule applies"
"""The reason of a link whose relation no source tells and no rule decides."""

_WORDS = int(Tier.WORDS)
_UNMEASURED = 0.9  # the certainty of a relation that nobody states and no labels measure
_STATED = places(lambda reader: reader.source in (Source.HUB_TAG, Source.CARD))
_CARD = places(lambda reader: reader.source is Source.CARD)
_NAMES = ", ".join(f"'{reader.name}'" for reader in READERS)
_CODES = ", ".join(f"'{relation}'" for relation in RELATIONS)
_RULES = ", ".join(f"'{rule.name}'" for rule in RULES)
_READER = "vote % 1000 // 10"
_WEAK_READER = "weak_vote % 1000 // 10"
_SAID = f"[{_CODES}][vote % 10 + 1]"


def decide_relations(con: duckdb.DuckDBPyConnection) -> None:
    """Make `related`: the candidates, each with its relation, how sure that is, who or what tells it (`reason`).

    `outranked` is the relation that was stated, where the files prove another; `by_rule` that a rule decided.
    """
    _guess(con)
    _prove(con)
    rule = f"CASE WHEN rules.relation <> '{Relation.UNSPECIFIED}' THEN rules.relation END"
    weak = f"[{_CODES}][weak_vote % 10 + 1]"
    # A training tool writes the same sentence for an adapter and for a whole model; every other word is meant.
    word = f"CASE WHEN tier >= {_WORDS} AND {weak} <> '{Relation.FINETUNE}' THEN {weak} END"
    con.register("rules", _rule_table())
    con.execute(
        f"""CREATE TABLE related AS
        WITH told AS (
            SELECT candidates.*, {_SAID} AS said, {word} AS word, {weak} AS weak, {rule} AS ruled,
                   rules.certainty AS ruled_certainty, rules.name AS rule_name,
                   proved.relation AS proved, proved.reason AS proof,
                   proved.certainty AS proved_certainty, {_READER} AS voter,
                   CASE {_READER} {by_reader(lambda reader: int(reader.tier))} END AS voter_tier,
                   {_WEAK_READER} AS weak_voter
            FROM candidates LEFT JOIN guessed USING (child, parent) LEFT JOIN rules USING (rule)
            LEFT JOIN proved USING (child, parent))
        SELECT * EXCLUDE (vote, weak_vote, quarrel),
               coalesce(quarrel, false) OR proved <> said AS quarrel,
               CASE WHEN proved <> said THEN said END AS outranked,
               said IS NULL AND proved IS NULL AND word IS NULL AND ruled IS NOT NULL AS by_rule,
               coalesce(proved, said, word, ruled, weak, '{Relation.UNSPECIFIED}') AS relation,
               CASE WHEN proved IS NOT NULL THEN proved_certainty
                    WHEN said IS NOT NULL THEN {STATED}
                    WHEN word IS NOT NULL THEN {_UNMEASURED}
                    WHEN ruled IS NOT NULL THEN ruled_certainty
                    WHEN weak IS NOT NULL THEN {_UNMEASURED} ELSE 0.0 END AS certainty,
               CASE WHEN proved IS NOT NULL THEN proof
                    WHEN said IS NOT NULL THEN [{_NAMES}][voter + 1]
                    WHEN word IS NOT NULL THEN [{_NAMES}][weak_voter + 1]
                    WHEN ruled IS NOT NULL THEN rule_name WHEN weak IS NOT NULL THEN [{_NAMES}][weak_voter + 1]
                    ELSE coalesce(rule_name, '{NO_RULE}') END AS reason
        FROM told"""
    )
    con.unregister("rules")


def _guess(con: duckdb.DuckDBPyConnection) -> None:
    """Make `guessed`: the rule, and the correction, of each candidate of which no file from near tells the relation."""
    con.execute(
        f"""CREATE TABLE guessable AS
        SELECT child, parent, {_SAID} AS label, {_READER} IN {_CARD} AS by_card FROM candidates
        WHERE target = 'model' AND (vote IS NULL OR {_READER} IN {_STATED});
        CREATE TABLE signs AS
        SELECT child, arg_max({told("tags")}, marked_row) FILTER (tags_now) AS tags, max(library) AS library,
               max(task) AS task, arg_max({told("files")}, marked_row) FILTER (files_now) AS files,
               arg_max({told("config")}, marked_row) FILTER (config_now) AS config,
               bool_or(list_has_any(tags, {list(WHOLE_TAGS)})) FILTER (tags_now) AS whole_tags
        FROM marked WHERE child IN (SELECT child FROM guessable) GROUP BY child;
        CREATE TABLE listed_files AS
        SELECT DISTINCT child, path FROM (
            SELECT child, unnest(files) AS path FROM marked WHERE files_now
            UNION ALL SELECT key, path FROM contents WHERE current)
        WHERE child IN (SELECT child FROM guessable);
        CREATE TABLE shown_files AS
        SELECT child, bool_or(regexp_matches(path, '{WHOLE_FILE}') AND NOT of_adapter) AS whole_files,
               bool_or(path = 'adapter_config.json' OR of_adapter) AS adapter_files,
               bool_or(ends_with(lower(path), '.gguf')) AS gguf_files,
               bool_or({holds_weights("path")} AND NOT of_adapter) AS other_weights
        FROM (SELECT *, regexp_matches(path, '{ADAPTER_PATTERN}') OR (child, path) IN (
                  SELECT (child, split_part(location, ': ', 1)) FROM file_signs
                  WHERE current AND sign = '{Sign.ADAPTER}') AS of_adapter
              FROM listed_files)
        GROUP BY child;
        CREATE TABLE guessed AS
        WITH numbers AS (
            SELECT child, greatest(count(*) FILTER (is_named), CASE WHEN bool_or(is_declared) THEN 0 ELSE
                   count(*) FILTER (tier = least_tier AND coalesce(vote, weak_vote) % 10 = {Relation.MERGE.code})
                   END, 1)::INTEGER AS parents
            FROM (SELECT *, min(tier) OVER (PARTITION BY child) AS least_tier FROM candidates WHERE target = 'model')
            GROUP BY child),
        described AS (
            SELECT open.child AS child_key, open.parent AS parent_key, label, coalesce(by_card, false) AS by_card,
                   me.id AS child, other.id AS parent, tags, library, files, config, whole_tags, whole_files,
                   -- The Hub gives complete weights a task; who was never asked cannot lack one.
                   coalesce(task, CASE WHEN whole_files THEN 'unknown' END) AS task,
                   adapter_files, gguf_files, other_weights, lower(split_part(me.id, '/', -1)) AS child_name,
                   lower(split_part(other.id, '/', -1)) AS parent_name, parents
            FROM guessable AS open JOIN entities AS me ON me.key = open.child
            JOIN entities AS other ON other.key = open.parent
            LEFT JOIN signs ON signs.child = open.child
            LEFT JOIN shown_files ON shown_files.child = open.child JOIN numbers ON numbers.child = open.child),
        ruled AS (SELECT *, {case_sql()} AS rule_place FROM described),
        named AS (SELECT *, [{_RULES}][rule_place + 1] AS rule FROM ruled)
        SELECT child_key AS child, parent_key AS parent, rule_place AS rule, {cases()} AS correction FROM named"""
    )


def _prove(con: duckdb.DuckDBPyConnection) -> None:
    """Make `proved`: candidates whose relation the files prove; equal weights before all, then recipes, then signs."""
    corrected = [(f"'{case.relation}'", f"'{case.name}'", str(case.certainty)) for case in CORRECTIONS]
    relations, names, shares = (", ".join(column) for column in zip(*corrected, strict=True))
    con.execute(
        f"""CREATE TABLE proved AS
        WITH proofs AS (
            SELECT child, parent, 0 AS place, '{Relation.COPY}' AS relation, [{_NAMES}][reader + 1] AS reason,
                   1.0 AS certainty
            FROM judged
            WHERE reader IN {EQUAL_FILES} AND vote % 10 = {Relation.COPY.code} AND rejection IS NULL AND current
            UNION ALL
            SELECT child, parent, 1, '{Relation.MERGE}', [{_NAMES}][reader + 1], 1.0 FROM judged
            WHERE reader IN {RECIPE_FILES} AND rejection IS NULL AND current AND (child, parent) IN (
                SELECT (child, parent) FROM candidates WHERE vote % 10 = {Relation.FINETUNE.code})
            UNION ALL
            SELECT child, parent, 2, [{relations}][correction + 1], [{names}][correction + 1],
                   [{shares}][correction + 1]
            FROM guessed WHERE correction IS NOT NULL)
        SELECT child, parent, arg_min(relation, place) AS relation, arg_min(reason, place) AS reason,
               arg_min(certainty, place) AS certainty
        FROM proofs GROUP BY child, parent"""
    )


def _rule_table() -> pa.Table:
    return pa.table(
        {
            "rule": pa.array(range(len(RULES)), pa.int32()),
            "relation": pa.array([str(r.relation) for r in RULES], pa.string()),
            "certainty": pa.array([r.certainty for r in RULES], pa.float64()),
            "name": pa.array([r.name for r in RULES], pa.string()),
        }
    )
