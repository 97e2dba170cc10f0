"""How does a template become a page, in the language and the light that its reader chose?"""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from babel.core import negotiate_locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

WEB = Path(__file__).parent
STATIC = WEB / "static"
WORDS = WEB / "words"
LANGUAGES = {"en": "English", "pt": "Português"}
THEMES = ("auto", "light", "dark")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the page: in which language, in which light."""

    language: str
    theme: str


def reader_of(request: Request) -> Reader:
    """What the reader chose, else what the browser asks for."""
    theme = request.cookies.get("theme", "auto")
    language = request.cookies.get("language", "")
    if language not in LANGUAGES:
        asked = [
            part.split(";")[0].strip()
            for part in request.headers.get("accept-language", "").split(",")
        ]
        language = negotiate_locale(asked, list(LANGUAGES), sep="-") or "en"
    return Reader(language, theme if theme in THEMES else "auto")


def choose_reader(request: Request, home: str) -> Response:
    """Keeps the choice of `?language=` or `?theme=` and goes back to the page it was made on."""
    came_from = urlsplit(request.headers.get("referer", ""))
    back = home
    if came_from.netloc == request.url.netloc and came_from.path.startswith(home):
        back = came_from.path + (f"?{came_from.query}" if came_from.query else "")
    answer = RedirectResponse(back, status_code=303)
    for name, allowed in (("language", tuple(LANGUAGES)), ("theme", THEMES)):
        value = request.query_params.get(name)
        if value in allowed:
            answer.set_cookie(name, str(value), max_age=YEAR, httponly=True, samesite="lax")
    return answer


@lru_cache
def translations(language: str) -> NullTranslations:
    """The catalogue of a language, compiled in memory; English is the source."""
    source = WORDS / f"{language}.po"
    if not source.exists():
        return NullTranslations()
    with source.open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


@lru_cache
def icon(name: str) -> Markup:
    """A Lucide icon, inline, hidden from screen readers: the words beside it say the same."""
    source = (STATIC / "vendor" / "lucide" / f"{name}.svg").read_text(encoding="utf-8")
    drawing = source[source.index(">", source.index("<svg")) + 1 : source.rindex("</svg>")]
    inner = " ".join(drawing.split())
    return Markup(  # noqa: S704 - our own vendored file
        f'<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{inner}</svg>'
    )


@lru_cache
def static(path: str) -> str:
    """The address of a static file, with a mark that changes when the file does."""
    mark = sha256((STATIC / path).read_bytes()).hexdigest()[:8]
    return f"/static/{path}?v={mark}"


@lru_cache
def flag(country: str) -> str | None:
    """The address of a country's flag, where we have one."""
    path = f"vendor/flag-icons/{country.lower()}.svg"
    known = country.isalpha() and (STATIC / path).is_file()
    return static(path) if known else None


@lru_cache
def templates(language: str) -> Environment:
    """The templates of all pages, speaking one language."""
    environment = Environment(
        loader=FileSystemLoader([WEB / "templates", *sorted(WEB.glob("*/templates"))]),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # the i18n extension adds this method to the environment
    environment.install_gettext_translations(  # type: ignore[attr-defined]
        translations(language), newstyle=True
    )
    environment.globals.update(icon=icon, static=static, flag=flag, languages=LANGUAGES)
    return environment


def render(template: str, reader: Reader, **facts: Any) -> str:
    """The text of a template for this reader."""
    return templates(reader.language).get_template(template).render(reader=reader, **facts)
