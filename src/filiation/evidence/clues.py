"""Reading all clues: the readers in force, and the one pass over what was read that they share."""

import duckdb

from filiation.evidence import (
    adapter,
    base_models,
    card,
    datasets,
    merge_tags,
    naming,
    same_files,
    statements,
    tags,
)
from filiation.evidence.files import FILE_READERS
from filiation.evidence.from_files import read_contents, reader_of
from filiation.evidence.interface import Reader
from filiation.facts.findings import Sign

READERS: tuple[Reader, ...] = (
    card.READER,
    tags.READER,
    base_models.READER,
    adapter.READER,
    merge_tags.READER,
    statements.READER,
    datasets.CARD_READER,
    datasets.TAG_READER,
    same_files.READER,
    naming.READER,
    naming.OTHERS,
    *(reader_of(reader) for reader in FILE_READERS),
)
"""The readers in force, those of files among them; a new one is a file with a READER and a line here."""

_SIGN = "lambda t: starts_with(t, 'base_model:') OR starts_with(t, 'dataset:')"
_MERGES = "['merge', 'mergekit', 'lazymergekit']"
_QUANTIZATION = "$.quantization_config"
MOST = 1000
"""The most clues that one reader may give of one repository; the most seen on the Hub are 287, of datasets."""


def read_clues(con: duckdb.DuckDBPyConnection) -> None:
    """Make the tables `clues`, `surplus` and `quantized_files` from `readings`, `contents` and `stated`.

    `clues` is what the readers give, each with a number (`clue`), its `source`, the place of its `reader` in READERS
    and, of a repository that was read several times, the `readings` that have it; `surplus` what a reader gives of a
    repository beyond MOST, the first in the record being kept; `quantized_files` names the models whose configuration
    or files at the top say that their weights are quantized, how, and where (one in a folder speaks of itself). The
    tables of `from_files` are made too.
    Adds to `entities` the models that only a statement names.
    """
    read_contents(con)
    _stated_children(con)
    _marked(con)
    parts = " UNION ALL BY NAME ".join(
        f"SELECT *, {place}::TINYINT AS reader, '{reader.source}' AS usual FROM ({reader.query})"
        for place, reader in enumerate(READERS)
    )
    said = "coalesce(named, raw) AS named, coalesce(source, usual) AS source"
    columns = f"child, target, raw, {said}, location, relation, revision, reader"
    # Only a repository that was read more than once can give the same clue more than once.
    con.execute(
        f"""CREATE TABLE all_clues AS
        WITH found AS (
            FROM (SELECT NULL::VARCHAR AS revision, NULL::VARCHAR AS named WHERE false UNION ALL BY NAME {parts})
            WHERE raw IS NOT NULL AND trim(raw) <> ''),
        united AS (
            SELECT {columns}, first_seen, last_seen, current, NULL::BIGINT[] AS readings FROM found
            WHERE child NOT IN (SELECT child FROM marked WHERE several)
            UNION ALL
            SELECT {columns}, min(first_seen), max(last_seen), bool_or(current), list(reading) FROM found
            WHERE child IN (SELECT child FROM marked WHERE several) GROUP BY ALL)
        SELECT row_number() OVER ()::INTEGER AS clue, * FROM united"""
    )
    _bounded(con)
    con.execute(
        f"""CREATE TABLE quantized_files AS
        SELECT child, min(coalesce(json_extract_string(config, '{_QUANTIZATION}.quant_method'),
                                         json_extract_string(config, '{_QUANTIZATION}'))) AS method,
               'config.quantization_config' AS location, min(first_seen) AS first_seen, max(last_seen) AS last_seen
        FROM marked WHERE config_now AND json_type(config, '{_QUANTIZATION}') = 'OBJECT' GROUP BY child
        UNION ALL
        SELECT child, min(detail), arg_min(location, detail), min(first_seen), max(last_seen) FROM file_signs
        WHERE sign = '{Sign.QUANTIZED}' AND current AND NOT contains(split_part(location, ': ', 1), '/')
        GROUP BY child"""
    )


def _bounded(con: duckdb.DuckDBPyConnection) -> None:
    """Part `all_clues` into `clues` and `surplus`: what one record says must not outweigh all others."""
    con.execute(
        f"""CREATE TABLE surplus AS
        SELECT * EXCLUDE (place) FROM (
            SELECT *, row_number() OVER (
                PARTITION BY child, reader ORDER BY current DESC, length(location), location, raw, clue) AS place
            FROM all_clues WHERE (child, reader) IN (
                SELECT (child, reader) FROM all_clues GROUP BY child, reader HAVING count(*) > {MOST}))
        WHERE place > {MOST};
        CREATE TABLE clues AS FROM all_clues ANTI JOIN surplus USING (clue);
        DROP TABLE all_clues"""
    )


def _stated_children(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        """CREATE TABLE stated_children AS
        SELECT said.child AS name, coalesce(renames.id, said.child) AS id
        FROM (SELECT DISTINCT child FROM stated) AS said
        LEFT JOIN renames ON renames.kind = 'model' AND renames.old = said.child;
        INSERT INTO entities
        SELECT (row_number() OVER () + (SELECT coalesce(max(key), 0) FROM entities))::INTEGER, 'model', id
        FROM (SELECT DISTINCT id FROM stated_children)
        WHERE id NOT IN (SELECT id FROM entities WHERE kind = 'model')"""
    )


def _marked(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        f"""CREATE TABLE marked AS
        SELECT reading AS marked_row, key AS child, age IS NOT NULL AS several, first_seen, last_seen, library, task,
               tags, files, tags_now, files_now, base_models_now, card_now, config_now,
               CASE WHEN json_valid(card) THEN card END AS card,
               CASE WHEN json_valid(config) THEN config END AS config,
               CASE WHEN json_valid(base_models) THEN base_models END AS base_models
        FROM readings
        WHERE kind = 'model' AND (
            base_models IS NOT NULL OR contains(card, '"base_model"') OR contains(card, '"datasets"')
            OR contains(config, '"quantization_config"') OR contains(config, '"peft"')
            OR key IN (SELECT key FROM contents)
            OR list_has_any(tags, {_MERGES}) OR len(list_filter(tags, {_SIGN})) > 0
            OR key IN (SELECT key FROM entities JOIN stated_children ON stated_children.id = entities.id
                       WHERE kind = 'model'))"""
    )
