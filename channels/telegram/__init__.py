"""How do we reach people on Telegram, and how do they reach us?

`wire` keeps the token out of sight, `faults` says what each failure means, `updates` reads what
Telegram tells us, `texts` cuts what is too long, `pace` keeps to Telegram's limits, `progress`
remembers what has left, `line` asks and names the errors, `channel` sends, `checks` finds what is
missing, `polling` fetches the updates where there is no public address.
"""

from channels.telegram.channel import TelegramChannel
from channels.telegram.pace import Pace
from channels.telegram.polling import Poller
from channels.telegram.wire import API, Timeouts

__all__ = ["API", "Pace", "Poller", "TelegramChannel", "Timeouts"]
