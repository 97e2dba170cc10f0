"""What do the providers' credentials look like? Told apart without loading a provider's library."""

from __future__ import annotations

import re

TELEGRAM_TOKEN = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{10,100}")
TELEGRAM_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
"""What we give Telegram, and it gives us back with each call."""
TWILIO_SENDER = re.compile(r"\+[1-9]\d{4,14}|MG[0-9a-f]{32}")
"""A number in E.164, or the SID of a messaging service."""
TWILIO_ACCOUNT = re.compile(r"AC[0-9a-fA-F]{32}")
"""The SID of an account."""
SHORT_CODE = re.compile(r"[0-9]{3,8}")
"""A number that a network leases: it has no country in front."""
SENDER_ID = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9 ]{0,10}")
"""A name instead of a number, where networks allow one; nobody can answer it."""
