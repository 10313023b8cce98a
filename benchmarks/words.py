"""The words from which the made-up Hub is named; none is meant for a real account, model or person."""


def _listed(text: str) -> list[str]:
    return text.split()


ADJECTIVES: list[str] = _listed(
    "amber ancient arctic autumn azure bold bright brisk calm candid cedar civic clear cobalt copper "
    "coral cosmic  crimson crystal curious dapper deep distant dusty early eager ember fabled faint fleet "
    "floral foggy frosty  gentle gilded glad golden grand green hidden hollow humble indigo iron ivory "
    "jade jolly keen kind latent lively  lone lucid lunar mellow mighty misty modest mossy navy neat "
    "nimble noble northern ochre olive opal pale patient  plain polar proud quick quiet rapid rosy rustic "
    "scarlet serene sharp silent silver sleek slim solar solid sonic  stark steady stellar still sunny "
    "swift tidal tidy tiny urban vast velvet violet vivid warm western wild windy  wise witty zesty"
)

NOUNS: list[str] = _listed(
    "acorn alpaca anchor anvil aspen atlas badger bamboo basin beacon birch bison bolt breeze brook "
    "canyon caravan  cinder citadel cliff clover comet compass condor cove crane crater creek delta dingo "
    "dune eagle echo falcon fern  field finch fjord flint forest forge fountain fox gale garden gecko "
    "geyser glacier grove gull harbor hare haven  hawk heath heron hill horizon island jaguar juniper "
    "kestrel kettle koala lagoon lake lantern larch lark lemur  lichen lighthouse lily lynx magpie mantis "
    "maple marsh meadow mesa meteor mill mole monsoon moon moose nebula  oak ocean orbit orchid osprey "
    "otter owl panda pebble pelican pine plateau pond poplar prairie prism puffin  quarry quartz rabbit "
    "raven reef ridge river robin salmon sequoia shore sparrow spire spruce squid stone stork  storm "
    "summit swallow swan tapir thicket thistle tiger torch trail tundra turtle valley vole walrus willow "
    "wombat wren yak zephyr"
)

LABS: list[str] = _listed("labs ai research org ml nlp studio data works lab")
HEADS: list[str] = _listed(
    "bel cor dra el fen gra hel il jor kal lum mar nor or pra quel ran sel tar ul vel wyn xan yor zel"
)
MIDDLES: list[str] = _listed("a e i o u an en in on ar er ir or ai ea io")
TAILS: list[str] = _listed("bra da dia ga ka la lis ma mis na nis ra ria ris sa ta tis tra va via xis za")
SIZES: list[str] = _listed(
    "0.5B 1B 1.1B 1.5B 2B 3B 4B 7B 7B 7B 8B 8B 8B 9B 12B 13B 14B 24B 27B 32B 70B 72B small base base large"
)
VERSIONS: list[str] = ["", "", "", "-v0.1", "-v0.2", "-v1", "-v1.5", "-v2", "-v3", "2", "2.5", "3", "3.1"]
FLAVOURS: list[str] = ["", "", "-Instruct", "-Chat", "-it", "-Coder", "-Vision", "-Math", "-Base", "-uncased"]
QUANTS: list[str] = _listed(
    "GGUF GGUF GGUF i1-GGUF AWQ GPTQ GPTQ-Int4 4bit 8bit bnb-4bit FP8 exl2-4.0bpw Q4_K_M-GGUF Q8_0-GGUF "
    "6bit  quantized.w4a16 ONNX-int8"
)
TRAININGS: list[str] = _listed(
    "sft dpo orpo grpo ft finetuned tuned chat instruct rlhf reasoning distill roleplay uncensored "
    "medical legal  finance code math summarization sentiment ner qa emotion news reviews toxicity "
    "translation captions dialogue"
)
MERGES: list[str] = _listed("slerp ties dare dare_ties linear breadcrumbs della model_stock")
LANGUAGES: list[str] = _listed("en fr de es it pt nl pl sv fi ja zh ko ar hi ru tr vi id th uk cs ro el he fa")

LICENSES: list[str] = _listed(
    "apache-2.0 mit other openrail creativeml-openrail-m cc-by-nc-4.0 llama3.1 llama2 gemma cc-by-4.0 "
    "llama3 cc-by-nc-sa-4.0 cc-by-sa-4.0 gpl-3.0 bigscience-bloom-rail-1.0 unknown bsd-3-clause afl-3.0 "
    "wtfpl  unlicense"
)
TASKS: list[str] = _listed(
    "text-generation text-classification text-to-image automatic-speech-recognition token-classification "
    "image-classification question-answering feature-extraction sentence-similarity fill-mask "
    "reinforcement-learning text-to-speech object-detection image-text-to-text translation summarization"
)
LIBRARIES: list[str] = _listed(
    "transformers peft diffusers gguf mlx sentence-transformers stable-baselines3 timm spacy"
)
ARCHITECTURES: list[tuple[str, str]] = [
    ("llama", "LlamaForCausalLM"),
    ("qwen2", "Qwen2ForCausalLM"),
    ("mistral", "MistralForCausalLM"),
    ("gemma2", "Gemma2ForCausalLM"),
    ("bert", "BertForSequenceClassification"),
    ("roberta", "RobertaForMaskedLM"),
    ("t5", "T5ForConditionalGeneration"),
    ("whisper", "WhisperForConditionalGeneration"),
    ("vit", "ViTForImageClassification"),
    ("phi3", "Phi3ForCausalLM"),
]
STOCK_TAGS: list[str] = _listed(
    "endpoints_compatible text-generation-inference autotrain_compatible conversational "
    "generated_from_trainer  trl unsloth lora tensorboard custom_code mergekit merge 4-bit 8-bit imatrix "
    "sft dpo template:sd-lora  model-index text-embeddings-inference deploy:azure nsfw art code chat base "
    "medical robotics pytorch jax onnx tflite"
)
