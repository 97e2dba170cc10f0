"""A Twilio on loopback that remembers what arrived and refuses what it is told to."""

import asyncio
import json
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime

from aiohttp import BasicAuth, web
from aiohttp.test_utils import TestServer

from tests.contract.channels.kits import NOW

SID = "AC" + "0" * 32
TOKEN = "auth-token-that-nobody-may-read"
NUMBER = "+12025550199"
SERVICE = "MG" + "1" * 32
API = f"/2010-04-01/Accounts/{SID}"
LOST, HANGS = "the answer gets lost", "no answer comes"


@dataclass(frozen=True)
class Refusal:
    """An answer that is not the usual one."""

    status: int
    code: int | None = None
    headers: dict = field(default_factory=dict)


class TwilioDouble:
    """What of Twilio we use. `answers` are given first, then everything is taken."""

    def __init__(self):
        self.messages = []
        self.requests = []
        self.passwords = set()
        self.answers = deque()
        self.now: datetime = NOW
        self.account = {"sid": SID, "status": "active"}
        self.numbers = []
        self.services = {}
        self.contents = {}
        self.approvals = {}
        self.language = "en"
        self.page_size = None
        app = web.Application()
        app.add_routes(
            [
                web.post(f"{API}/Messages.json", self._create),
                web.get(f"{API}/Messages.json", self._list),
                web.get(f"{API}.json", self._account),
                web.get(f"{API}/IncomingPhoneNumbers.json", self._numbers),
                web.get("/v1/Services/{sid}", self._service),
                web.get("/v1/Content/{sid}", self._content),
                web.get("/v1/Content/{sid}/ApprovalRequests", self._approval),
            ]
        )
        self.server = TestServer(app, host="127.0.0.1")

    async def open(self):
        await self.server.start_server()
        return str(self.server.make_url("")).rstrip("/")

    async def close(self):
        await self.server.close()

    def content_of(self, posted):
        """What the person reads."""
        if "ContentSid" not in posted:
            return posted["Body"]
        text = self.contents.get(posted["ContentSid"], "{{1}}")
        for name, value in json.loads(posted.get("ContentVariables", "{}")).items():
            text = text.replace("{{" + name + "}}", value)
        return text

    def store(self, posted, **facts):
        """Keep a message as Twilio would."""
        record = {
            "sid": f"SM{len(self.messages):032x}",
            "body": self.content_of(posted),
            "direction": "outbound-api",
            "from": posted.get("From"),
            "messaging_service_sid": posted.get("MessagingServiceSid"),
            "to": posted["To"],
            "status": "accepted" if "MessagingServiceSid" in posted else "queued",
            "num_segments": "0" if "MessagingServiceSid" in posted else "1",
            "date_created": format_datetime(self.now),
            "date_sent": None,
            "error_code": None,
        }
        self.messages.insert(0, record | facts)
        return self.messages[0]

    def _refused(self, request):
        told = request.headers.get("Authorization", "")
        if not told.startswith("Basic "):
            return Refusal(401, 20003)
        self.passwords.add(BasicAuth.decode(told).password)
        return self.answers.popleft() if self.answers else None

    async def _answer(self, request, made):
        refusal = self._refused(request)
        if refusal == HANGS:
            await asyncio.sleep(30)
        if refusal == LOST:
            made()
            request.transport.close()
            return web.Response()
        if isinstance(refusal, Refusal):
            told = {"code": refusal.code, "message": f"about {request.path}", "status": 1}
            return web.json_response(told, status=refusal.status, headers=refusal.headers)
        if isinstance(refusal, bytes):
            return web.Response(body=refusal)
        found = made()
        if found is None:
            return web.json_response({"code": 20404, "message": "absent"}, status=404)
        return web.json_response(found, status=201 if request.method == "POST" else 200)

    async def _create(self, request):
        posted = dict(await request.post())
        self.requests.append(posted)
        return await self._answer(request, lambda: self.store(posted))

    async def _list(self, request):
        asked = request.query
        self.requests.append(dict(asked))
        found = [one for one in self.messages if one["to"] == asked["To"]]
        if "From" in asked:
            found = [one for one in found if one["from"] == asked["From"]]
        size, page = self.page_size or int(asked["PageSize"]), int(asked.get("Page", 0))
        shown, more = found[page * size : (page + 1) * size], len(found) > (page + 1) * size
        following = str(request.rel_url.update_query(Page=page + 1)) if more else None
        told = {"messages": shown, "next_page_uri": following, "page": page}
        return await self._answer(request, lambda: told)

    async def _account(self, request):
        return await self._answer(request, lambda: self.account)

    async def _numbers(self, request):
        asked = request.query["PhoneNumber"]
        found = [one for one in self.numbers if one["phone_number"] == asked]
        told = {"incoming_phone_numbers": found, "next_page_uri": None}
        return await self._answer(request, lambda: told)

    async def _service(self, request):
        return await self._answer(request, lambda: self.services.get(request.match_info["sid"]))

    async def _content(self, request):
        sid = request.match_info["sid"]
        found = None
        if sid in self.contents:
            types = {"twilio/text": {"body": self.contents[sid]}}
            found = {"sid": sid, "language": self.language, "types": types, "variables": {}}
        return await self._answer(request, lambda: found)

    async def _approval(self, request):
        sid = request.match_info["sid"]
        return await self._answer(request, lambda: {"sid": sid, "whatsapp": self.approvals[sid]})
