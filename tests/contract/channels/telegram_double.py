"""A Telegram on loopback that holds requests to its Bot API, and refuses what it is told to."""

import asyncio
import contextlib
import json
from collections import deque
from dataclasses import dataclass, field

from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.contract.channels.telegram_rules import violations

TOKEN = "123456789:AAF-a_token_that_nobody_may_read_12"
BOT = {"id": 123456789, "is_bot": True, "first_name": "Goodfaith", "username": "goodfaith_bot"}
LOST, HANGS, CUT = "the answer gets lost", "no answer comes", "the line is cut"


@dataclass(frozen=True)
class Refusal:
    """An answer that is not the usual one."""

    status: int
    description: str = "Bad Request: refused"
    parameters: dict = field(default_factory=dict)


class TelegramDouble:
    """What of the Bot API we use. `answers` are given first, then everything is taken."""

    def __init__(self):
        self.messages = []
        self.answered = []
        self.requests = []
        self.violations = []
        self.answers = deque()
        self.webhook = {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
        self.updates = []
        self.fresh = asyncio.Event()
        self.polls = 0
        app = web.Application()
        app.add_routes([web.post("/bot{token}/{method}", self._called)])
        self.server = TestServer(app, host="127.0.0.1")

    async def open(self):
        await self.server.start_server()
        return str(self.server.make_url("/bot"))

    async def close(self):
        await self.server.close()

    def told(self, *updates):
        """Something happened on Telegram."""
        self.updates += updates
        self.fresh.set()

    def asked(self, method):
        """The parameters of each call of a method."""
        return [posted for name, posted in self.requests if name == method]

    async def _called(self, request):
        method, posted = request.match_info["method"], dict(await request.post())
        self.requests.append((method, posted))
        if request.match_info["token"] != TOKEN:
            return _failed(Refusal(401, "Unauthorized"))
        wrong = violations(method, posted)
        if wrong:
            self.violations += wrong
            return _failed(Refusal(400, f"Bad Request: {wrong[0]}"))
        return await self._answer(request, method, posted)

    async def _answer(self, request, method, posted):
        answer = self.answers.popleft() if self.answers else None
        if answer == HANGS:
            await asyncio.sleep(30)
        if isinstance(answer, Refusal):
            return _failed(answer)
        if isinstance(answer, bytes):
            return web.Response(body=answer)
        result = None if answer == CUT else await METHODS[method](self, posted)
        if answer in (LOST, CUT):
            request.transport.close()
            return web.Response()
        if isinstance(result, Refusal):
            return _failed(result)
        return web.json_response({"ok": True, "result": result})

    async def _send(self, posted):
        chat = {"id": int(posted["chat_id"]), "type": "private", "first_name": "Ana"}
        keyboard = json.loads(posted.get("reply_markup", "null"))
        message = {"message_id": len(self.messages) + 1, "date": 1, "chat": chat, "from": BOT}
        message |= {"text": posted["text"]} | ({"reply_markup": keyboard} if keyboard else {})
        self.messages.append(message)
        return message

    async def _acknowledge(self, posted):
        self.answered.append(posted["callback_query_id"])
        return True

    async def _me(self, posted):
        return BOT

    async def _set_webhook(self, posted):
        self.webhook |= {"url": posted["url"], "secret": posted.get("secret_token")}
        self.webhook["allowed_updates"] = json.loads(posted["allowed_updates"])
        return True

    async def _delete_webhook(self, posted):
        self.webhook["url"] = ""
        return True

    async def _webhook_info(self, posted):
        return {name: value for name, value in self.webhook.items() if name != "secret"}

    async def _get_updates(self, posted):
        """Forgets what is confirmed, and waits for news like the real one."""
        if self.webhook["url"]:
            return Refusal(409, "Conflict: can't use getUpdates method while webhook is active")
        if self.polls:
            return Refusal(409, "Conflict: terminated by other getUpdates request")
        if "offset" in posted:
            offset = int(posted["offset"])
            self.updates = [one for one in self.updates if _waits(one, offset)]
        if not self.updates:
            await self._wait(int(posted.get("timeout", 0)))
        return self.updates[: int(posted.get("limit", 100))]

    async def _wait(self, seconds):
        self.polls += 1
        self.fresh.clear()
        try:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.fresh.wait(), seconds)
        finally:
            self.polls -= 1


def _waits(update, offset):
    """One without a number is confirmed by any later question."""
    number = update.get("update_id") if isinstance(update, dict) else None
    return isinstance(number, int) and number >= offset


def _failed(refusal):
    told = {"ok": False, "error_code": refusal.status, "description": refusal.description}
    if refusal.parameters:
        told["parameters"] = refusal.parameters
    return web.json_response(told, status=refusal.status)


METHODS = {
    "sendMessage": TelegramDouble._send,
    "answerCallbackQuery": TelegramDouble._acknowledge,
    "getMe": TelegramDouble._me,
    "setWebhook": TelegramDouble._set_webhook,
    "deleteWebhook": TelegramDouble._delete_webhook,
    "getWebhookInfo": TelegramDouble._webhook_info,
    "getUpdates": TelegramDouble._get_updates,
}
