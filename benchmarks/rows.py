"""SQL that turns bare facts into records in the shape of the public hub-stats tables."""

MODELS = r"""
WITH kinds AS (
    SELECT *,
        relation IS NOT DISTINCT FROM 'quantized' AND contains(id, 'GGUF') AS is_gguf,
        relation IS NOT DISTINCT FROM 'adapter' AS is_adapter,
        len(written) > 0 OR luck < 0.55 AS has_card,
        relation IS NOT NULL OR whim < 640 AS has_license,
        coalesce(relation, 'finetune') AS said,
        (CASE WHEN contains(id, '70B') THEN 70 WHEN contains(id, '7B') THEN 7 WHEN contains(id, '8B') THEN 8
              WHEN contains(id, '3B') THEN 3 ELSE 1 END * 1000000000::BIGINT + whim * 4096)::BIGINT AS size
    FROM facts
), shaped AS (
    SELECT * REPLACE (
        CASE WHEN is_gguf THEN 'gguf' WHEN is_adapter THEN 'peft' WHEN has_card THEN library END AS library,
        CASE WHEN has_card OR whim < 300 THEN task END AS task,
        CASE WHEN has_license AND has_card THEN license END AS license,
        CASE WHEN whim % 3 = 0 AND has_card THEN language END AS language
    ) FROM kinds
)
SELECT
    _id, id, author,
    CASE WHEN has_card THEN '{' || concat_ws(',',
        '"license":"' || license || '"',
        CASE len(written) WHEN 0 THEN NULL WHEN 1 THEN '"base_model":"' || written[1] || '"'
            ELSE '"base_model":["' || array_to_string(written, '","') || '"]' END,
        CASE WHEN len(written) > 0 AND whim < 100 THEN '"base_model_relation":"' || said || '"' END,
        '"library_name":"' || library || '"',
        '"pipeline_tag":"' || task || '"',
        '"language":["' || language || '"]',
        CASE WHEN len(datasets) > 0 THEN '"datasets":["' || array_to_string(datasets, '","') || '"]' END,
        '"tags":["' || array_to_string(padding[:3], '","') || '"]'
    ) || '}' END AS "cardData",
    CASE WHEN NOT is_gguf AND whim < 850 THEN '{' || concat_ws(',',
        CASE WHEN is_adapter THEN '"peft":{' || concat_ws(',',
            '"base_model_name_or_path":"' || written[1] || '"', '"task_type":"CAUSAL_LM"') || '}'
        ELSE '"architectures":["' || architecture || '"],"model_type":"' || model_type || '"' END,
        CASE WHEN relation = 'quantized' THEN '"quantization_config":{"quant_method":"awq","bits":4}' END,
        CASE WHEN whim < 500 THEN '"tokenizer_config":{"eos_token":"</s>","pad_token":"<pad>"}' END
    ) || '}' END AS config,
    make_timestamp(created * 1000000) AS "createdAt",
    make_timestamp((created + idle) * 1000000) AS "lastModified",
    downloads,
    (downloads * (3 + 20 * luck))::BIGINT AS "downloadsAllTime",
    (downloads * luck * luck / 400)::BIGINT AS likes,
    CASE WHEN downloads > 5000 THEN floor(luck * 40) ELSE 0 END::DOUBLE AS "trendingScore",
    task AS pipeline_tag,
    library AS library_name,
    list_filter([
        library, CASE WHEN whim < 600 AND NOT is_gguf THEN 'safetensors' END,
        CASE WHEN NOT is_adapter AND NOT is_gguf THEN model_type END, task, language],
        lambda x: x IS NOT NULL)
        || padding
        || ['dataset:' || d FOR d IN datasets]
        || ['base_model:' || p FOR p IN written]
        || ['base_model:' || said || ':' || p FOR p IN written]
        || CASE WHEN license IS NULL THEN [] ELSE ['license:' || license] END
        || ['region:us'] AS tags,
    CASE
        WHEN is_gguf THEN ['.gitattributes', 'README.md', split_part(id, '/', 2) || '.Q4_K_M.gguf',
            split_part(id, '/', 2) || '.Q5_K_M.gguf', split_part(id, '/', 2) || '.Q8_0.gguf']
        WHEN is_adapter THEN ['.gitattributes', 'README.md', 'adapter_config.json',
            'adapter_model.safetensors', 'tokenizer.json', 'tokenizer_config.json',
            'special_tokens_map.json', 'training_args.bin']
        WHEN relation = 'merge' THEN ['.gitattributes', 'README.md', 'config.json', 'mergekit_config.yml',
            'model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors',
            'model.safetensors.index.json', 'tokenizer.json', 'tokenizer_config.json']
        WHEN whim < 850 THEN ['.gitattributes', 'README.md', 'config.json', 'generation_config.json',
            'model.safetensors', 'special_tokens_map.json', 'tokenizer.json', 'tokenizer_config.json',
            'vocab.json']
        ELSE ['.gitattributes'] END AS siblings,
    CASE WHEN whim < 600 AND NOT is_gguf THEN {
        'parameters': {'F32': CASE WHEN whim % 4 = 0 THEN size END,
            'BF16': CASE WHEN whim % 4 > 1 THEN size END,
            'F16': CASE WHEN whim % 4 = 1 THEN size END, 'I32': NULL::BIGINT, 'U8': NULL::BIGINT},
        'total': size} END AS safetensors,
    CASE WHEN is_gguf THEN
        {'total': size, 'architecture': model_type, 'context_length': 32768::BIGINT} END AS gguf,
    CASE WHEN len(existing) > 0 THEN {'relation': said, 'models': existing} END AS "baseModels"
FROM shaped
"""

DATASETS = r"""
SELECT
    _id, id, author,
    '{"license":"' || license || '","language":["' || language || '"]}' AS "cardData",
    'Made up: texts in ' || language || '.' AS description,
    NULL::VARCHAR AS citation,
    make_timestamp(created * 1000000) AS "createdAt",
    make_timestamp((created + (luck * 8640000)::BIGINT) * 1000000) AS "lastModified",
    downloads,
    (downloads * (3 + 20 * luck))::BIGINT AS "downloadsAllTime",
    (downloads * luck * luck / 400)::BIGINT AS likes,
    CASE WHEN downloads > 5000 THEN floor(luck * 40) ELSE 0 END::DOUBLE AS "trendingScore",
    ['language:' || language, 'license:' || license, 'format:parquet', 'modality:text', 'library:datasets',
     'region:us'] AS tags
FROM facts
"""
