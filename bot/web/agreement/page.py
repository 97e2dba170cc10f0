"""How does a person read what they agreed? At an address of its own, after one answer."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from bot.documents.agreement import render as render_pdf
from bot.paying.page import AGREEMENTS, AgreementTicket, OwnPages
from bot.rules.text import unaccented
from bot.usecases.plans.open_agreement import (
    LONGEST,
    AgreementView,
    Opening,
    open_agreement,
    view_agreement,
)
from bot.usecases.plans.write_agreement import AgreementFacts
from bot.usecases.ports import Tools
from bot.web.bodies import small_body
from bot.web.pages import Reader, reader_of, render
from bot.web.pay.page import PRIVATE
from bot.wording import day

FIELD = "answer"
EXAMPLE = "1980-01-31"
"""A birth date that cannot be misread, to show how one is written."""
STATUS = {
    Opening.ASKED: 200,
    Opening.UNCLEAR: 422,
    Opening.WRONG: 403,
    Opening.LOCKED: 403,
    Opening.EXPIRED: 410,
}
PAPER = {**PRIVATE, "Content-Security-Policy": "frame-ancestors 'none'"}
"""A viewer inside the browser draws the paper; what a page may load would stop it."""


class AgreementPage:
    """The routes of the page."""

    def __init__(self, tools: Tools, pages: OwnPages) -> None:
        self._tools = tools
        self._pages = pages

    async def show(self, request: Request, token: str) -> Response:
        """The question; nothing yet of the person or the agreement."""
        ticket = self._pages.read_agreement(token)
        view = await view_agreement(self._tools, ticket) if ticket else None
        return self._page(request, token, ticket, view)

    async def answer(self, request: Request, token: str) -> Response:
        """The agreement for the right answer; else the question again."""
        ticket = self._pages.read_agreement(token)
        given = _answer(await small_body(request)) if ticket else ""
        view = await open_agreement(self._tools, ticket, given) if ticket else None
        if view is None or view.agreement is None:
            return self._page(request, token, ticket, view)
        return await _paper(view.agreement)

    def _page(
        self,
        request: Request,
        token: str,
        ticket: AgreementTicket | None,
        view: AgreementView | None,
    ) -> Response:
        asked = reader_of(request)
        reader = Reader(ticket.language, asked.theme) if ticket else asked
        facts: dict[str, Any] = {"creditor": self._tools.creditor}
        if view is None:
            return HTMLResponse(render("pay/unknown.html", reader, **facts), 404, headers=PRIVATE)
        name = "agreement/ask.html"
        if view.state in (Opening.LOCKED, Opening.EXPIRED):
            name = f"agreement/{view.state}.html"
        facts |= {"token": token, "view": view, "longest": LONGEST}
        facts |= {"example": day(EXAMPLE, view.locale)}
        return HTMLResponse(render(name, reader, **facts), STATUS[view.state], headers=PRIVATE)


def _answer(body: bytes) -> str:
    """The answer in a form; nothing for what is no such form."""
    try:
        fields = parse_qs(body.decode(), max_num_fields=8)
    except ValueError:
        return ""
    return fields.get(FIELD, [""])[0]


async def _paper(facts: AgreementFacts) -> Response:
    """The PDF, named by what it is and its number, never by a person."""
    title = "-".join(unaccented(facts.title).split())
    named = f'inline; filename="{title}-{str(facts.number)[:8]}.pdf"'
    content = await asyncio.to_thread(render_pdf, facts)
    headers = {**PAPER, "Content-Disposition": named}
    return Response(content, media_type="application/pdf", headers=headers)


def agreement_router(tools: Tools, pages: OwnPages) -> APIRouter:
    """The page at `/agreements/{token}`."""
    page = AgreementPage(tools, pages)
    router = APIRouter(prefix=AGREEMENTS, include_in_schema=False)
    router.add_api_route("/{token}", page.show, methods=["GET"], response_model=None)
    router.add_api_route("/{token}", page.answer, methods=["POST"], response_model=None)
    return router
