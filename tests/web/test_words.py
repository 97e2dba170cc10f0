"""The Portuguese catalogue holds every word of the pages, and no others."""

from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from bot.web.pages import LANGUAGES, STATIC, WEB, WORDS

KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "N_": None, "ugettext": None}
METHODS = [("**/templates/**.html", "jinja2"), ("**.py", "python")]


def used() -> set[str | tuple[str, ...]]:
    found = extract_from_dir(WEB, METHODS, keywords=KEYWORDS)
    return {message for _, _, message, _, _ in found}


def test_every_word_is_translated_and_every_translation_is_used() -> None:
    words = used()
    assert len(words) > 100
    for language in LANGUAGES:
        if language == "en":
            continue
        with (WORDS / f"{language}.po").open("rb") as file:
            catalogue = read_po(file, locale=language)
        known = {message.id for message in catalogue if message.id}
        assert words - known == set()
        assert known - words == set()
        empty = [m.id for m in catalogue if m.id and not all([m.string, *m.string])]
        assert empty == []
        assert [m.id for m in catalogue if m.id and (m.fuzzy or list(m.check()))] == []


def test_vendored_files_come_with_their_licence() -> None:
    folders = [one for one in (STATIC / "vendor").iterdir() if one.is_dir()]
    assert len(folders) >= 4
    for folder in folders:
        assert list(folder.glob("LICENSE*")), folder.name


def test_colours_are_tokens() -> None:
    """A colour is written once, where it gets its name."""
    sheet = (STATIC / "goodfaith.css").read_text(encoding="utf-8")
    rules = [line for line in sheet.splitlines() if not line.strip().startswith("--")]
    assert len(rules) > 100
    assert [line for line in rules if "#" in line and ":" in line and _colour(line)] == []
    templates = [one for one in Path(WEB).rglob("*.html") if "style=" in one.read_text("utf-8")]
    assert templates == []


def _colour(line: str) -> bool:
    value = line.rsplit("{", maxsplit=1)[-1]
    return "#" in value or "rgb(" in value
