"""How do SMS and WhatsApp reach people through Twilio, and how do answers come back?

`account` holds the credentials and the connections, `faults` says what each failure means,
`webhooks` reads what Twilio tells us, `channel` sends, `lookup` asks what became of a message,
`checks` finds what is missing in the account. `sms` and `whatsapp` are the two channels.
"""

from channels.twilio.account import TwilioAccount
from channels.twilio.http import Wire
from channels.twilio.sms import SmsChannel
from channels.twilio.whatsapp import WhatsAppChannel

__all__ = ["SmsChannel", "TwilioAccount", "WhatsAppChannel", "Wire"]
