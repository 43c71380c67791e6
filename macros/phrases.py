"""The words that the scripts say, as data in each page: the scripts hold no language."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

# What the script calls a phrase, and the interface's word for it.
SPOKEN: Mapping[str, str] = {
    "all": "card.all",
    "claim": "card.claim",
    "term": "card.term",
    "copy": "card.copy",
    "copied": "card.copied",
    "close": "card.close",
    "back": "card.back",
    "system": "palette.system",
    "light": "palette.light",
    "dark": "palette.dark",
    "cite": "cite.open",
    "citeTitle": "cite.title",
    "citeText": "cite.text",
    "citeFormat": "cite.format",
    "citePlain": "cite.plain",
    "citeCopy": "cite.copy",
    "citeCopied": "cite.copied",
}


def phrases(say: Callable[[str], str], typeset: Callable[[str], str]) -> str:
    """Return the phrases of a language as a block of JSON, which is data and never runs."""
    texts = {name: typeset(say(key)) for name, key in SPOKEN.items()}
    data = json.dumps(texts, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/json" id="phrases">{data}</script>'
