"""Does a request keep to Telegram's own description of its Bot API, and to its limits?

The description is not ours and does not live in this repository: GOODFAITH_SPECS names the folder
of `telegram_bot_api.json`, else `shared/specs` beside the repository is looked at. Without it only
the limits are checked.
"""

import json
import os
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SPECS = Path(os.environ.get("GOODFAITH_SPECS") or ROOT.parent / "shared" / "specs")
FILE = SPECS / "telegram_bot_api.json"
SPEC = json.loads(FILE.read_text()) if FILE.exists() else None
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
UPDATES = {"message", "edited_message", "callback_query", "my_chat_member"}


def needs():
    """Skip, with what to do, where the description is absent."""
    if SPEC is None:
        pytest.skip(
            f"no telegram_bot_api.json in {SPECS}: get api.json from "
            "github.com/PaulSonOfLars/telegram-bot-api-spec, or set GOODFAITH_SPECS to its folder"
        )


def violations(method, posted):
    """What is wrong with a request: a sentence each."""
    return [*_described(method, posted)] or [*_limits(method, posted)]


def _described(method, posted):
    if SPEC is None:
        return
    if method not in SPEC["methods"]:
        yield f"there is no method {method}"
        return
    fields = {one["name"]: one for one in SPEC["methods"][method].get("fields", ())}
    yield from _fields(fields, posted, method, form=True)


def _fields(fields, told, where, *, form):
    for name, one in fields.items():
        if one["required"] and name not in told:
            yield f"{where} lacks {name}"
    for name, value in told.items():
        if name not in fields:
            yield f"{where} has no {name}"
        elif not any(_fits(kind, value, form=form) for kind in fields[name]["types"]):
            yield f"{name} of {where} is no {' or '.join(fields[name]['types'])}: {value!r}"


def _fits(kind, value, *, form):
    """Is a value of this kind? In a form everything is text, and what has parts is JSON."""
    if form and kind != "String":
        try:
            value = json.loads(value)
        except ValueError:
            return False
    if kind.startswith("Array of "):
        inner = kind.removeprefix("Array of ")
        return isinstance(value, list) and all(_fits(inner, one, form=False) for one in value)
    plain = {"String": str, "Integer": int, "Boolean": bool, "Float": (int, float)}
    if kind in plain:
        return isinstance(value, plain[kind]) and (kind == "Boolean" or value is not True)
    fields = {one["name"]: one for one in SPEC["types"][kind].get("fields", ())}
    return isinstance(value, dict) and not [*_fields(fields, value, kind, form=False)]


def _limits(method, posted):
    if method == "sendMessage":
        yield from _message(posted)
    if "allowed_updates" in posted:
        known = UPDATES if SPEC is None else {f["name"] for f in SPEC["types"]["Update"]["fields"]}
        strange = set(json.loads(posted["allowed_updates"])) - known
        if strange:
            yield f"no updates are called {strange}"
    if method == "setWebhook":
        if not SECRET.fullmatch(posted.get("secret_token", "x")):
            yield "a secret token has 1 to 256 characters of A-Z a-z 0-9 _ -"
        if not posted.get("url", "").startswith("https://"):
            yield "a webhook has an https address"
    for name, most in {"limit": 100, "max_connections": 100}.items():
        if not 1 <= int(posted.get(name, 1)) <= most:
            yield f"{name} is between 1 and {most}"
    if method == "answerCallbackQuery" and len(posted.get("text", "")) > 200:
        yield "an answer has at most 200 characters"


def _message(posted):
    if not 1 <= len(posted.get("text", "").encode("utf-16-le")) // 2 <= 4096:
        yield "a text has 1 to 4096 characters"
    keyboard = json.loads(posted.get("reply_markup", "{}")).get("inline_keyboard", ())
    for button in (button for row in keyboard for button in row):
        if not 1 <= len(button.get("callback_data", "").encode()) <= 64:
            yield "callback data has 1 to 64 bytes"
        if not button.get("text"):
            yield "a button has a text"
