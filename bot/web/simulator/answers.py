"""How does the page answer? The whole page, a piece of it, or what changed; always kindly."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import ValidationError

from bot.web.pages import POLICY, Reader, render, translations
from bot.web.simulator import forms, view
from bot.web.simulator.labels import is_known, label
from bot.web.simulator.port import DeskError, SimulatorDesk

HOME = "/simulator"
Deed = Callable[[], Awaitable[object]]
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Notice:
    """What went wrong, in the reader's words."""

    text: str
    status: int


@dataclass(frozen=True)
class Asked:
    """One request: on which desk, by which reader, about whom."""

    request: Request
    desk: SimulatorDesk
    reader: Reader
    person: str = ""
    everything: bool = False

    @property
    def by_htmx(self) -> bool:
        return "hx-request" in self.request.headers

    async def kindly(self, deed: Deed) -> Notice | None:
        """Does the deed; what goes wrong becomes a sentence for the reader."""
        words = translations(self.reader.language)
        try:
            await deed()
        except DeskError as error:
            said = label(words, "refusal", error.code)
            return Notice(said if is_known("refusal", error.code) else error.detail or said, 422)
        except ValidationError as error:
            said = label(words, "refusal", "not_accepted")
            what = [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()]
            return Notice(f"{said} {'; '.join(what)}", 422)
        except Exception:
            log.exception("the simulator's page could not reach the product")
            return Notice(label(words, "refusal", "unavailable"), 503)
        return None

    def html(self, template: str, facts: dict[str, Any], notice: Notice | None) -> Response:
        """A template with the helpers of the page, and the notice where there is one."""
        everything = view.helpers(self.reader) | facts | {"notice": notice}
        return HTMLResponse(
            render(f"simulator/{template}.html", self.reader, **everything),
            notice.status if notice else 200,
            {"Content-Security-Policy": POLICY},
        )


async def whole_page(
    asked: Asked, *, search: str = "", new: bool = False, notice: Notice | None = None
) -> Response:
    """The list, and beside it the person or the form that the address names."""
    facts: dict[str, Any] = {"people": [], "more": 0, "chosen": asked.person, "search": search}
    trouble = await list_into(asked, facts, search)
    if new:
        trouble = await blank_into(asked, facts) or trouble
    trouble = await stage_into(asked, facts) or trouble
    facts["new"] = "form" in facts
    return asked.html("page", facts, notice or trouble)


async def people_list(asked: Asked, search: str) -> Response:
    facts: dict[str, Any] = {}
    notice = await list_into(asked, facts, search)
    return asked.html("notice" if notice else "people", facts, notice)


async def stage(asked: Asked) -> Response:
    facts: dict[str, Any] = {}
    notice = await stage_into(asked, facts)
    return asked.html("stage", facts, notice)


async def new_form(asked: Asked) -> Response:
    facts: dict[str, Any] = {}
    notice = await blank_into(asked, facts)
    return asked.html("notice" if notice else "new", facts, notice)


async def news(asked: Asked, seen: str) -> Response:
    """What changed since the page last looked; 204 where nothing did."""
    answer = Response(status_code=204)

    async def look() -> None:
        nonlocal answer
        screen = await view.look_at(asked.desk, asked.reader, asked.person, asked.everything)
        parts = view.parts_of(screen, asked.reader)
        fresh = view.changed(parts, seen)
        if not fresh:
            return
        facts = {
            "person": asked.person,
            "everything": asked.everything,
            "fresh": fresh,
            "seen": view.marks_of(parts),
            "spoken": screen.spoken if "thread" in fresh else None,
            "acted": not seen,
        }
        answer = asked.html("news", facts, None)

    notice = await asked.kindly(look)
    if not notice:
        return answer
    return Response(status_code=notice.status) if seen else asked.html("notice", {}, notice)


async def after(asked: Asked, deed: Deed) -> Response:
    """Does the deed and answers with everything as it is now, or with a kind word."""
    notice = await asked.kindly(deed)
    if not asked.by_htmx:
        return await whole_page(asked, notice=notice)
    if notice:
        return asked.html("notice", {}, notice)
    answer = await news(asked, "")
    answer.headers["HX-Trigger"] = "people-changed"
    return answer


async def created(asked: Asked, form: dict[str, str]) -> Response:
    """A new person's phone; or the form again, as it was, with what it still needs."""
    problems = forms.account_problems(form)
    notice = None
    if not problems:
        notice = await asked.kindly(lambda: asked.desk.create(forms.account(form)))
    if problems or notice:
        facts = {"form": form, "problems": problems, "new": True, "screen": None, "person": ""}
        around = {"people": [], "more": 0, "chosen": "", "search": ""}
        answer = asked.html("new" if asked.by_htmx else "page", around | facts, notice)
        answer.status_code = notice.status if notice else 422
        return answer
    address = f"{HOME}?person={quote(form['reference'].strip())}"
    if asked.by_htmx:
        return Response(status_code=204, headers={"HX-Redirect": address})
    return RedirectResponse(address, status_code=303)


async def list_into(asked: Asked, facts: dict[str, Any], search: str) -> Notice | None:
    async def find() -> None:
        people = await asked.desk.people(search.strip())
        figures = view.figures_for(asked.reader, await asked.desk.now(None))
        facts.update(view.people_facts(people, asked.person, search), figures=figures)

    return await asked.kindly(find)


async def stage_into(asked: Asked, facts: dict[str, Any]) -> Notice | None:
    facts.update(screen=None, person=asked.person, everything=asked.everything)
    if not asked.person:
        return None

    async def look() -> None:
        screen = await view.look_at(asked.desk, asked.reader, asked.person, asked.everything)
        parts = view.parts_of(screen, asked.reader)
        facts.update(screen=screen, parts=parts, seen=view.marks_of(parts))

    return await asked.kindly(look)


async def blank_into(asked: Asked, facts: dict[str, Any]) -> Notice | None:
    async def find() -> None:
        clock = await asked.desk.now(None)
        facts.update(form=forms.blank(clock.now), problems={})

    return await asked.kindly(find)
