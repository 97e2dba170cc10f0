"""Every request that we send keeps Twilio's own specification: the real client, through Prism."""

import re
from datetime import UTC, datetime

import pytest

from channels.errors import BadCredentials, Rejected
from channels.message import Button, ChannelName, DeliveryStatus, Template
from channels.twilio import Content, TwilioAccount
from channels.twilio.http import Wire
from tests.contract.channels import prism
from tests.contract.channels.kits import SITE, message
from tests.contract.channels.twilio_double import NUMBER, SERVICE, SID, TOKEN
from tests.contract.channels.twilio_kit import KINDS

pytestmark = pytest.mark.slow

HX = "HX" + "2" * 32
SINCE = datetime(2026, 11, 26, tzinfo=UTC)
YES_NO = (Button("tok-1", "Sim"), Button("tok-2", "Não"))
SENT = {
    "text": {},
    "accents and signs": {"text": "Não & 🙂 = 100%", "key": "a&b=ç/1"},
    "numbered": {"buttons": (*YES_NO, Button("tok-3", "Later"))},
    "buttons": {"buttons": YES_NO},
    "template": {"template": Template(HX, {"1": "Ana", "2": "R$ 50,00"})},
    "template without gaps": {"template": Template(HX)},
}
API = "/2010-04-01/Accounts"
KNOWN = {
    "/2010-04-01/Accounts/{Sid}.json": rf"{API}/{SID}\.json",
    "/2010-04-01/Accounts/{AccountSid}/Messages.json": rf"{API}/{SID}/Messages\.json",
    "/2010-04-01/Accounts/{AccountSid}/IncomingPhoneNumbers.json": (
        rf"{API}/{SID}/IncomingPhoneNumbers\.json"
    ),
    "/v1/Services/{Sid}": r"/v1/Services/MG\w+",
    "/v1/Content/{Sid}": r"/v1/Content/HX\w+",
    "/v1/Content/{Sid}/ApprovalRequests": r"/v1/Content/HX\w+/ApprovalRequests",
}


@pytest.fixture(scope="module")
def origins(tmp_path_factory):
    prism.needs()
    with prism.running(tmp_path_factory.mktemp("prism")) as addresses:
        yield addresses


@pytest.fixture
async def account(origins):
    made = TwilioAccount(SID, TOKEN, SITE, wire=Wire(origins=origins))
    made.seen = []
    passed = made._http.request

    async def remember(method, url, params=None, data=None, **given):
        path = re.sub(r"https://[^/]*", "", url).partition("?")[0]
        made.seen.append((method, path, {*(params or {}), *(data or {})}))
        return await passed(method, url, params=params, data=data, **given)

    made._http.request = remember
    yield made
    await made.close()


def channel_of(account, name, sender, **given):
    if name == ChannelName.WHATSAPP:
        given["quick_replies"] = {2: HX}
    return KINDS[name](account, sender, per_second=1000, **given)


def kinds(account):
    """The kinds of request that were made, in the specification's terms."""
    return {
        (method, next(kind for kind, shape in KNOWN.items() if re.fullmatch(shape, path)))
        for method, path, _ in account.seen
    }


def names_hold(account):
    """Prism lets unknown names pass; Twilio would ignore them, and our meaning with them."""
    allowed = prism.parameters(KNOWN)
    for method, path, names in account.seen:
        kind = next(kind for kind, shape in KNOWN.items() if re.fullmatch(shape, path))
        assert names <= allowed[method, kind], (kind, names)


@pytest.mark.parametrize("sender", [NUMBER, SERVICE])
@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("what", SENT)
async def test_what_we_send(account, name, sender, what):
    receipt = await channel_of(account, name, sender).send(message(**SENT[what]))
    assert receipt.provider_id.startswith("SM")
    assert receipt.status is DeliveryStatus.SENT
    names_hold(account)


@pytest.mark.parametrize("sender", [NUMBER, SERVICE])
@pytest.mark.parametrize("name", KINDS)
async def test_what_we_ask_for(account, name, sender):
    assert await channel_of(account, name, sender).find(message(), SINCE) is None
    names_hold(account)


@pytest.mark.parametrize("sender", [NUMBER, SERVICE])
@pytest.mark.parametrize("name", KINDS)
async def test_what_we_check(account, name, sender):
    found = await channel_of(account, name, sender, contents=[Content(HX)]).check()
    unasked = [one for one in found if "could not" in one.told or "not exist" in one.told]
    assert unasked == []
    assert {"credentials", "webhook", f"template {HX}"} <= {one.what for one in found}
    names_hold(account)


async def test_that_is_every_kind_of_request(account):
    for name in KINDS:
        for sender in (NUMBER, SERVICE):
            channel = channel_of(account, name, sender, contents=[Content(HX)])
            await channel.send(message())
            await channel.find(message(), SINCE)
            await channel.check()
    asked = {("GET", kind) for kind in KNOWN}
    assert kinds(account) == asked | {("POST", "/2010-04-01/Accounts/{AccountSid}/Messages.json")}


async def test_a_wrong_message_fails(account):
    wrong = message(template=Template("HX-not-a-sid"))
    with pytest.raises(Rejected, match="422"):
        await channel_of(account, ChannelName.SMS, NUMBER).send(wrong)


async def test_other_wrong_requests_fail(account):
    client = account.client
    wrong = [
        client.messages.create_async(to="", status_callback="no address", body="Hello"),
        client.messages.create_async(to=NUMBER, messaging_service_sid="MG-no-sid", body="Hello"),
        client.messages.page_async(page_size=0),
        client.messages.page_async(page_size=5000),
        client.messaging.v1.services("MG1").fetch_async(),
        client.content.v1.contents("HX1").fetch_async(),
    ]
    for call in wrong:
        with pytest.raises(Rejected, match="422"):
            await account.ask(call)
    with pytest.raises(Rejected, match="404"):
        await account.ask(client.request_async("GET", "https://api.twilio.com/nowhere"))


async def test_without_credentials_nothing_goes(account):
    account.client.username = None
    with pytest.raises(BadCredentials):
        await channel_of(account, ChannelName.SMS, NUMBER).send(message())


def test_names_are_looked_at():
    prism.needs()
    allowed = prism.parameters(KNOWN)
    assert len(allowed) > len(KNOWN)
    assert "Bodi" not in allowed["POST", "/2010-04-01/Accounts/{AccountSid}/Messages.json"]
