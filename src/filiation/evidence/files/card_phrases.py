"""The phrases by which tools and people name the model that theirs was made from.

They are written over a text in which what names a model is marked (`card_mentions`). In a phrase `{X}` stands for a
mention with the words that may stand before it (`the original model`), `{A}` for an address or an id only, `{S}` for
an address, or a name that is called a model; `{Z}` for a mention alone, `{K}` for an address or an id alone. Where
several phrases find the same mention, the first in the table counts.
"""

import re
from dataclasses import dataclass
from typing import Final

from filiation.evidence.files.card_mentions import ADDRESS, END, ID, MARK, NAME
from filiation.facts.vocabulary import Relation

FINETUNE, ADAPTER, QUANTIZED = Relation.FINETUNE, Relation.ADAPTER, Relation.QUANTIZED
MERGE, COPY = Relation.MERGE, Relation.COPY

_KNOWN = rf"[{ADDRESS}{ID}]\d{{1,5}}{END}"
_WORDS = (
    r"the|an?|our|my|its|this|all|both|two|three|of|from|original|official|pre-?trained|pre-?training|base|"
    r"foundation(?:al)?(?! of)|parent|source|underlying|previous|latest|open|open-?source|excellent|great|amazing|"
    r"awesome|powerful|strong|famous|popular|existing|large|small|following|new|multi-?modal|text-only|"
    r"multilingual|language|vision|image|models?|checkpoints?|weights|backbone|llms?|variant|version|release|"
    r"deprecated|now|late|instruct|instruction|tuned|fine-?tuned|quanti[sz]ed|merged|encoder|decoder|long-context|"
    r"intermediate|final|derivative|transformer|bert|gpt|full|unquanti[sz]ed|fp16|bf16|shape-optimized|distilled|"
    r"chat|hugging ?face"
)
_POSSESSIVE = r"[A-Za-z][\w.-]{0,30}(?:\s[A-Z]\w{0,20})?['’]s?(?=\s)"
_BETWEEN = r"[\s:：(\[\"“'‘]*+"
FILLER: Final = rf"{_BETWEEN}(?:(?:(?:{_WORDS})\b|{_POSSESSIVE}){_BETWEEN}){{0,9}}+"
"""What may stand between the words of a phrase and the mention."""

_PARTS = {
    "TUNED": (
        r"(?:(?:instruct\w*|full\w*|further|supervised|rl|continu\w+)[- ]){0,2}(?:fine[- ]?tuned|tuned|(?:pre-?|"
        r"post-?)?trained)"
    ),
    "TUNING": r"(?:fine[- ]?tuning|finetuning|post-?training|fine[- ]?tune|finetune)",
    "QUANT": (
        r"(?:gguf|ggml|gptq|awq|exl[23]|hqq|aqlm|fp8|nvfp4|mxfp4|w\d+a\d+|int[48]|[2-8]-?bits?|[\d.]+bpw|bnb|"
        r"imatrix)"
    ),
    "FORMATS": (
        r"(?:onnx|openvino|core ?ml|tflite|ct2|ctranslate2|tensorrt|litert|rknn|pytorch|safetensors|diffusers|"
        r"transformers)"
    ),
    "FEW": r"(?: [\w-]+){0,3}?",
    "AS": (
        r"as(?: an?| the| its| our)?(?: [\w-]+){0,3}? (?:base|backbone|foundation|starting point|initiali[sz]ation|"
        r"policy|body|embedding model)\b"
    ),
    "X": f"{FILLER}({MARK})",
    "A": f"{FILLER}({_KNOWN})",
    "S": rf"{FILLER}({ADDRESS}\d{{1,5}}{END}|{NAME}\d{{1,5}}{END}(?=\s*(?:base|model|checkpoint)))",
    "Z": rf"\s*({MARK})",
    "K": f"({_KNOWN})",
    "NO": f"{ADDRESS}{ID}",
}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A way to name a parent: whose habit it is, the pattern, and what it says of the relation.

    `sized` tells that it means a model only where the name bears a size (`7B`).
    """

    habit: str
    pattern: re.Pattern[str]
    relation: Relation | None
    sized: bool = False


def _phrase(habit: str, pattern: str, relation: Relation | None = None, *, sized: bool = False) -> Phrase:
    whole = re.sub(r"\{([A-Z]+)\}", lambda part: _PARTS[part[1]], pattern)
    return Phrase(habit, re.compile(whole, re.IGNORECASE | re.MULTILINE), relation, sized)


PHRASES: tuple[Phrase, ...] = (
    _phrase("extracted adapter", "extracted from[^.]{0,200}? and uses{X} as (?:a|the) base", ADAPTER),
    _phrase(
        "adapter",
        r"\b(?:q?lora|dora|adapter|peft)s?(?: (?!fine|tun|train)[\w-]+){0,3} (?:for|of|on|on top of|(?:fine[- ]?tuned|"
        r"finetuned|trained|built|based) (?:on|for|from|using)|extracted from)\b{X}",
        ADAPTER,
    ),
    _phrase(
        "sentence-transformers",
        r"\b(?:SentenceTransformer|CrossEncoder|SparseEncoder|Sentence Transformer body)(?: based on|:){X}",
        FINETUNE,
    ),
    _phrase("setfit", r"\bSetFit\b[^.]{0,80}? uses{X} as", FINETUNE),
    _phrase("model card template", r"fine-?tuned from(?: models?)?\s*(?:\[optional\])?\s*[:：]{X}", FINETUNE),
    _phrase(
        "trainer",
        r"{TUNED}{FEW} (?:version|variant|checkpoint|edition|derivative|adaptation)s? of\b{X}",
        FINETUNE,
    ),
    _phrase("tuned from", r"{TUNED}(?: \w+ly)?(?: starting)? (?:from|on top of|upon|atop|over)\b{X}", FINETUNE),
    _phrase(
        "tuned from an address",
        r"\bfine[- ]?tuned (?:[\w-]+ ){1,4}(?:llm|model)\b[^.;:]{0,60}? from{A}",
        FINETUNE,
    ),
    _phrase("tuned on", r"\bfine[- ]?tuned on\b{S}", FINETUNE),
    _phrase("tuned on a size", r"\bfine[- ]?tuned on\b{X}", FINETUNE, sized=True),
    _phrase("fine-tune of", r"{TUNING} of\b{X}", FINETUNE),
    _phrase(
        "by fine-tuning",
        r"\b(?:by|through|via|after) (?:\w+ly |further |instruction[- ]?|full[- ]?)?(?:{TUNING}|training)\b{X}",
        FINETUNE,
    ),
    _phrase("a tuned model", r"\b(?:is|of) (?:the|an?) fine[- ]?tuned{X} model", FINETUNE),
    _phrase(
        "tuned afterwards",
        r"\b(?:is|was){X}(?: models?)?,? (?:which (?:is|was) |that (?:was|has been) )?fine[- ]?tuned",
        FINETUNE,
    ),
    _phrase("after training", "checkpoint (?:for|of){X} after", FINETUNE),
    _phrase(
        "used and tuned",
        r"\b(?:we|i) (?:used?|took|chose|started (?:from|with)){X}(?: models?)?(?:,| and)[^.]{0,30}?fine-?tun",
        FINETUNE,
    ),
    _phrase("gguf-my-repo", r"converted (?:in)?to (?:the )?gguf(?: format)?(?: \w+)? from{X}", QUANTIZED),
    _phrase(
        "files in a format",
        r"\b{QUANT}(?:[ /]\w+)? (?:direct |format )?(?:(?:model )?files|format|quants?|quanti[sz]ations?|"
        r"quanti[sz]ed(?: \w+)?|weights|versions?|models?|conversions?|checkpoints?) (?:of|for|from)\b{X}",
        QUANTIZED,
    ),
    _phrase(
        "quantized",
        r"\b(?:quanti[sz]ed|quanti[sz]ations?|quants?)(?: (?!and|to|by)[\w-]+){0,3}? (?:of|for|from)\b{X}",
        QUANTIZED,
    ),
    _phrase(
        "quantized afterwards",
        r"(?:^|\b(?:this is|contains?|of)){X}(?: models?)?,? (?:which (?:is|was) )?quanti[sz]ed",
        QUANTIZED,
    ),
    _phrase("mlx", r"converted (?:in)?to (?:the )?mlx\b[^.]{0,30}? from{X}"),
    _phrase("converted", r"converted (?:in)?to (?:the )?{FORMATS}\b[^.]{0,40}? from{X}", COPY),
    _phrase(
        "in another format",
        r"\b{FORMATS}\b[- ]?(?:format )?(?:weights|version|export|conversion|port|variant|model)s? (?:of|for|"
        r"from)\b{X}",
        COPY,
    ),
    _phrase("exported", r"(?:\bexport|conversion) of\b{X}[^.]{0,40}? to (?:the )?{FORMATS}\b", COPY),
    _phrase("conversion", r"\b(?:converted (?:version )?(?:of|from)|conversion of)\b{X}"),
    _phrase("quantizing", r"\bby quanti[sz]ing\b{X}", QUANTIZED),
    _phrase("converted with", r"\bconverted (?:with|using|by)\b[^.]{0,60}? from{A}"),
    _phrase("we tuned", r"\b(?:we|i)(?: have)?(?: further)? fine-?tuned{A}", FINETUNE),
    _phrase("the base model is", r"\bbase models? (?:is|was|are|were|used is|=){X}"),
    _phrase("transformers.js", r"{Z} with onnx weights", COPY),
    _phrase("compressed", r"\b(?:compressed|smashed)(?: [\w-]+){0,2} of\b{X}"),
    _phrase(
        "mirror",
        r"\b(?:mirror|re-?upload(?:ed)?|copy|duplicate|clone|backup)(?: version)? (?:of|from)\b{X}",
        COPY,
    ),
    _phrase("mergekit base", r"\bmerged?\b[^.]{0,250}?\busing{X} as (?:a|the) base", MERGE),
    _phrase("merged models", r"\bmodels (?:were|are) included in the merge\s*:{X}", MERGE),
    _phrase(
        "lazymergekit",
        r"\b(?:merged?|mixture of experts|moe|frankenmerge)\b[^.]{0,80}?\bfollowing\b[^.:]{0,120}:{X}",
        MERGE,
    ),
    _phrase("merge of", r"\b(?:merge|merger|mix|blend|frankenmerge|fusion|interleave) (?:of|between)\b{X}", MERGE),
    _phrase("merging", r"\b(?:by|after|from) (?:merging|mixing|interleaving|fusing){X}", MERGE),
    _phrase(
        "original model",
        r"\boriginal(?: (?:base|full|unquanti[sz]ed|fp16|bf16))* (?:model|weights|checkpoint|repo(?:sitory)?)(?: "
        r"(?:page|link|repo))?(?: is)?\s*[:：]{X}",
    ),
    _phrase(
        "original found at",
        r"\boriginal (?:[\w-]+ ){0,5}(?:can be found|is available|available) (?:at|in|on|here)?{A}",
    ),
    _phrase("pretrained found at", "pre-?trained model can be found (?:at|in|here)?{X}"),
    _phrase(
        "distilled",
        r"\bdistill?(?:ed|ation)(?: (?:versions?|variants?|models?|checkpoints?|loras?|students?|unet|weights|"
        r"directly|down)){0,2} (?:of|from)\b{X}",
    ),
    _phrase("initialized", r"\b(?:initiali[sz]ed|warm-?started) (?:from|with|using|by)\b{X}"),
    _phrase(
        "from",
        r"\b(?:derived|adapted|resumed|continued|pruned|extended|expanded|upscaled|upcycled|forked|abliterated|"
        r"evolved|started|starting|(?:further|continually) (?:pre-?)?trained) (?:\w+ly )?from\b{X}",
    ),
    _phrase("starting with", r"\bstarting with\b{A}"),
    _phrase(
        "continued",
        r"\b(?:continu(?:e|ed|es|ing|al)|further)(?: \w+)? ?(?:pre-?)?train(?:ing)?(?: of| from)?\b{X}",
    ),
    _phrase(
        "version of",
        r"\b(?:extension|continuation|abliteration|(?:pro|lite|aligned|instruct\w*|chat|upgraded|updated|improved|"
        "pruned|uncensored|abliterated|decensored|extended|sparse|compressed|merged|turbo|enhanced|customi[sz]ed|"
        r"modified|trimmed|optimi[sz]ed|re-?trained)(?: [\w-]+)? (?:version|variant)) of\b{X}",
    ),
    _phrase("post-train", r"\bpost-train{X}"),
    _phrase("combines", r"\bversion (?:that|which) combines{X}"),
    _phrase(
        "as a base",
        r"(?:^|\b(?:has|have|with|using|uses?|used|on|takes?|utili[sz]es))[\s-]*{X}(?: models?)? {AS}",
    ),
    _phrase("used as", "{Z}(?: models?)? (?:is|was|are|were) used {AS}"),
    _phrase("pretrained", r"\b(?:use[ds]?|using|utili[sz]es?) (?:the |a )?pre-?trained{X} models?"),
    _phrase(
        "component",
        r"(?:^|[.;(\n]|\b(?=base))\s*(?:\(\d\)\s*)?(?:text-only |base |large |core )*(?:llm backbone|base llm|"
        "language models?|llm|(?:language |vision |visual )?backbone|(?:vision|visual|image) (?:encoder|tower)|"
        r"base(?: (?:\w+ )?(?:model|checkpoint))|foundation model|parent model|source model)(?:\(s\)|s)?(?: "
        r"used)?\s*[:：|]{X}",
    ),
    _phrase(
        "based on",
        r"(?<![\w-])(?:base|based|built|build|builds|building|developed|constructed|created|trained) (?:based "
        r")?(?:\w+ly )?(?:(?:up)?on(?: top of)?|off(?: of)?|of|atop|from)\b{X}",
    ),
    _phrase("add-on", r"\b(?:this is|provides?|contains?){X} (?:controlnet|lora|ip-adapter|adapter)"),
    _phrase(
        "add-on for",
        r"\b(?:controlnets?|t2i-adapters?|ip-adapters?|motion modules?)(?: [\w-]+){0,2} (?:for|on top of)\b{A}",
    ),
    _phrase(
        "trained on it",
        r"(?:\brecommended[^.]{0,40})?\bwith{X} as the (?:checkpoint|model|adapter|lora) (?:has been|was|is) trained "
        "on it",
    ),
    _phrase("weights of", r"\bweights (?:of|from)\b{A}"),
    _phrase("基于", "(?:基于|基於){Z}"),
    _phrase("基础上", "在{Z}[^。，,；;]{0,6}基[础礎]上"),
    _phrase(
        "训练",
        "(?:使用|采用|利用|由|从|以)[^。，,；;{NO}]{0,20}{K}[^。；;]{0,20}(?:训练|微调|初始化|量化|蒸馏|为基|为底|转换)",
    ),
    _phrase(
        "基座模型", r"(?:基座|底座|基础|预训练|底模|基底|ベース)(?:大?模型|架构|モデル)?(?:是|为|可见|は|：|:|\|)\s*{Z}"
    ),
    _phrase("ベース", r"{Z}\s*(?:を|に)\s*(?:ベース|もと|基|元|ファインチューニング|量子化|追加学習|継続|マージ)"),
    _phrase("basé sur", r"\b(?:basée?s? sur|basad[oa]s? en|basiert auf|basead[oa]s? em|на основе|на базе)\b{X}"),
)
"""All phrases; a new habit is a line here."""

_STEMS = (
    *("tune", "tuning", "train", "base", "built", "build", "distil", "merg", "quant", "gguf", "ggml", "gptq", "awq"),
    *(
        "exl2",
        "exl3",
        "fp8",
        "fp4",
        "int4",
        "int8",
        "bit",
        "bpw",
        "bnb",
        "w4a",
        "w8a",
        "hqq",
        "aqlm",
        "conver",
        "export",
    ),
    *("deriv", "initial", "extract", "lora", "dora", "adapter", "peft", "original", "extension", "continu", "version"),
    *("variant", "mirror", "copy", "upload", "backup", "clone", "duplicate", "combines", "mix", "blend", "fusion"),
    *("setfit", "encoder", "transformer", "backbone", "llm", "language model", "tower", "found", "parent", "source"),
    *("weights", "onnx", "openvino", "coreml", "core ml", "tflite", "ct2", "ctranslate", "tensorrt", "litert", "rknn"),
    *("pytorch", "safetensors", "diffusers", "resum", "start", "prun", "extend", "expand", "upscal", "upcycl", "fork"),
    *("abliterat", "evolv", "adapted", "controlnet", "module", "interleav", "moe", "experts", "compressed", "smashed"),
    *("basé", "basad", "basead", "basiert", "баз", "основ"),
)
_EAST_ASIAN = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")


def may_tell(text: str) -> bool:
    """Tell whether a text holds a word without which there is no phrase in it; much faster than the phrases."""
    lowered = text.lower()
    return any(stem in lowered for stem in _STEMS) or _EAST_ASIAN.search(text) is not None
