"""What became of the messages on each channel? The operator's page, to look at.

It changes nothing: what can be done about a message or a halt stands beside it as a command. It
shows references of accounts, and there are no logins yet: so it is there in demo and test mode
only, and in production its address is a 404 until people can log in.
"""

from __future__ import annotations

import logging
from datetime import UTC
from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from bot.usecases.outbox.channel_care import stuck_messages
from bot.usecases.outbox.channel_report import DAYS, channel_report
from bot.usecases.outbox.halts import BUTTONS
from bot.usecases.outbox.reasons import provider_code, reason_codes
from bot.usecases.ports import Tools
from bot.web.channels.view import ICONS, STATE_ICONS, STATES, TELLS, tile
from bot.web.channels.why import why
from bot.web.pages import POLICY, Reader, choose_reader, reader_of, render, translations
from bot.web.simulator.figures import Figures, zone_of
from bot.web.simulator.labels import label

HOME = "/channels"
SPANS = (7, DAYS)
COMMAND = ".venv/bin/goodfaith channels"
MOST_STUCK = 20
HEADERS = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store"}
log = logging.getLogger(__name__)


class ChannelsPage:
    """The routes of the page."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def show(self, request: Request, days: str = "") -> Response:
        """The figures of the last days; a kind word when they cannot be had."""
        reader = reader_of(request)
        span = next((each for each in SPANS if str(each) == days), DAYS)
        shared = {"spans": SPANS, "span": span, "home": HOME, "command": COMMAND}
        try:
            facts = await self._facts(reader, span)
        except Exception:
            log.exception("the page of the channels could not be filled")
            return HTMLResponse(render("channels/down.html", reader, **shared), 503, HEADERS)
        return HTMLResponse(render("channels/page.html", reader, **shared, **facts), 200, HEADERS)

    async def choose(self, request: Request) -> Response:
        """Language and light."""
        return choose_reader(request, HOME)

    async def _facts(self, reader: Reader, span: int) -> dict[str, Any]:
        async with self._tools.open_work() as work:
            now = work.now.astimezone(UTC)
        reports = await channel_report(self._tools, days=span)
        stuck = await stuck_messages(self._tools, MOST_STUCK + 1)
        words = translations(reader.language)
        return {
            "tiles": [tile(report) for report in reports],
            "connected": any(report.connected for report in reports),
            "buttons": BUTTONS,
            "halts": [halt for report in reports for halt in report.halts],
            "stuck": stuck[:MOST_STUCK],
            "more": len(stuck) > MOST_STUCK,
            "figures": Figures(reader.language, zone_of("UTC"), now, words),
            "label": partial(label, words),
            "why": partial(why, words),
            "codes_of": reason_codes,
            "number_of": provider_code,
            "icons": ICONS,
            "states": {code: words.ugettext(name) for code, name in STATES.items()},
            "state_icons": STATE_ICONS,
            "tells": {code: words.ugettext(text) for code, text in TELLS.items()},
        }


def channels_page_router(tools: Tools) -> APIRouter:
    """The page at `/channels`. Only for demo and test mode: it asks nobody who they are."""
    page = ChannelsPage(tools)
    router = APIRouter(prefix=HOME, include_in_schema=False)
    router.add_api_route("", page.show, methods=["GET"])
    router.add_api_route("/reader", page.choose, methods=["GET"])
    return router
