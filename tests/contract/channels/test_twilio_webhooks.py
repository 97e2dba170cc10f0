"""What Twilio tells us, in all its kinds, and what is refused."""

from dataclasses import replace

import pytest
from pydantic import SecretStr

from channels.errors import Forged, Rejected, Unreadable
from channels.message import ChannelName, DeliveryStatus, InboundMessage, WebhookCall, Wish
from channels.twilio import SmsChannel, TwilioAccount, webhooks
from tests.contract.channels.kits import NOW, PERSON, SITE
from tests.contract.channels.twilio_double import NUMBER, SID, TOKEN
from tests.contract.channels.twilio_kit import JSON, form_call, json_call

URL = f"{SITE}/webhooks/sms"


def read(kit, **told):
    [news] = kit.channel.parse(form_call(URL, kit.facts(**told)))
    return news


def test_json_is_taken_like_a_form(twilio):
    call = json_call(f"{SITE}/webhooks/{twilio.name}", twilio.facts(Body="não 🙂", NumMedia=0))
    twilio.channel.verify(call)
    [told] = twilio.channel.parse(call)
    assert (told.text, told.address) == ("não 🙂", PERSON)


def test_a_json_body_without_its_signed_hash_is_forged(twilio):
    call = json_call(URL, twilio.facts())
    with pytest.raises(Forged):
        twilio.channel.verify(replace(call, body=call.body + b" "))
    bare = replace(call, url=URL)
    with pytest.raises(Forged):
        twilio.channel.verify(bare)


def test_a_form_cannot_pass_as_json_nor_json_as_a_form(twilio):
    form, json = form_call(URL, twilio.facts()), json_call(URL, twilio.facts())
    for call, kind in ((form, JSON), (json, "application/x-www-form-urlencoded")):
        with pytest.raises(Forged):
            twilio.channel.verify(replace(call, headers={**call.headers, "content-type": kind}))


def test_the_query_is_signed_too(twilio):
    call = twilio.status_call(status="delivered", key="1")
    twilio.channel.verify(call)
    with pytest.raises(Forged):
        twilio.channel.verify(replace(call, url=call.url.replace("key=1", "key=2")))


def test_an_earlier_token_still_verifies_and_an_unknown_one_does_not():
    account = TwilioAccount(SID, SecretStr("new"), SITE, earlier_tokens=[SecretStr(TOKEN)])
    channel = SmsChannel(account, NUMBER)
    for token in ("new", TOKEN):
        channel.verify(form_call(URL, {"a": "b"}, token))
    with pytest.raises(Forged):
        channel.verify(form_call(URL, {"a": "b"}, "older"))


def test_a_port_in_the_address_does_no_harm(twilio):
    call = form_call(f"{SITE}:443/webhooks/sms", twilio.facts())
    twilio.channel.verify(replace(call, url=URL))


def test_a_field_that_comes_twice_is_signed_with_both(twilio):
    call = form_call(URL, {"a": "b"})
    with pytest.raises(Forged):
        twilio.channel.verify(replace(call, body=call.body + b"&a=c"))


def test_a_form_without_end_is_refused(twilio):
    call = WebhookCall(URL, {"x-twilio-signature": "x"}, b"a=1&" * 501, NOW)
    with pytest.raises(Forged):
        twilio.channel.verify(call)
    with pytest.raises(Unreadable):
        twilio.channel.parse(call)


@pytest.mark.parametrize(
    ("content_type", "kind"),
    [
        ("image/jpeg", "image"),
        ("audio/ogg; codecs=opus", "audio"),
        ("video/mp4", "video"),
        ("application/pdf", "document"),
        ("text/plain", "document"),
        ("text/vcard", "contact"),
        ("", "file"),
    ],
)
def test_media_come_as_their_kinds(twilio, content_type, kind):
    told = read(twilio, Body="", NumMedia="1", MediaContentType0=content_type)
    assert (told.text, told.media) == ("", (kind,))


def test_several_media_and_a_place(twilio):
    media = {"MediaContentType0": "image/png", "MediaContentType1": "audio/aac"}
    told = read(twilio, NumMedia="2", Latitude="1.5", Longitude="2.5", **media)
    assert told.media == ("image", "audio", "location")


def test_a_chosen_line_of_a_list_is_pressed(twilio):
    told = read(twilio, ListId="tok-2", ListTitle="50 a month", Body="50 a month")
    assert (told.pressed, told.text) == ("tok-2", "50 a month")


@pytest.mark.parametrize(("word", "wish"), [("STOP", Wish.STOP), ("start", Wish.START)])
def test_what_twilio_took_as_a_wish_is_told(twilio, word, wish):
    assert read(twilio, OptOutType=word, Body="Stop it").wish is wish
    assert read(twilio, OptOutType="HELP").wish is Wish.HELPED
    assert read(twilio, OptOutType="LATER").wish is None
    assert read(twilio).wish is None


def test_a_name_is_told_and_changes_nothing_else(twilio):
    told = read(twilio, ProfileName=" Ana \u202e\n Souza ", OriginalRepliedMessageSid="SM0")
    assert told.profile_name == "Ana Souza"
    assert replace(told, profile_name=None) == read(twilio)


def test_a_service_for_both_channels_may_call_one_address(sms, whatsapp):
    told = sms.channel.parse(form_call(URL, whatsapp.facts()))[0]
    assert (told.channel, told.address) == (ChannelName.WHATSAPP, PERSON)
    told = whatsapp.channel.parse(form_call(URL, sms.facts()))[0]
    assert (told.channel, told.address) == (ChannelName.SMS, PERSON)


@pytest.mark.parametrize("origin", ["12345", "AMAZON", "messenger:1234", "rcs:+12025550100", ""])
def test_what_no_person_sent_is_nothing(sms, origin):
    assert sms.channel.parse(form_call(URL, sms.facts(From=origin))) == []


def test_a_nul_never_reaches_the_store(twilio):
    assert read(twilio, Body="a\0b").text == "ab"


@pytest.mark.parametrize(
    "body",
    [b"\xff", b"Body=%FF", b"Body=a", b"SmsStatus=received&MessageSid="],
)
def test_forms_that_cannot_be_read(twilio, body):
    call = form_call(URL, {})
    with pytest.raises(Unreadable):
        twilio.channel.parse(replace(call, body=body))


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff", b"1", b'"a"', b'{"Body": "\\ud800", "From": "+12025550100"}']
)
def test_json_that_cannot_be_read(twilio, body):
    with pytest.raises(Unreadable):
        twilio.channel.parse(json_call(URL, body))


@pytest.mark.parametrize("body", [b"[]", b"{}", b'[{"type": "com.twilio.x"}]', b'{"Body": null}'])
def test_json_of_other_services_is_nothing(twilio, body):
    assert twilio.channel.parse(json_call(URL, body)) == []


@pytest.mark.parametrize(
    "status", ["queued", "accepted", "sending", "scheduled", "partially_delivered"]
)
def test_steps_on_the_way_are_no_news(twilio, status):
    assert twilio.channel.parse(twilio.status_call(status=status)) == []


@pytest.mark.parametrize("status", ["failed", "undelivered", "canceled"])
def test_a_failure_without_a_code_is_one(twilio, status):
    [told] = twilio.channel.parse(twilio.status_call(status=status))
    assert told.status is DeliveryStatus.FAILED
    assert type(told.error) is Rejected
    assert told.code is None


def test_a_status_brings_its_segments_and_no_error(twilio):
    [told] = twilio.channel.parse(twilio.status_call(status="sent", NumSegments="3", ErrorCode=""))
    assert (told.segments, told.error, told.code) == (3, None, None)
    [told] = twilio.channel.parse(twilio.status_call(status="sent"))
    assert told.segments is None


def test_a_status_with_sms_names_is_read(sms):
    told = {"SmsSid": "SM9", "SmsStatus": "delivered", "To": PERSON}
    [news] = sms.channel.parse(form_call(f"{SITE}/webhooks/status", told))
    assert (news.provider_id, news.key, news.channel) == ("SM9", None, "sms")


def test_a_status_whose_code_is_no_number_cannot_be_read(twilio):
    with pytest.raises(Unreadable):
        twilio.channel.parse(twilio.status_call(status="failed", ErrorCode="x"))


def test_the_providers_name_is_the_same_for_both(twilio):
    told = read(twilio)
    assert isinstance(told, InboundMessage)
    assert told.provider == webhooks.PROVIDER == "twilio"


@pytest.mark.parametrize(("told", "attempt"), [("2", 2), ("", None), ("x", None), ("9" * 9, None)])
def test_news_is_of_the_try_that_the_address_names(twilio, told, attempt):
    call = twilio.status_call(status="delivered", key="1")
    [news] = twilio.channel.parse(replace(call, url=f"{call.url}&try={told}"))
    assert news.attempt == attempt
