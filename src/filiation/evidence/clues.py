"""Reading all clues: the readers in force, and the one pass over what was read that they share."""

import duckdb

from filiation.evidence import adapter, base_models, card, datasets, merge_tags, statements, tags
from filiation.evidence.interface import Reader

READERS: tuple[Reader, ...] = (
    card.READER,
    tags.READER,
    base_models.READER,
    adapter.READER,
    merge_tags.READER,
    statements.READER,
    datasets.CARD_READER,
    datasets.TAG_READER,
)
"""The readers of what the Hub's records hold; a new one is a file with a READER and a line here."""

_SIGN = "lambda t: starts_with(t, 'base_model:') OR starts_with(t, 'dataset:')"
_MERGES = "['merge', 'mergekit', 'lazymergekit']"


_QUANTIZATION = "$.quantization_config"


def read_clues(con: duckdb.DuckDBPyConnection) -> None:
    """Make the tables `clues` and `quantized_files` from `readings` and `stated`.

    `clues` is what the readers give, with `source`, `reader`, `declares` and `rank`; `quantized_files` names the
    models whose configuration says that their weights are quantized, and how.
    """
    con.execute(
        f"""CREATE TABLE marked AS
        SELECT row_number() OVER () AS marked_row, id AS child, first_seen, last_seen, tags, tags_now, library, task,
               files, files_now, base_models_now, card_now, config_now,
               CASE WHEN json_valid(card) THEN card END AS card,
               CASE WHEN json_valid(config) THEN config END AS config,
               CASE WHEN json_valid(base_models) THEN base_models END AS base_models
        FROM readings
        WHERE kind = 'model' AND (
            len(list_filter(tags, {_SIGN})) > 0 OR list_has_any(tags, {_MERGES}) OR base_models IS NOT NULL
            OR contains(config, '"quantization_config"') OR contains(config, '"peft"')
            OR contains(card, '"base_model"') OR contains(card, '"datasets"')
            OR id IN (SELECT child FROM stated))"""
    )
    parts = " UNION ALL BY NAME ".join(
        f"SELECT *, '{reader.name}' AS reader, {reader.declares} AS declares, {reader.rank} AS rank, "
        f"'{reader.source}' AS usual FROM ({reader.query})"
        for reader in READERS
    )
    con.execute(
        f"""CREATE TABLE clues AS
        SELECT coalesce(renames.id, child) AS child, target, raw, coalesce(named, raw) AS named,
               coalesce(source, usual) AS source, location, relation, reader, declares, rank,
               min(first_seen) AS first_seen, max(last_seen) AS last_seen, bool_or(current) AS current
        FROM ({parts}) AS read LEFT JOIN renames ON renames.kind = 'model' AND renames.old = read.child
        WHERE raw IS NOT NULL AND trim(raw) <> ''
        GROUP BY ALL"""
    )
    con.execute(
        f"""CREATE TABLE quantized_files AS
        SELECT child, any_value(coalesce(json_extract_string(config, '{_QUANTIZATION}.quant_method'),
                                         json_extract_string(config, '{_QUANTIZATION}'))) AS method,
               min(first_seen) AS seen_first, max(last_seen) AS seen_last
        FROM marked WHERE config_now AND json_type(config, '{_QUANTIZATION}') = 'OBJECT' GROUP BY child"""
    )
