"""How does a person pay? On a page that anyone with its address may open, on any phone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any

import structlog
from fastapi import APIRouter, Form, HTTPException, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from bot.paying import qr
from bot.paying.page import OwnPages, Ticket
from bot.usecases.payments.pay_page import PageState, PayView, pay_on_page, view_payment
from bot.usecases.ports import PaymentLinks, ProviderDown, ProviderRefuses, Tools
from bot.web.pages import POLICY, Reader, reader_of, render
from bot.wording import day, money

log = structlog.get_logger()
STATUS = {PageState.DUE: 200, PageState.PAID: 410, PageState.CHANGED: 410, PageState.EXPIRED: 410}
PRIVATE = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "X-Content-Type-Options": "nosniff",
}


class PayPage:
    """The routes of the page. `links` leads to a provider; `open_to_simulation` books payments."""

    def __init__(
        self, tools: Tools, pages: OwnPages, links: PaymentLinks | None, *, open_to_simulation: bool
    ) -> None:
        self._tools = tools
        self._pages = pages
        self._links = links
        self._simulates = open_to_simulation

    async def show(self, request: Request, token: str) -> Response:
        """What there is to pay, and how."""
        ticket, view = await self._view(token)
        return self._page(request, token, ticket, view)

    async def pay(
        self, request: Request, token: str, stand: Annotated[str, Form()] = ""
    ) -> Response:
        """The demonstration's payment. The same page twice books once."""
        ticket, view = await self._view(token)
        if not self._simulates:
            raise HTTPException(404)
        if ticket is None or view is None or view.state is PageState.EXPIRED:
            return self._page(request, token, ticket, view)
        booked = await pay_on_page(self._tools, ticket, stand)
        _, after = await self._view(token)
        if booked or (after is not None and after.state is PageState.PAID):
            return self._answer(request, "pay/thanks.html", 200, ticket, view)
        return self._page(request, token, ticket, after)

    async def picture(self, token: str) -> Response:
        """The Pix code as a picture."""
        _, view = await self._view(token)
        if view is None or view.pix is None:
            raise HTTPException(404)
        return Response(qr.svg(view.pix), media_type="image/svg+xml", headers=PRIVATE)

    async def leave(self, request: Request, token: str) -> Response:
        """On to the provider, for exactly what the page shows."""
        ticket, view = await self._view(token)
        if self._links is None:
            raise HTTPException(404)
        if ticket is None or view is None or view.request is None:
            return self._page(request, token, ticket, view)
        asked = replace(view.request, language=ticket.language)
        try:
            address = await self._links.link(asked)
        except (ProviderDown, ProviderRefuses) as error:
            log.warning("no_payment_link", reason=str(error), debt=asked.reference)
            return self._answer(request, "pay/unavailable.html", 503, ticket, view, back=token)
        return RedirectResponse(address, 303, headers=PRIVATE)

    async def _view(self, token: str) -> tuple[Ticket | None, PayView | None]:
        ticket = self._pages.read(token)
        return ticket, await view_payment(self._tools, ticket) if ticket else None

    def _page(
        self, request: Request, token: str, ticket: Ticket | None, view: PayView | None
    ) -> Response:
        if ticket is None or view is None:
            return self._answer(request, "pay/unknown.html", 404, ticket, None)
        if view.due is None:
            template = f"pay/{view.state}.html"
            return self._answer(request, template, STATUS[view.state], ticket, view)
        facts: dict[str, Any] = {
            "token": token,
            "provider": self._links is not None,
            "simulates": self._simulates,
        }
        return self._answer(request, "pay/due.html", 200, ticket, view, **facts)

    def _answer(
        self,
        request: Request,
        template: str,
        status: int,
        ticket: Ticket | None,
        view: PayView | None,
        **facts: Any,
    ) -> Response:
        asked = reader_of(request)
        reader = Reader(ticket.language, asked.theme) if ticket else asked
        shown = {**_figures(view), "creditor": self._tools.creditor, **facts}
        return HTMLResponse(render(template, reader, **shown), status, headers=PRIVATE)


def _figures(view: PayView | None) -> dict[str, Any]:
    """The sum and the day as people in the locale write them."""
    if view is None or view.due is None:
        return {}
    due = view.due
    return {
        "due": due,
        "amount": money(due.amount.decimal(), due.amount.currency, view.locale),
        "due_date": day(due.due_date.isoformat(), view.locale),
        "pix": view.pix,
    }


def pay_router(
    tools: Tools,
    pages: OwnPages,
    links: PaymentLinks | None = None,
    *,
    open_to_simulation: bool = False,
) -> APIRouter:
    """The page at `/pay/{token}`, its picture, and the way on to the provider."""
    page = PayPage(tools, pages, links, open_to_simulation=open_to_simulation)
    router = APIRouter(prefix="/pay", include_in_schema=False)
    routes: tuple[tuple[str, Callable[..., Any], str], ...] = (
        ("/{token}", page.show, "GET"),
        ("/{token}", page.pay, "POST"),
        ("/{token}/qr.svg", page.picture, "GET"),
        ("/{token}/provider", page.leave, "GET"),
    )
    for path, endpoint, method in routes:
        router.add_api_route(path, endpoint, methods=[method], response_model=None)
    return router
