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
"""

import duckdb
import pyarrow as pa

from filiation.evidence.relation_rule import RULES, case_sql
from filiation.evidence.targets import find_targets
from filiation.facts.vocabulary import Rejection, Relation, Source, Standing

_CARRIES = f"('{Relation.QUANTIZED}', '{Relation.ADAPTER}', '{Relation.COPY}')"
_SPECIFIC = "CASE relation WHEN 'adapter' THEN 0 WHEN 'quantized' THEN 1 WHEN 'merge' THEN 2 ELSE 3 END"


def resolve(con: duckdb.DuckDBPyConnection) -> None:
    """Make `links` and `evidence` from `clues`, `repositories`, `renames` and `marked`.

    `links`     child, parent, target, relation, certainty, reason, standing, first_seen, last_seen, gone
    `evidence`  child, parent (null: rejected), target, raw, source, location, relation, first_seen, last_seen,
                current, supports, rejection
    """
    find_targets(con)
    _judge_names(con)
    _declared_relations(con)
    _judge_merge_tags(con)
    _links(con)
    _evidence(con)


def _judge_names(con: duckdb.DuckDBPyConnection) -> None:
    """Make `judged`: each clue with the repository that it names, or the reason why it names none."""
    con.execute(
        f"""CREATE TABLE judged AS
        SELECT clues.* EXCLUDE (named), id AS parent, listed,
               CASE WHEN lower(id) = lower(child) AND clues.target = 'model' THEN '{Rejection.SELF_REFERENCE}'
                    ELSE rejection END AS rejection
        FROM clues JOIN targets USING (target, named);
        DELETE FROM judged WHERE source = '{Source.MERGE_CONFIG}' AND NOT coalesce(listed, false) AND child NOT IN
            (SELECT child FROM marked WHERE tags_now AND list_contains(tags, 'lazymergekit'))"""
    )


def _declared_relations(con: duckdb.DuckDBPyConnection) -> None:
    """Make `declared`: the links that somebody declared or that files show, each with its relation."""
    con.execute(
        f"""CREATE TABLE pairs AS
        WITH accepted AS (
            SELECT *, current OR NOT bool_or(current) OVER (PARTITION BY child, target, parent) AS counts FROM judged
            WHERE rejection IS NULL AND source <> '{Source.MERGE_CONFIG}')
        SELECT child, target, parent,
               arg_min(relation, (rank, {_SPECIFIC})) FILTER (relation IS NOT NULL AND counts) AS told,
               arg_min(reader, (rank, {_SPECIFIC})) FILTER (relation IS NOT NULL AND counts) AS teller,
               count(DISTINCT relation) FILTER (counts) > 1 AS quarrel,
               bool_or(declares AND counts) AS is_declared, bool_or(NOT declares AND counts) AS is_shown,
               bool_or(current) AS current, min(first_seen) AS first_seen, max(last_seen) AS last_seen
        FROM accepted GROUP BY child, target, parent"""
    )
    rules = pa.table(
        {
            "rule": pa.array(range(len(RULES)), pa.int32()),
            "relation": pa.array([str(r.relation) for r in RULES], pa.string()),
            "certainty": pa.array([r.certainty for r in RULES], pa.float64()),
            "name": pa.array([r.name for r in RULES], pa.string()),
        }
    )
    con.register("rules", rules)
    con.execute(
        f"""CREATE TABLE signs AS
        SELECT child, arg_max(tags, marked_row) FILTER (tags_now) AS tags, max(library) AS library, max(task) AS task,
               arg_max(files, marked_row) FILTER (files_now) AS files,
               arg_max(config, marked_row) FILTER (config_now) AS config,
               arg_max(card, marked_row) FILTER (card_now) AS card
        FROM marked WHERE child IN (SELECT child FROM pairs WHERE told IS NULL) GROUP BY child;
        CREATE TABLE guessed AS
        SELECT child, parent, {case_sql()} AS rule FROM (
            SELECT pairs.child, pairs.parent, signs.* EXCLUDE (child),
                   lower(split_part(pairs.child, '/', -1)) AS child_name,
                   lower(split_part(pairs.parent, '/', -1)) AS parent_name,
                   parents.n AS parents, NULL::VARCHAR[] AS parent_tags
            FROM pairs LEFT JOIN signs USING (child)
            JOIN (SELECT child, count(*)::INTEGER AS n FROM pairs WHERE target = 'model' GROUP BY child) AS parents
                USING (child)
            WHERE target = 'model' AND told IS NULL);
        CREATE TABLE declared AS
        SELECT pairs.*, coalesce(told, rules.relation, '{Relation.UNSPECIFIED}') AS relation,
               CASE WHEN told IS NOT NULL THEN 1.0 ELSE coalesce(rules.certainty, 0.0) END AS certainty,
               coalesce(teller, rules.name, 'no rule applies') AS reason
        FROM pairs LEFT JOIN guessed USING (child, parent) LEFT JOIN rules USING (rule)"""
    )
    con.unregister("rules")


def _judge_merge_tags(con: duckdb.DuckDBPyConnection) -> None:
    """Make `merges`: what each merge tag means beside the parents that are declared (step 4 of the policy)."""
    con.execute(
        f"""CREATE TABLE merges AS
        WITH tagged AS (SELECT * FROM judged WHERE rejection IS NULL AND source = '{Source.MERGE_CONFIG}'),
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
                    WHEN is_declared AND (is_shown OR _quantized_file) THEN '{Standing.CORROBORATED}'
                    WHEN is_declared THEN '{Standing.DECLARED}' ELSE '{Standing.INFERRED}' END AS standing,
               first_seen, last_seen, NOT current AS gone
        FROM (SELECT declared.*, declared.relation = '{Relation.QUANTIZED}' AND
                     declared.child IN (SELECT child FROM quantized_files) AS _quantized_file FROM declared)
        UNION ALL BY NAME
        SELECT child, parent, 'model' AS target, '{Relation.MERGE}' AS relation, 1.0 AS certainty,
               'merge tag' AS reason,
               CASE WHEN against THEN '{Standing.CONTRADICTED}' ELSE '{Standing.INFERRED}' END AS standing,
               first_seen, last_seen, NOT current AS gone
        FROM merged WHERE NOT EXISTS (
            SELECT 1 FROM declared WHERE declared.child = merged.child AND declared.parent = merged.parent)"""
    )


def _evidence(con: duckdb.DuckDBPyConnection) -> None:
    """Attach every clue to its link (another relation than the link's speaks against it), or to its rejection."""
    con.execute(
        f"""CREATE TABLE evidence AS
        SELECT child, CASE WHEN rejection IS NULL THEN parent END AS parent, target, raw, source, location,
               judged.relation, first_seen, last_seen, current, rejection,
               coalesce(judged.relation = decided.relation, true) AS supports
        FROM judged
        LEFT JOIN (SELECT child, parent, target, relation FROM links) AS decided USING (child, parent, target)
        WHERE source <> '{Source.MERGE_CONFIG}' OR rejection IS NOT NULL
        UNION ALL BY NAME
        SELECT child, CASE WHEN verdict <> 'grandparent' THEN parent END AS parent, target, raw, source, location,
               relation, first_seen, last_seen, current,
               CASE WHEN verdict = 'grandparent' THEN '{Rejection.GRANDPARENT}' END AS rejection, true AS supports
        FROM merges
        UNION ALL BY NAME
        SELECT merges.child, declared.parent, 'model' AS target, string_agg(raw, ', ' ORDER BY raw) AS raw, source,
               'tags' AS location, 'merge' AS relation, min(merges.first_seen) AS first_seen,
               max(merges.last_seen) AS last_seen, bool_or(merges.current) AS current, NULL AS rejection,
               false AS supports
        FROM merges JOIN declared ON declared.child = merges.child AND declared.target = 'model'
        WHERE verdict = 'contradiction' GROUP BY merges.child, declared.parent, source
        UNION ALL BY NAME
        SELECT links.child, links.parent, target, method AS raw, '{Source.CONFIG}' AS source,
               'config.quantization_config' AS location, 'quantized' AS relation, seen_first AS first_seen,
               seen_last AS last_seen, true AS current, NULL AS rejection, true AS supports
        FROM links JOIN quantized_files ON quantized_files.child = links.child
        WHERE links.relation = '{Relation.QUANTIZED}' AND links.target = 'model'"""
    )
