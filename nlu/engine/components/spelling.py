"""What did hurried fingers mean? A text as an encoder knows it from books: "vc q tá" is "você que
está", "u cant" is "you can't".

Only for the encoders (encoder.py): they learned from written language, and a short form that they
never saw tells them nothing. Words and characters (linear.py) take the text as it was written, so
nothing is lost. What is short for different things in the two languages ("n", "q", "d") is spelled
out only where the words around it show which one it is.
"""

from __future__ import annotations

import re

_PORTUGUESE = {
    "vc": "você", "vcs": "vocês", "ce": "você", "ces": "vocês", "cê": "você", "cês": "vocês",
    "q": "que", "n": "não", "ñ": "não", "nao": "não", "tb": "também", "tbm": "também",
    "tmb": "também", "pq": "porque", "p": "para", "pra": "para", "pro": "para o", "pros": "para os",
    "hj": "hoje", "msm": "mesmo", "blz": "beleza", "obg": "obrigado", "obgd": "obrigado",
    "brigado": "obrigado", "brigada": "obrigada", "vlw": "valeu", "flw": "falou",
    "qdo": "quando", "qnd": "quando", "qto": "quanto", "qnt": "quanto", "tá": "está",
    "ta": "está", "tão": "estão", "tao": "estão", "tô": "estou", "to": "estou", "tava": "estava",
    "tamo": "estamos", "cmg": "comigo", "ctg": "contigo", "fds": "fim de semana",
    "pfv": "por favor", "pf": "por favor", "vdd": "verdade", "mt": "muito", "mto": "muito",
    "mta": "muita", "mtos": "muitos", "agr": "agora", "dps": "depois", "td": "tudo",
    "tdo": "tudo", "tds": "todos", "dnv": "de novo", "nd": "nada", "ngm": "ninguém",
    "alg": "alguém", "num": "não", "nois": "nós", "nóis": "nós", "eh": "é", "ss": "sim",
    "aki": "aqui", "kd": "cadê", "oq": "o que", "d": "de", "c": "com", "s": "sem",
    "qq": "qualquer", "qse": "quase", "gnt": "gente", "bjs": "beijos",
}  # fmt: skip
_ENGLISH = {
    "u": "you", "ur": "your", "r": "are", "ya": "you", "yall": "you all", "y'all": "you all",
    "thx": "thanks", "thnx": "thanks", "ty": "thank you", "tysm": "thank you so much",
    "pls": "please", "plz": "please", "plss": "please", "cuz": "because", "coz": "because",
    "bc": "because", "cos": "because", "tho": "though", "rn": "right now", "idk": "I don't know",
    "imma": "I'm going to", "finna": "going to", "gonna": "going to", "wanna": "want to",
    "gotta": "have to", "ain't": "is not", "aint": "is not", "dont": "don't", "cant": "can't",
    "wont": "won't", "didnt": "didn't", "doesnt": "doesn't", "isnt": "isn't", "wasnt": "wasn't",
    "havent": "haven't", "im": "I'm", "ive": "I've", "ill": "I'll",
    "youre": "you're", "thats": "that's", "whats": "what's", "hes": "he's", "shes": "she's",
    "theyre": "they're", "lemme": "let me", "gimme": "give me", "kinda": "kind of",
    "dunno": "don't know", "ion": "I don't", "tryna": "trying to", "abt": "about", "b4": "before",
    "2day": "today", "2moro": "tomorrow", "tmrw": "tomorrow", "tmr": "tomorrow",
    "msg": "message", "msgs": "messages", "txt": "text", "smth": "something", "ppl": "people",
    "wot": "what", "wat": "what", "hw": "how", "k": "ok", "kk": "ok", "ye": "you", "yer": "your",
    "yous": "you", "youse": "you", "yis": "you", "cannae": "cannot", "dinnae": "don't",
    "didnae": "didn't", "wetin": "what", "una": "you", "abeg": "please", "dey": "is",
    "cyaan": "cannot", "wid": "with", "dat": "that", "dis": "this", "di": "the", "nah": "no",
    "yeah": "yes", "yep": "yes", "aye": "yes", "wee": "small", "mam": "mother", "mum": "mother",
}  # fmt: skip
_ONLY_PORTUGUESE = re.compile(
    r"[ãõçáéíóúâêôà]|\b(?:vcs?|nao|pra|pro|tb|pq|meu|minha|eu|você|voces?|uma?|que|da|do|na|e|os"
    r"|as|com|por|mas|se|já|ja|isso|paguei|pagar|quero|hj|mais)\b"
)
_ONLY_ENGLISH = re.compile(
    r"\b(?:the|u|i|my|to|you|is|it|and|pls|for|im|dont|what|how|of|this|that|have|on|in|not|your)\b"
)
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_DRAWN_OUT = re.compile(r"(.)\1{2,}")


def spelled_out(text: str) -> str:
    """The text in lower case, short forms written out, "siiim" as "siim"."""
    lower = _DRAWN_OUT.sub(r"\1\1", text.lower().replace("’", "'"))
    portuguese = len(_ONLY_PORTUGUESE.findall(lower))
    words = _PORTUGUESE if portuguese > len(_ONLY_ENGLISH.findall(lower)) else _ENGLISH
    return _WORD.sub(lambda match: words.get(match[0], match[0]), lower)
