"""What `channels check` finds at Twilio, and that each fault says what to do."""

import pytest

from channels.message import Aside, ChannelName
from channels.twilio import Content, SmsChannel, TwilioAccount
from tests.contract.channels.kits import SITE
from tests.contract.channels.twilio_double import NUMBER, SERVICE, SID, TOKEN, Refusal
from tests.contract.channels.twilio_kit import TwilioKit

TEMPLATE, REPLY = "HX" + "3" * 32, "HX" + "2" * 32
OURS = {
    "phone_number": NUMBER,
    "sid": "PN1",
    "sms_url": f"{SITE}/webhooks/sms",
    "sms_method": "POST",
}
BOTH = [ChannelName.SMS, ChannelName.WHATSAPP]


async def findings(kit):
    return {one.what: one for one in await kit.channel.check()}


@pytest.fixture(params=BOTH)
async def service(request):
    kit = await TwilioKit.open(request.param, sender=SERVICE, contents=[Content(TEMPLATE)])
    kit.double.services[SERVICE] = {
        "sid": SERVICE,
        "inbound_request_url": f"{SITE}/webhooks/{request.param}",
        "inbound_method": "POST",
        "use_inbound_webhook_on_number": False,
    }
    kit.double.contents[TEMPLATE] = "Hello"
    kit.double.approvals[TEMPLATE] = {"status": "approved"}
    yield kit
    await kit.close()


async def test_all_is_well_with_a_service(service):
    found = await findings(service)
    assert list(found) == [
        "credentials",
        "public address",
        "sender",
        "webhook",
        f"template {TEMPLATE}",
    ]
    assert [one for one in found.values() if not one.ok] == []


async def test_all_is_well_with_a_number(sms):
    sms.double.numbers.append(OURS)
    found = await findings(sms)
    assert {"credentials", "sender", "webhook"} < set(found)
    assert [one for one in found.values() if not one.ok] == []


async def test_wrong_credentials_end_it(twilio):
    twilio.double.answers.append(Refusal(401, 20003))
    [found] = await twilio.channel.check()
    assert (found.what, found.ok) == ("credentials", False)
    assert "console" in found.told
    assert TOKEN not in found.told


@pytest.mark.parametrize("answer", [Refusal(503), Refusal(429, 20429), b"<html>"])
async def test_a_twilio_that_is_down_is_no_wrong_credential(twilio, answer):
    twilio.double.answers.append(answer)
    [found] = await twilio.channel.check()
    assert not found.ok
    assert "try again" in found.told


async def test_an_account_that_does_not_exist_is_a_wrong_credential(twilio):
    twilio.double.answers.append(Refusal(404, 20404))
    [found] = await twilio.channel.check()
    assert (found.what, found.ok) == ("credentials", False)
    assert SID in found.told
    assert "try again" not in found.told


async def test_a_suspended_account(twilio):
    twilio.double.account["status"] = "suspended"
    [found] = await twilio.channel.check()
    assert not found.ok
    assert "suspended" in found.told


async def test_a_number_that_is_not_ours(sms):
    found = await findings(sms)
    assert not found["sender"].ok
    assert NUMBER in found["sender"].told
    assert "webhook" not in found


@pytest.mark.parametrize(
    "change",
    [
        {"sms_url": "https://demo.twilio.com/welcome/sms/reply"},
        {"sms_url": ""},
        {"sms_method": "GET"},
        {"sms_application_sid": "AP1"},
    ],
)
async def test_a_number_that_leads_elsewhere(sms, change):
    sms.double.numbers.append(OURS | change)
    webhook = (await findings(sms))["webhook"]
    assert not webhook.ok
    assert f"{SITE}/webhooks/sms" in webhook.told


async def test_a_whatsapp_number_cannot_be_asked_and_says_where_to_look(whatsapp):
    webhook = (await findings(whatsapp))["webhook"]
    assert f"{SITE}/webhooks/whatsapp" in webhook.told
    assert "console" in webhook.told
    assert (webhook.aside, webhook.is_fault) == (Aside.LOOK, False)


@pytest.mark.parametrize("sender", ["72345", "Juniper Oak", "MGM Grand"])
async def test_what_is_no_number_cannot_be_asked_and_says_where_to_look(sender):
    kit = await TwilioKit.open(ChannelName.SMS, sender=sender)
    found = await findings(kit)
    await kit.close()
    assert list(found) == ["credentials", "public address", "sender"]
    assert sender in found["sender"].told
    assert (found["sender"].aside, found["sender"].is_fault) == (Aside.LOOK, False)


async def test_an_unknown_service(service):
    service.double.services.clear()
    found = await findings(service)
    assert not found["sender"].ok
    assert SERVICE in found["sender"].told


@pytest.mark.parametrize(
    "change",
    [
        {"inbound_request_url": None},
        {"inbound_request_url": "https://elsewhere.example/webhooks/sms"},
        {"inbound_method": "GET"},
        {"use_inbound_webhook_on_number": True},
    ],
)
async def test_a_service_that_leads_elsewhere(service, change):
    service.double.services[SERVICE] |= change
    assert not (await findings(service))["webhook"].ok


async def test_a_service_for_both_channels_may_have_either_address(service):
    for name in BOTH:
        told = {"inbound_request_url": f"{SITE}/webhooks/{name}"}
        service.double.services[SERVICE] |= told
        assert (await findings(service))["webhook"].ok


async def test_an_absent_template(service):
    service.double.contents.clear()
    found = (await findings(service))[f"template {TEMPLATE}"]
    assert not found.ok
    assert "create it" in found.told


@pytest.mark.parametrize("status", ["pending", "rejected", "paused", "disabled", None])
async def test_an_unapproved_template_matters_on_whatsapp_only(service, status):
    service.double.approvals[TEMPLATE] = {"status": status, "rejection_reason": "PROMOTIONAL"}
    found = (await findings(service))[f"template {TEMPLATE}"]
    assert found.ok is (service.name == ChannelName.SMS)
    assert found.ok or ((status or "not submitted") in found.told and "PROMOTIONAL" in found.told)


@pytest.mark.parametrize(
    ("text", "language", "told"),
    [
        ("{{1}}, this is {{2}}", "en", None),
        ("{{1}}, this is {{2}}", "en_GB", None),
        ("{{1}}, this is {{2}}", "fr", "fr"),
        ("{{1}}, this is {{2}} for {{3}}", "en", "{{1}} {{2}} {{3}}"),
        ("Hello", "en", "no gaps"),
    ],
)
async def test_a_template_is_in_its_language_and_has_its_gaps(text, language, told):
    content = Content(TEMPLATE, "en", 2)
    kit = await TwilioKit.open(ChannelName.WHATSAPP, contents=[content])
    kit.double.contents[TEMPLATE] = text
    kit.double.language = language
    kit.double.approvals[TEMPLATE] = {"status": "approved"}
    found = (await findings(kit))[f"template {TEMPLATE}"]
    assert found.ok is (told is None)
    assert found.ok or told in found.told
    await kit.close()


async def test_content_for_buttons_needs_no_approval_and_is_looked_at_once():
    kit = await TwilioKit.open(ChannelName.WHATSAPP, quick_replies={2: REPLY})
    assert not (await findings(kit))[f"template {REPLY}"].ok
    kit.double.contents[REPLY] = "{{1}}{{2}}{{3}}{{4}}{{5}}"
    told = [one for one in await kit.channel.check() if REPLY in one.what]
    assert [one.ok for one in told] == [True]
    kit.double.contents[REPLY] = "{{1}}"
    assert "{{5}}" in (await findings(kit))[f"template {REPLY}"].told
    await kit.close()


async def test_an_address_without_encryption(sms):
    wire = sms.channel.account._http._wire
    account = TwilioAccount(SID, TOKEN, "http://pay.example", wire=wire)
    found = {one.what: one for one in await SmsChannel(account, NUMBER).check()}
    assert not found["public address"].ok
    assert "https" in found["public address"].told
    await account.close()
