"""Is this an unmistakable answer: yes, no, or the number of a choice?

Whole messages only. Anything longer or less clear is the dialogue model's to understand.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

YES: Final = frozenset(
    [
        "yes",
        "y",
        "yep",
        "yeah",
        "yup",
        "sure",
        "ok",
        "okay",
        "okey",
        "k",
        "fine",
        "deal",
        "agreed",
        "accept",
        "i accept",
        "i agree",
        "yes please",
        "yes i do",
        "yes i accept",
        "yes i agree",
        "sounds good",
        "go ahead",
        "lets do it",
        "lets go",
        "that works",
        "works for me",
        "perfect",
        "correct",
        "right",
        "ill take it",
        "i take it",
        "do it",
        "great",
        "please do",
        "of course",
        "absolutely",
        "sim",
        "s",
        "ss",
        "isso",
        "isso mesmo",
        "claro",
        "aceito",
        "eu aceito",
        "topo",
        "fechado",
        "fechou",
        "combinado",
        "pode ser",
        "pode",
        "quero",
        "quero sim",
        "sim quero",
        "sim aceito",
        "sim por favor",
        "beleza",
        "blz",
        "ta bom",
        "ta otimo",
        "esta bom",
        "certo",
        "com certeza",
        "perfeito",
        "otimo",
        "vamos",
        "bora",
        "de acordo",
        "concordo",
        "tudo bem",
        "ta",
        "uhum",
        "aham",
        "yes that works",
        "yes that works for me",
        "ok deal",
        "ok then",
        "okay then",
        "fine then",
        "alright",
        "alright then",
        "all right",
        "all right then",
        "ok sure",
        "ok go ahead",
        "yes go ahead",
        "go for it",
        "yes do it",
        "ok do it",
        "set it up",
        "yes set it up",
        "ok set it up",
        "please set it up",
        "yes sounds good",
        "ok fine",
        "ok sim",
        "sim pode ser",
        "fecha",
        "fechar",
        "fecho",
        "pode fechar",
        "pode registrar",
        "pode fazer",
        "pode mandar",
        "pd ser",
        "pd fazer",
        "pd fechar",
        "manda ver",
        "demorou",
        "partiu",
        "bora fechar",
        "vamos fechar",
        "to dentro",
        "joia",
        "show",
        "show de bola",
        "firmeza",
        "👍",
        "👍🏻",
        "👍🏼",
        "👍🏽",
        "👍🏾",
        "👍🏿",
    ]
)
NO: Final = frozenset(
    [
        "no",
        "n",
        "nope",
        "nah",
        "no thanks",
        "no thank you",
        "not really",
        "i dont",
        "none",
        "none of them",
        "no way",
        "not now",
        "nao",
        "não",
        "nn",
        "nao obrigado",
        "nao obrigada",
        "nao quero",
        "nenhum",
        "nenhuma",
        "nenhuma delas",
        "agora nao",
        "negativo",
        "de jeito nenhum",
        "👎",
    ]
)
_COURTEOUS: Final = """
    entao por favor pf pfv obrigado obrigada obg brigado brigada valeu vlw moca moco please thanks
    then thank you ai
"""
_COURTESIES: Final = frozenset(_COURTEOUS.split())
_MOST_WORDS: Final = 6
_WORDS: Final = {
    1: "one first um uma primeira primeiro a",
    2: "two second dois duas segunda segundo b",
    3: "three third tres terceira terceiro c",
    4: "four fourth quatro quarta quarto d",
    5: "five fifth cinco quinta quinto",
}
_HESITATIONS: Final = frozenset({"um", "a", "o", "no one", "no a", "no um", "ok a", "ok um"})
"""Numbers in one language, and only a sound or a no in the other: nothing is agreed on these."""
_NUMBER: Final = {word: n for n, words in _WORDS.items() for word in words.split()}
_CHOICE: Final = re.compile(
    r"(?:(?:yes|ok|okay|sim|quero|aceito|prefiro|fico com|vou de|i accept|go with|give me|me ve|"
    r"(?:i(?:ll| will)? )?(?:take|want|accept|choose|go with)|lets (?:do|take|go with)) )*"
    r"(?:(?:the|a|o|de|with) )*(?:(?:option|opcao|number|numero|no|n|opt|op) )?(?P<n>[0-9]|[a-z]+)"
    r"(?: (?:option|one|opcao|please|por favor))*"
)


_UNSURE: Final = re.compile(
    r"\b(?:not (?:really )?sure|no (?:idea|clue)|don ?t (?:really )?know|dunno|idk|hard to say"
    r"|nao (?:sei|faco ideia|tenho (?:ideia|nocao))|n sei|sei la|sem (?:ideia|nocao))\b"
    r"(?!.*\b(?:owe|owed|debt|balance|who|why|devo|divida|saldo|quem|por que|porque)\b)"
)


def unsure(text: str) -> bool:
    """Does the person say that they do not know?"""
    return _UNSURE.search(_plain(text)) is not None


def yes_or_no(text: str) -> bool | None:
    """True for a plain yes, False for a plain no, None for anything else."""
    said = _plain(text)
    if said in YES or _yeses([word for word in said.split() if word not in _COURTESIES]):
        return True
    return False if said in NO else None


def _yeses(words: list[str]) -> bool:
    """One yes after the other and nothing else: "blz fecha", "sim, pode registrar"."""
    if not 0 < len(words) <= _MOST_WORDS:
        return False
    heads = [n for n in range(1, len(words) + 1) if _sure(" ".join(words[:n]))]
    return any(n == len(words) or _yeses(words[n:]) for n in heads)


def _sure(said: str) -> bool:
    """A yes that is no mere sound or letter."""
    return said in YES and len(said) > 1


def choice(text: str, options: int) -> int | None:
    """Which of so many options is chosen by number, or None ("2", "option 2", "a segunda")."""
    plain = _plain(text)
    found = _CHOICE.fullmatch(plain)
    if found is None or plain in _HESITATIONS:
        return None
    said = found["n"]
    number = int(said) if said.isdigit() else _NUMBER.get(said)
    return number if number is not None and 1 <= number <= options else None


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text.casefold().replace("'", "").replace("’", ""))
    kept = "".join(c for c in bare if not unicodedata.combining(c))
    return re.sub(r"[^\w👍👎🏻🏼🏽🏾🏿]+", " ", kept).strip()
