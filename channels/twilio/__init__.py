"""How do SMS and WhatsApp reach people through Twilio, and how do answers come back?

`account` holds the credentials and the connections, `faults` says what each failure means,
`webhooks` reads what Twilio tells us. `sender` is what sending, looking up and checking have in
common: `channel` sends, at the pace of `pace`; `lookup` asks what became of a message; `checks`
and `contents` find what is missing in the account. `sms` and `whatsapp` are the two channels.
"""

from channels.twilio.account import TwilioAccount
from channels.twilio.http import Wire
from channels.twilio.sender import Content
from channels.twilio.sms import SmsChannel
from channels.twilio.whatsapp import WhatsAppChannel

__all__ = ["Content", "SmsChannel", "TwilioAccount", "WhatsAppChannel", "Wire"]
