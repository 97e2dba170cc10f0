"""At what hours may the person be reached: "after 6pm", "de noite", "not while I'm at work"?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bot.reading.days.weekdays import EN_DAY, PT_DAY, weekday_number
from bot.reading.entity import Found
from bot.reading.letters.fold import Folded
from bot.reading.letters.number_words import count

_HOUR_WORD = (
    r"noon|midday|midnight|meio[ -]dia|meia[ -]noite|one|two|three|four|five|six|seven|eight|nine"
    r"|ten|eleven|twelve|uma|duas|tres|quatro|cinco|seis|sete|oito|nove|dez|onze|doze"
)
_HALF = (
    r"am\b|pm\b|a\.m\.?|p\.m\.?|in the morning|in the afternoon|in the evening|at night"
    r"|da manha|da tarde|da noite"
)


def _clock(name: str) -> str:
    """A time of day; its groups bear the name as a prefix."""
    return (
        rf"(?P<{name}half>half (?:past )?)?(?P<{name}h>\d{{1,2}}|{_HOUR_WORD})(?!\d)"
        rf"(?:[:h.](?P<{name}m>\d\d))?(?P<{name}unit>[ ]?(?:hrs?|hs?|horas?|o'?clock)\b)?"
        rf"(?:[ ]?(?P<{name}part>{_HALF}))?(?: e (?P<{name}e>meia|trinta))?"
    )


_AT = r"(?:a partir )?(?:d?[ao]s?|around|about|like|d[ao]|de|ate)?"
_END = (
    r"(?![\w%/:]|[.,-]\d|[ ](?:weeks?|days?|months?|minutes?|mins?|years?"
    r"|dias|meses|semanas|anos|parcelas|payments|reais|quid|pounds|conto"
    r"|vezes|more|missed|kids|calls|reminders|messages|texts|por|a week|a"
    r" month|of|x))"
)
_AFTER = re.compile(
    r"\b(?:after|past|from|any ?time after|depois (?:d[ae]s?|do)|apos(?: as|"
    r" o)?|a partir d[ae]s?(?: as)?|passando das)"
    rf"[ ](?:like |around |about )?{_clock('a')}(?: onwards| on| em diante| pra frente)?{_END}"
)
_BEFORE = re.compile(
    r"\b(?:before|until|till?|by|antes d[aeo]s?|ate(?: as| a| o)?)[ ](?:like"
    rf" |around |about )?{_clock('a')}{_END}"
)
_BETWEEN = re.compile(
    r"(?<![\w.,$£€/-])(?:\b(?:between|from|entre|das|de|da|d) (?:as |a"
    rf" )?)?{_clock('a')}[ ]?(?:to|and|-|e|as|a|ate|till?|until|ate as)"
    rf"[ ]?(?:as |a |o )?{_clock('b')}{_END}"
)
_REFUSED = (
    r"\b(?:not|don'?t|dont|do not|never|nothing|{no}nunca|nao|nada|nem|stop|avoid|evit\w+)\b"
    r"(?:[ ](?!but|only|so\b|mas|somente)[\w']+){{0,6}}[ ]$"
)
_NOT_EN = re.compile(_REFUSED.format(no="no|"))
_NOT_PT = re.compile(_REFUSED.format(no=""))
_DAYS = "mondays|tuesdays|wednesdays|thursdays|fridays|saturdays|sundays"
_PT_DAYS = {
    "segunda": "mondays", "terca": "tuesdays", "quarta": "wednesdays", "quinta": "thursdays",
    "sexta": "fridays", "sabado": "saturdays", "domingo": "sundays",
}  # fmt: skip
_GREETING = re.compile(
    r"\b(?:good|nice|great|lovely|boa|bom|bons|otim[ao]|lind[ao]|enjoy|"
    r"(?:enjoy|rest of) your|your|every|this|happy|pleasant|wonderful|uma"
    r"|excelente)[ ]$"
)
_PERIODS: tuple[tuple[str, str], ...] = (
    (
        "mornings",
        (
            r"\b(?:in the |early |only )?mornings?\b|\b(?:de|pela|na parte da|so de)"
            r" manha\b|(?<!ama)(?<!a )\bmanhas\b"
        ),
    ),
    ("afternoons", r"\b(?:in the )?afternoons?\b|\b(?:de|a|pela|na parte da|so a) tardes?\b"),
    (
        "evenings",
        (
            r"\b(?:in the |late |only )?evenings?\b|\b(?:de|a|pela|na parte da|so a"
            r"|so de) noites?\b|\bde noitinha\b|\bnoites\b"
        ),
    ),
    ("nights", r"\b(?:at night|nights only|late at night|de madrugada)\b"),
    (
        "lunchtime",
        (
            r"\b(?:at |during |in )?(?:my )?lunch ?(?:time|break|hour)s?\b|\b(?:na "
            r"|no )?(?:hora|horario) d[eo] almoco\b"
        ),
    ),
    (
        "weekends",
        (
            r"\b(?:on |at |only )?(?:the )?weekends\b|\b(?:nos |aos |so |so nos )?"
            r"(?:fins|finais) de semana\b|\b(?:so|somente|apenas)(?: no)? (?:fim"
            r"|final) de semana\b|\bnos fds\b|\bso (?:no )?fds\b"
        ),
    ),
    (
        "weekdays",
        (
            r"\b(?:on )?weekdays\b|\b(?:durante|no meio d[ae]|em dia d[ae]) (?:a"
            r" )?semana\b|\b(?:em |nos |so )?dias uteis\b|\bsegunda a sexta\b|\bmon"
            r"(?:day)?(?: to |-)fri(?:day)?\b"
        ),
    ),
    (
        "outside work hours",
        (
            r"\bfora d[oe] (?:meu )?(?:horario (?:de|do) (?:trabalho|servico"
            r"|expediente)|expediente|trampo|servico|trabalho)\b|\b(?:outside(?:"
            r" of)?|out of) (?:my )?(?:work(?:ing)?|office|business)(?: hours)?\b|\b"
            r"(?:after|once i finish) (?:my )?(?:work|shift)\b|\bdepois d[oe] (?:meu"
            r" )?(?:trabalho|servico|expediente|trampo|turno)\b|\bwhen i'?m off "
            r"(?:shift|work)\b"
        ),
    ),
    (
        "work hours",
        (
            r"\b(?:during |in |within )?(?:office|business|working|work) hours\b|\b"
            r"(?:no |em )?(?:horario (?:comercial|de trabalho|de expediente|do"
            r" trabalho|de servico)|expediente)\b|\b(?:while |when )?(?:i'?m |im |i"
            r" am )?at work\b|\bduring work\b|\b(?:no|do) (?:trabalho|servico"
            r"|trampo)\b|\bcomercial\b"
        ),
    ),
)
_COMPILED = tuple((value, re.compile(pattern)) for value, pattern in _PERIODS)
_WEEKDAY = re.compile(rf"\b(?:on |only )?(?P<en>{_DAYS})\b")
_DIA = re.compile(
    rf"\b(?:as|aos|nos|nas|so) (?P<pt>{'|'.join(_PT_DAYS)})s?(?:[ -]feiras?)?\b(?<=s)"
    rf"|\b(?:aos|nos) (?P<pt2>sabado|domingo)s\b"
)
_RANGE = re.compile(
    rf"\b(?:de |das? |on |from )?(?P<a>{EN_DAY}|{PT_DAY}),?[ ]?(?:to|till?"
    r"|through|thru|-|a|ate)[ ]?(?:a )?"
    rf"(?P<b>{EN_DAY}|{PT_DAY})\b"
)
_CONTACT = re.compile(
    r"\b(?:text|call|ring|messag|msg|contact|write|phone|email|while|not at work|not when|mand|lig"
    r"|cham|escrev|fal|mens|entr\w+ em contato|aqui)"
)
_ABOUT_TIMES = re.compile(r"\b(?:times?|reach|lunch|free|available|contact|horario|livre|hours)\b")


def windows(folded: Folded, portuguese: bool) -> Iterator[Found]:
    """Every time of day or week, refused ones marked with `not`."""
    refusal = _NOT_PT if portuguese else _NOT_EN
    yield from _open_ended(folded, _AFTER, "after", "before", refusal)
    yield from _open_ended(folded, _BEFORE, "before", "after", refusal)
    yield from _ranges(folded, refusal)
    for value, pattern in _COMPILED:
        for match in pattern.finditer(folded.text):
            yield from _period(folded, value, match, refusal)
    for match in _WEEKDAY.finditer(folded.text):
        yield _found(folded, match["en"], match, refusal)
    for match in _DIA.finditer(folded.text):
        yield _found(folded, _PT_DAYS[match["pt"] or match["pt2"]], match, refusal)
    for match in _RANGE.finditer(folded.text):
        value = f"{_plural(match['a'])}-{_plural(match['b'])}"
        value = "weekdays" if value == "mondays-fridays" else value
        yield _found(folded, value, match, refusal)


def _plural(day: str) -> str:
    """The weekday's English plural, as the vocabulary has it."""
    return _DAYS.split("|")[weekday_number(day)]


def _found(folded: Folded, value: str, match: re.Match[str], refusal: re.Pattern[str]) -> Found:
    written = f"not {value}" if refusal.search(folded.before(match.start())) else value
    return Found("time_window", written, match.start(), match.end())


def _period(
    folded: Folded, value: str, match: re.Match[str], refusal: re.Pattern[str]
) -> Iterator[Found]:
    before = folded.before(match.start())
    if _GREETING.search(before) or (
        value == "mornings" and not before.strip() and "," in folded.text
    ):
        return
    if value != "work hours":
        yield _found(folded, value, match, refusal)
    elif refusal.search(before) and _CONTACT.search(folded.text):
        yield Found("time_window", "outside work hours", match.start(), match.end())
    elif re.search("hour|comercial", match[0]):
        yield Found("time_window", value, match.start(), match.end())


def _open_ended(
    folded: Folded, pattern: re.Pattern[str], word: str, opposite: str, refusal: re.Pattern[str]
) -> Iterator[Found]:
    afternoon = _afternoon_after if word == "after" else _afternoon_before
    for match in pattern.finditer(folded.text):
        clock = _time(match, "a", afternoon) if _is_time(match, "a") else None
        if clock:
            refused = refusal.search(folded.before(match.start()))
            value = f"{opposite if refused else word} {clock}"
            yield Found("time_window", value, match.start(), match.end())


def _ranges(folded: Folded, refusal: re.Pattern[str]) -> Iterator[Found]:
    for match in _BETWEEN.finditer(folded.text):
        led = re.match(r"between|entre|das|from", match[0])
        marked = any(match[group] for group in ("aunit", "apart", "am", "bunit", "bpart", "bm"))
        asked = _ABOUT_TIMES.search(folded.before(match.start()))
        if not (led or marked or asked) or not (_is_time(match, "a") and _is_time(match, "b")):
            continue
        first, last = _first_and_last(match)
        if first and last and first < last:
            yield _found(folded, f"{first}-{last}", match, refusal)


def _first_and_last(match: re.Match[str]) -> tuple[str | None, str | None]:
    """Both ends of a range; "6 to 8pm" says "pm" once for both."""
    last = _time(match, "b", _afternoon_before)
    first = _time(match, "a", lambda hour: hour < 7 and not match["bpart"])
    if first and last and not match["apart"] and (match["bpart"] or "").startswith("p"):
        later = _time(match, "a", lambda hour: hour < 12)
        first = later if later and later < last else first
    return first, last


def _is_time(match: re.Match[str], name: str) -> bool:
    """A bare number above twelve is no hour ("after 50"); with "h" or ":" it is."""
    hour = match[f"{name}h"]
    if name == "a" and match[0].startswith("from ") and not match.re.groupindex.get("bh"):
        return bool(match["aunit"] or match["am"] or match["apart"])
    if not hour.isdigit() or match[f"{name}unit"] or match[f"{name}m"] or match[f"{name}part"]:
        return True
    if name == "b" and (match["aunit"] or match["am"]):
        return True
    return 1 <= int(hour) <= 12 or (
        int(hour) <= 23 and bool(re.search(r"\bd?as $", match.string[: match.start(f"{name}h")]))
    )


def _time(match: re.Match[str], name: str, afternoon: Callable[[int], bool]) -> str | None:
    hour = _hour(match[f"{name}h"])
    minute = int(match[f"{name}m"] or 0)
    if match[f"{name}half"] or match[f"{name}e"]:
        minute = 30
    if hour is None or hour > 24 or minute > 59:
        return None
    part = match[f"{name}part"] or ""
    late = part.startswith(("p", "in the af", "in the ev", "at n", "da t", "da n"))
    if part == "" and not (match[f"{name}unit"] or "").strip().startswith("h"):
        late = (match[f"{name}h"].isalpha() and hour == 12) or afternoon(hour)
        late = late and not match[f"{name}h"].startswith(("meio", "mid", "noon"))
    if late and hour < 12:
        hour += 12
    elif part.startswith(("a", "in the m", "da m")) and hour == 12:
        hour = 0
    return f"{hour % 24:02d}:{minute:02d}"


def _hour(text: str) -> int | None:
    if text in ("noon", "midday", "meio dia", "meio-dia"):
        return 12
    if text in ("midnight", "meia noite", "meia-noite"):
        return 24
    return count(text)


def _afternoon_after(hour: int) -> bool:
    return hour <= 8


def _afternoon_before(hour: int) -> bool:
    return hour <= 6
