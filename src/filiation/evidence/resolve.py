"""The policy that makes links of clues.

1.  Every text is resolved to a repository, or rejected with a reason (`targets`). A model is never its own parent.
2.  Clues that name the same parent of the same child are one link.
3.  Its relation is what its best source says: the card's `base_model_relation`, then the Hub's label, then what the
    files show, then a publication. Where no source says it, the rule for unlabeled links decides, with the share of
    such links on which it was right when measured (`relation_rule`).
4.  Merge tags beside a declared parent: on a copy, an adapter or a quantization they were copied from the parent's
    card and name its parents (rejected as `grandparent`); where they name the declared parent too, the others are
    parents as well; where they name none of the declared ones, both sides are kept as `contradicted`.
5.  Standing: `contradicted` where sources give different relations or parents; else `corroborated` where it is
    declared and the files agree; else `declared`; `inferred` where nobody declared it.
6.  A link none of whose clues is in the newest reading stays, marked gone.
7.  What one source of a record names beyond a number that no model reaches is rejected as `too-many`.
"""

import duckdb
import pyarrow as pa

from filiation.evidence.clues import READERS
from filiation.evidence.relation_rule import RULES, case_sql
from filiation.evidence.signs import told
from filiation.evidence.targets import find_targets
from filiation.facts.vocabulary import RELATIONS, Rejection, Relation, Source, Standing

_CARRIES = f"('{Relation.QUANTIZED}', '{Relation.ADAPTER}', '{Relation.COPY}')"
MERGE_TAGS = next(place for place, reader in enumerate(READERS) if reader.source is Source.MERGE_CONFIG)
"""The place in READERS of the reader of merge tags."""

_PUBLICATION = next(place for place, reader in enumerate(READERS) if reader.source is Source.PUBLICATION)
_SPECIFIC = (Relation.ADAPTER, Relation.QUANTIZED, Relation.MERGE)  # where one source says two, the narrower word
_UNMEASURED = 0.9  # the certainty of what nobody states and no labels measure
# What speaks against each declared parent is quoted there: a few names suffice, and many would fill the memory.
_QUOTED = "array_to_string(list_sort(list(raw))[:20], ', ') || CASE WHEN count(*) > 20 THEN ', …' ELSE '' END"
NO_RULE = "no rule applies"
"""The reason of a link whose relation no source tells and no rule decides."""


def resolve(con: duckdb.DuckDBPyConnection) -> None:
    """Make `links` and `evidence` from `clues`, `entities`, `renames` and `marked` (child and parent are keys).

    `links`     child, parent, target, relation, certainty, reason, standing, first_seen, last_seen, gone
    `evidence`  child, parent (null: rejected), target, raw, source, location, relation, first_seen, last_seen,
                current, supports, rejection
    """
    find_targets(con)
    _judge_names(con)
    _pair(con)
    _guess(con)
    _judge_merge_tags(con)
    _links(con)
    _evidence(con)


def _judge_names(con: duckdb.DuckDBPyConnection) -> None:
    """Make `judged`: each clue with the repository that it names, or the reason why it names none.

    `vote` orders what the clues say of the relation: the lowest is believed; it ends in the reader and the relation.
    """
    code = " ".join(f"WHEN '{r}' THEN {r.code}" for r in RELATIONS)
    rank = " ".join(f"WHEN {place} THEN {reader.rank}" for place, reader in enumerate(READERS))
    specific = " ".join(f"WHEN '{r}' THEN {place}" for place, r in enumerate(_SPECIFIC))
    declares = ", ".join(str(place) for place, reader in enumerate(READERS) if reader.declares)
    con.execute(
        f"""CREATE TABLE judged AS
        WITH shadows AS (
            SELECT (me.key, other.key) FROM unlisted AS other JOIN entities AS me
            ON lower(me.id) = other.folded AND me.kind = other.target AND me.key <> other.key)
        SELECT clue, child, key AS parent, clues.target, reader, reader IN ({declares}) AS declares, current,
               first_seen, last_seen, CASE WHEN relation IS NOT NULL THEN
                   (CASE reader {rank} END) * 10000 + (CASE relation {specific} ELSE 9 END) * 1000
                   + reader * 10 + (CASE relation {code} END) END AS vote,
               CASE WHEN key = child OR (child, key) IN (FROM shadows) THEN '{Rejection.SELF_REFERENCE}'
                    ELSE rejection END AS rejection, listed
        FROM clues JOIN targets ON targets.target = clues.target AND targets.named = clues.named
            AND targets.stated = (reader = {_PUBLICATION});
        DELETE FROM judged WHERE reader = {MERGE_TAGS} AND NOT coalesce(listed, false) AND child NOT IN
            (SELECT child FROM marked WHERE tags_now AND list_contains(tags, 'lazymergekit'))"""
    )


def _pair(con: duckdb.DuckDBPyConnection) -> None:
    """Make `pairs`: one row for each child and parent that a clue other than a merge tag joins.

    What is no longer said counts only where nothing is said now.
    """

    def counted(what: str, where: str = "true") -> str:
        now = f"{what} FILTER (current AND {where})"
        return f"CASE WHEN bool_or(current) THEN {now} ELSE {what} FILTER ({where}) END"

    con.execute(
        f"""CREATE TABLE pairs AS
        SELECT child, parent, any_value(target) AS target, {counted("min(vote)")} AS vote,
               {counted("min(vote % 10)")} <> {counted("max(vote % 10)")} AS quarrel,
               {counted("count(*)", "declares")} > 0 AS is_declared,
               {counted("count(*)", "NOT declares")} > 0 AS is_shown,
               bool_or(current AND declares AND reader <> {_PUBLICATION}) AS is_named,
               bool_or(current) AS current, min(first_seen) AS first_seen, max(last_seen) AS last_seen
        FROM judged WHERE rejection IS NULL AND reader <> {MERGE_TAGS} GROUP BY child, parent"""
    )


def _guess(con: duckdb.DuckDBPyConnection) -> None:
    """Make `declared`: the pairs, each with its relation, how sure that is, and who or what tells it."""
    con.execute(
        f"""CREATE TABLE signs AS
        SELECT child, arg_max({told("tags")}, marked_row) FILTER (tags_now) AS tags, max(library) AS library,
               max(task) AS task, arg_max({told("files")}, marked_row) FILTER (files_now) AS files,
               arg_max({told("config")}, marked_row) FILTER (config_now) AS config
        FROM marked WHERE child IN (SELECT child FROM pairs WHERE vote IS NULL) GROUP BY child;
        CREATE TABLE guessed AS
        WITH open AS (SELECT child, parent FROM pairs WHERE vote IS NULL AND target = 'model'),
        described AS (
            SELECT open.child AS child_key, open.parent AS parent_key, me.id AS child, other.id AS parent, tags,
                   library, task, files, config,
                   lower(split_part(me.id, '/', -1)) AS child_name, lower(split_part(other.id, '/', -1)) AS parent_name,
                   coalesce(parents.n, 1) AS parents
            FROM open JOIN entities AS me ON me.key = open.child JOIN entities AS other ON other.key = open.parent
            LEFT JOIN signs ON signs.child = open.child
            LEFT JOIN (SELECT child, count(*)::INTEGER AS n FROM pairs WHERE target = 'model' AND is_named
                       GROUP BY child) AS parents ON parents.child = open.child)
        SELECT child_key AS child, parent_key AS parent, {case_sql()} AS rule FROM described"""
    )
    relations = ", ".join(f"'{r}'" for r in RELATIONS)
    readers = ", ".join(f"'{reader.name}'" for reader in READERS)
    con.register("rules", _rule_table())
    con.execute(
        f"""CREATE TABLE declared AS
        SELECT pairs.*,
               coalesce([{relations}][vote % 10 + 1], rules.relation, '{Relation.UNSPECIFIED}') AS relation,
               CASE WHEN vote IS NOT NULL THEN 1.0 ELSE coalesce(rules.certainty, 0.0) END AS certainty,
               coalesce([{readers}][vote % 1000 // 10 + 1], rules.name, '{NO_RULE}') AS reason
        FROM pairs LEFT JOIN guessed USING (child, parent) LEFT JOIN rules USING (rule)"""
    )
    con.unregister("rules")


def _rule_table() -> pa.Table:
    return pa.table(
        {
            "rule": pa.array(range(len(RULES)), pa.int32()),
            "relation": pa.array([str(r.relation) for r in RULES], pa.string()),
            "certainty": pa.array([r.certainty for r in RULES], pa.float64()),
            "name": pa.array([r.name for r in RULES], pa.string()),
        }
    )


def _judge_merge_tags(con: duckdb.DuckDBPyConnection) -> None:
    """Make `merges`: what each merge tag means beside the parents that are declared (step 4 of the policy)."""
    con.execute(
        f"""CREATE TABLE merges AS
        WITH tagged AS (SELECT * FROM judged WHERE rejection IS NULL AND reader = {MERGE_TAGS}),
        children AS (
            SELECT tagged.child,
                   count(declared.parent) > 0 AS has_declared,
                   bool_or(declared.parent = tagged.parent) AS shares_one,
                   bool_or(declared.relation IN {_CARRIES}) AS carries
            FROM tagged LEFT JOIN declared ON declared.child = tagged.child AND declared.target = 'model'
            GROUP BY tagged.child),
        inherited AS (
            SELECT DISTINCT tagged.child FROM tagged
            JOIN declared ON declared.child = tagged.child AND declared.target = 'model'
            JOIN tagged AS above ON above.child = declared.parent AND above.parent = tagged.parent)
        SELECT tagged.*, CASE
            WHEN NOT has_declared OR shares_one THEN 'parent'
            WHEN carries OR inherited.child IS NOT NULL THEN 'grandparent'
            ELSE 'contradiction' END AS verdict
        FROM tagged JOIN children USING (child) LEFT JOIN inherited USING (child)"""
    )


def _links(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        f"""CREATE TABLE links AS
        WITH merged AS (
            SELECT child, parent, bool_or(verdict = 'contradiction') AS against, bool_or(current) AS current,
                   min(first_seen) AS first_seen, max(last_seen) AS last_seen
            FROM merges WHERE verdict <> 'grandparent' GROUP BY child, parent),
        disputed AS (SELECT DISTINCT child FROM merged WHERE against)
        SELECT child, parent, target, relation, certainty, reason,
               CASE WHEN quarrel OR (target = 'model' AND child IN (FROM disputed)) THEN '{Standing.CONTRADICTED}'
                    WHEN is_declared AND (is_shown OR vote IS NOT NULL AND relation = '{Relation.QUANTIZED}'
                         AND child IN (SELECT child FROM quantized_files)) THEN '{Standing.CORROBORATED}'
                    WHEN is_declared THEN '{Standing.DECLARED}' ELSE '{Standing.INFERRED}' END AS standing,
               first_seen, last_seen, NOT current AS gone
        FROM declared
        UNION ALL BY NAME
        SELECT child, parent, 'model' AS target, '{Relation.MERGE}' AS relation, {_UNMEASURED} AS certainty,
               '{READERS[MERGE_TAGS].name}' AS reason,
               CASE WHEN against THEN '{Standing.CONTRADICTED}' ELSE '{Standing.INFERRED}' END AS standing,
               first_seen, last_seen, NOT current AS gone
        FROM merged ANTI JOIN declared USING (child, parent)"""
    )


def _evidence(con: duckdb.DuckDBPyConnection) -> None:
    """Attach every clue to its link (another relation than the link's speaks against it), or to its rejection."""
    con.execute(
        f"""CREATE TABLE evidence AS
        SELECT clues.child, CASE WHEN rejection IS NULL THEN judged.parent END AS parent, clues.target, raw, source,
               location, clues.relation, clues.first_seen, clues.last_seen, clues.current,
               coalesce(clues.relation = links.relation, true) AS supports, rejection
        FROM judged JOIN clues USING (clue)
        LEFT JOIN links ON links.child = judged.child AND links.parent = judged.parent
        WHERE judged.reader <> {MERGE_TAGS} OR rejection IS NOT NULL
        UNION ALL BY NAME
        SELECT clues.child, CASE WHEN verdict <> 'grandparent' THEN merges.parent END AS parent, clues.target, raw,
               source, location, relation, clues.first_seen, clues.last_seen, clues.current, true AS supports,
               CASE WHEN verdict = 'grandparent' THEN '{Rejection.GRANDPARENT}' END AS rejection
        FROM merges JOIN clues USING (clue)
        UNION ALL BY NAME
        SELECT said.child, declared.parent, 'model' AS target, said.raw, '{Source.MERGE_CONFIG}' AS source,
               'tags' AS location, '{Relation.MERGE}' AS relation, said.first_seen, said.last_seen, said.current,
               false AS supports, NULL AS rejection
        FROM (SELECT merges.child, {_QUOTED} AS raw, min(merges.first_seen) AS first_seen,
                     max(merges.last_seen) AS last_seen, bool_or(merges.current) AS current
              FROM merges JOIN clues USING (clue) WHERE verdict = 'contradiction' GROUP BY merges.child) AS said
        JOIN declared ON declared.child = said.child AND declared.target = 'model'
        UNION ALL BY NAME
        SELECT links.child, links.parent, target, method AS raw, '{Source.CONFIG}' AS source,
               'config.quantization_config' AS location, '{Relation.QUANTIZED}' AS relation, files.first_seen,
               files.last_seen, true AS current, true AS supports, NULL AS rejection
        FROM links JOIN quantized_files AS files ON files.child = links.child
        WHERE links.relation = '{Relation.QUANTIZED}' AND links.target = 'model'
        UNION ALL BY NAME
        SELECT child, NULL AS parent, target, raw, source, location, relation, first_seen, last_seen, current,
               true AS supports, '{Rejection.TOO_MANY}' AS rejection
        FROM surplus"""
    )
