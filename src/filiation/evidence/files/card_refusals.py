"""What takes back that a phrase of a card names a parent: a denial, a comparison, the making of something else."""

import re
from typing import Final

from filiation.evidence.files.card_mentions import END, OTHER

_NOT_SO: Final = re.compile(
    r"(?:\b(?:not|never|cannot|neither|nor|without|instead|rather|no longer)|n['’]t)\b[^.;:,]{0,25}$|"
    r"[未不非没]\S{0,3}\s*$|"
    r"\bknowledge\s*$|"
    r"\b(?:can|could|may|might|should|would|if|how to|to be|want to|wish to|easy to|please|recommend\w*|suitable|"
    r"ready|allow\w*|enable[sd]?|support(?:s|ed|ing)?|consider|there (?:is|are))\b[^.;:,]{0,40}$|"
    r"\b(?:than|outperform\w*|surpass\w*|exceed\w*|compar\w+|versus|vs\.?|unlike|similar to|like|such as|e\.g\.|"
    r"inspired|beat\w*|other|others|better|stronger)\b[^.;:]{0,60}$|"
    r"(?<!repository, )(?<!repo, )\b(?:we|i|have|also|has)\b(?: \w+){0,2} (?:provide|release|offer|upload|publish|"
    r"open-source)[sd]?\b(?:[^.;:]|\.\d){0,120}$",
    re.IGNORECASE,
)
_NOT_A_MODEL: Final = re.compile(
    r"\b(?:card|tokeni[sz]er|docker\W+image|datasets?|data|evaluat\w+|scores?|results?|benchmark\w*|code\w*|"
    r"scripts?|servers?|demos?|apps?|space|prompts?|licen[sc]e|templates?|recipe|library|section|feedback|judged?|"
    r"vocabulary|metrics?|harness|pipeline|framework|config\w*|paper|notebook|documentation|processor|"
    r"implementation|architecture|structure|method|products?|agents?|applications?|solution|baseline|examples?|"
    r"captions?|images)\b(?:[:\s*]+(?:is|are|was|were|has|have|been|also|mainly|largely|partly|being|itself|we|"
    r"used|collected|generated)){0,4}\W*$",
    re.IGNORECASE,
)
_OF_IT: Final = re.compile(
    rf"(?:\s*(?:,|and|or|&)\s*{OTHER}\d{{1,5}}{END})*"
    r"\s*(?:models?\s+|family\s+)?(?:['’]s\s+)?(?:architectures?|tokeni[sz]er|formats?|papers?|recipe|frameworks?|"
    r"codebase|library|templates?|data\b|datasets?|corpus|licen[sc]e|outputs?|responses|traces|generated|samples|"
    r"leaderboard|benchmarks?|style|structure|vocabulary|config\w*|implementation|code\b|toolkit|engine|processor|"
    r"techniques?|methods?|approach|algorithms?|attention|blocks?|accelerators?|gpus?|clusters?|cards?\b|的?(?:架构|"
    r"结构|数据|格式|分词|框架|方法))",
    re.IGNORECASE,
)


def refused(before: str, after: str) -> bool:
    """Tell whether a sentence does not mean what its phrase says; `before` and `after` stand around phrase and mention.

    It denies or compares, asks or advises, tells of another model that is offered, or speaks of the card, the data or
    the code, or of the architecture, the data or the license of the model that it names.
    """
    return any((_NOT_SO.search(before[-200:]), _NOT_A_MODEL.search(before[-120:]), _OF_IT.match(after)))
