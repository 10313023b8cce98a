"""Equal weights: a repository that holds the very files of weights that another one published before it.

A file counts by its SHA-256 as the Hub tells it, in the inspections of files (`contents`) or in a record whose siblings
have sums. Of the repositories that hold a file, the one whose last change is the oldest is meant, or the one that the
child itself declares. The relation is `copy` where all weight files of the child are there, and left open where only
half of their bytes are. Which came first is told only where the other did not change since the child was published (an
old repository can be filled with another's weights at any time), or by the child's own declaration; else nothing is
said.
"""

from filiation.evidence.interface import Reader, Tier
from filiation.facts.vocabulary import Relation, Source
from filiation.facts.weights import holds_weights

CROWD = 1000
"""A file in more repositories than this is a common part (a decoder, a text encoder): alone it shows no parent.

Where all files are equal, it does not matter in how many repositories they are."""

SMALLEST = 1_000_000
"""Bytes below which a file is not taken for weights."""

_SUM = "^[0-9a-f]{64}$"
_FORM = "^base_model:(?:(?:finetune|adapter|quantized|merge):)?"

_FILES = f"""
    listed AS (
        SELECT key, path, size, sha256, first_seen, last_seen FROM contents WHERE current AND sha256 IS NOT NULL
        UNION ALL
        SELECT key, json_extract_string(item, '$.rfilename'),
               coalesce(TRY_CAST(json_extract_string(item, '$.size') AS BIGINT),
                        TRY_CAST(json_extract_string(item, '$.lfs.size') AS BIGINT)),
               coalesce(json_extract_string(item, '$.lfs.sha256'), json_extract_string(item, '$.lfs.oid')),
               first_seen, last_seen
        FROM (SELECT key, first_seen, last_seen, unnest(TRY(json_extract(extra, '$.siblings[*]'))) AS item
              FROM readings WHERE kind = 'model' AND files_now AND contains(extra, '"lfs"') AND json_valid(extra)
              AND key NOT IN (SELECT key FROM contents WHERE key IS NOT NULL))),
    weights AS MATERIALIZED (
        SELECT key, sha256, arg_min(path, (length(path), path)) AS path, coalesce(max(size), {SMALLEST}) AS size,
               min(listed.first_seen) AS first_seen, max(listed.last_seen) AS last_seen
        FROM listed SEMI JOIN (SELECT key FROM entities WHERE kind = 'model') USING (key)
        WHERE {holds_weights("path")}
          AND coalesce(size >= {SMALLEST}, true) AND regexp_matches(sha256, '{_SUM}')
        GROUP BY key, sha256)"""

_PAIRS = f"""
    published AS MATERIALIZED (
        SELECT key, any_value(id) AS id, any_value(created) AS created, any_value(modified) AS modified,
               count(*) AS files, sum(size) AS bytes
        FROM weights JOIN entities USING (key) LEFT JOIN repositories USING (key) GROUP BY key),
    held AS MATERIALIZED (
        SELECT sha256, arg_min(key, (modified IS NULL, modified, key)) AS earliest, count(*) AS holders
        FROM weights JOIN published USING (key) GROUP BY sha256 HAVING count(*) > 1),
    declared AS MATERIALIZED (
        SELECT DISTINCT child, entities.key AS holder
        FROM (SELECT child, regexp_replace(unnest(tags), '{_FORM}', '') AS said
              FROM marked SEMI JOIN weights ON key = child WHERE tags_now
              UNION ALL
              SELECT child, TRY(json_extract_string(card, '$.base_model'))
              FROM marked SEMI JOIN weights ON key = child WHERE card_now)
        JOIN entities ON kind = 'model' AND id = said),
    pairs AS (
        SELECT key AS child, earliest AS holder FROM weights JOIN held USING (sha256) WHERE key <> earliest
        UNION
        SELECT child, holder FROM declared WHERE child <> holder)"""

_SHARED = f"""
    shared AS (
        SELECT child, holder, count(*) AS files, sum(size) FILTER (holders <= {CROWD}) AS bytes,
               arg_max(mine.path, (size, mine.path)) AS path, arg_max(theirs.path, (size, mine.path)) AS there,
               arg_max(sha256, (size, mine.path)) AS sha256, min(first_seen) AS first_seen, max(last_seen) AS last_seen
        FROM pairs JOIN weights AS mine ON mine.key = child
        JOIN (SELECT key AS holder, sha256, path FROM weights) AS theirs USING (holder, sha256)
        JOIN held USING (sha256) GROUP BY child, holder),
    judged AS (
        SELECT shared.*, other.id AS named, me.files AS of_all, other.modified AS before,
               (child, holder) IN (SELECT (child, holder) FROM declared) AS is_declared
        FROM shared JOIN published AS me ON me.key = child JOIN published AS other ON other.key = holder
        WHERE (shared.files = me.files OR 2 * shared.bytes >= me.bytes)
          AND (is_declared OR other.modified < me.created))"""

READER = Reader(
    name="equal weight files",
    source=Source.SAME_FILE,
    tier=Tier.PROOF,
    rank=4,
    column="",
    independent=True,
    query=f"""
        WITH {_FILES}, {_PAIRS}, {_SHARED}
        SELECT child, 'model' AS target, named, path AS location,
               concat(there, ' sha256:', sha256[:16], ' ', files, '/', of_all) AS raw,
               CASE WHEN files = of_all THEN '{Relation.COPY}' END AS relation,
               first_seen, last_seen, true AS current, NULL::BIGINT AS reading
        FROM judged
        QUALIFY row_number() OVER (PARTITION BY child ORDER BY files DESC, is_declared DESC, before, named) = 1""",
)
