"""The two channels of Twilio against its double, for the contract suite and Twilio's own tests."""

import json
from hashlib import sha256
from urllib.parse import urlencode

from twilio.request_validator import RequestValidator

from channels import errors
from channels.message import ChannelName, WebhookCall
from channels.twilio import SmsChannel, TwilioAccount, WhatsAppChannel
from channels.twilio.http import Wire
from tests.contract.channels.kits import NOW, PERSON, SITE
from tests.contract.channels.twilio_double import LOST, NUMBER, SID, TOKEN, Refusal, TwilioDouble

KINDS = {ChannelName.SMS: SmsChannel, ChannelName.WHATSAPP: WhatsAppChannel}
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
REFUSALS = {
    errors.RetryLater: lambda e: Refusal(429, 20429, {"Retry-After": str(e.after_seconds)}),
    errors.Unreachable: lambda e: Refusal(400, 21211),
    errors.Blocked: lambda e: Refusal(400, 21610),
    errors.Rejected: lambda e: Refusal(400, 21617),
    errors.BadCredentials: lambda e: Refusal(401, 20003),
    errors.WindowShut: lambda e: Refusal(400, 63016),
    errors.Halted: lambda e: Refusal(400, 30007),
    errors.HaltedContent: lambda e: Refusal(400, 63041),
    errors.Unsure: lambda e: LOST,
}


def account_at(origin, **given):
    """Our account, with all of Twilio's addresses at one."""
    return TwilioAccount(SID, TOKEN, SITE, wire=Wire.to(origin, **given))


def form_call(url, told, token=TOKEN):
    """A call as Twilio makes it: a form, signed."""
    signature = RequestValidator(token).compute_signature(url, told)
    headers = {"content-type": FORM, "x-twilio-signature": signature}
    return WebhookCall(url, headers, urlencode(told).encode(), NOW)


def json_call(url, told, token=TOKEN):
    """A call with a JSON body, whose hash stands in the signed address."""
    body = told if isinstance(told, bytes) else json.dumps(told).encode()
    joint = "&" if "?" in url else "?"
    url = f"{url}{joint}bodySHA256={sha256(body).hexdigest()}"
    signature = RequestValidator(token).compute_signature(url, {})
    return WebhookCall(url, {"content-type": JSON, "x-twilio-signature": signature}, body, NOW)


class TwilioKit:
    """SMS or WhatsApp."""

    keyed = False
    secret = TOKEN
    person = PERSON
    asked = reports = signs = True
    refuses = frozenset(REFUSALS)

    def __init__(self, name, double, origin, sender=NUMBER, **given):
        self.name = name
        self.double = double
        self.channel = KINDS[name](account_at(origin), sender, per_second=1000, **given)
        self.prefix = "whatsapp:" if name == ChannelName.WHATSAPP else ""

    @classmethod
    async def open(cls, name, **given):
        double = TwilioDouble()
        return cls(name, double, await double.open(), **given)

    def fail_next(self, *errors):
        self.double.answers.extend(REFUSALS[type(error)](error) for error in errors)

    def phone(self):
        return [one["body"] for one in reversed(self.double.messages)]

    def facts(self, **told):
        """The fields of an incoming message."""
        return {
            "MessageSid": "SM1",
            "SmsStatus": "received",
            "From": f"{self.prefix}{PERSON}",
            "To": f"{self.prefix}{NUMBER}",
            "Body": "Hello",
            "NumMedia": "0",
            **told,
        }

    def message_call(self, *, sid="in-1", text="Hello", pressed=None):
        told = self.facts(MessageSid=sid, Body=text)
        if pressed:
            told |= {"ButtonPayload": pressed, "ButtonText": text}
        return form_call(f"{SITE}/webhooks/{self.name}", told)

    def status_call(self, *, status, sid="out-1", key="1", **more):
        url = f"{SITE}/webhooks/status?{urlencode({'key': key, 'channel': self.name.value})}"
        told = {"MessageSid": sid, "MessageStatus": status, "To": f"{self.prefix}{PERSON}"}
        return form_call(url, told | more)

    def strange_call(self):
        return form_call(f"{SITE}/webhooks/{self.name}", {"EventType": "WEATHER", "Sid": "1"})

    def broken_call(self):
        call = self.message_call()
        return WebhookCall(call.url, call.headers, call.body + b"&Body=%FF%FE", NOW)

    async def close(self):
        await self.channel.close()
        await self.double.close()
