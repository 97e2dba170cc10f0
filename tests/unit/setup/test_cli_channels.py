"""`goodfaith channels`: words that fit, JSON that is whole, one clear sentence; no network."""

import asyncio
import json
import sys
from types import SimpleNamespace

import pytest

from bot import connect
from bot.cli import channels, commands
from bot.settings import Settings
from bot.usecases.people.opt_out import opt_out
from bot.wording import DIALOGS, Responses
from channels.message import Aside, Finding
from tests.usecases.world import World
from tests.web.channels_story import halts, hears, writes

WORDS = Responses(DIALOGS, {"creditor": "Juniper & Oak", "assistant": "Robin"})
CHANNELS = ["sms", "whatsapp", "telegram"]
PROVIDERS = (
    "TELEGRAM_TOKEN", "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_SMS_FROM",
    "TWILIO_WHATSAPP_FROM", "DATABASE_URL", "GOODFAITH_MODE", "GOODFAITH_ENGINE_SECRET",
    "GOODFAITH_SESSION_SECRET",
)  # fmt: skip


@pytest.fixture
def world(policies, wording, creditor):
    return World.make(policies, wording, creditor)


@pytest.fixture
def run(world, monkeypatch, capsys, tmp_path):
    """A command as the shell runs it: exit code, what it printed, what it complained."""

    def on_world(use, *, secrets):
        assert not secrets, "none of ours is needed"
        return asyncio.run(use(SimpleNamespace(tools=world.tools)))

    monkeypatch.setattr(channels, "on_product", on_world)
    monkeypatch.setattr(channels.getpass, "getuser", lambda: "ana")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("GOODFAITH_DATA", str(tmp_path))
    for name in PROVIDERS:
        monkeypatch.delenv(name, raising=False)

    def command(*words):
        monkeypatch.setattr(sys, "argv", ["goodfaith", "channels", *words])
        with pytest.raises(SystemExit) as ended:
            commands.main()
        said = capsys.readouterr()
        return ended.value.code or 0, said.out, said.err

    return command


@pytest.fixture
def ada(world):
    return asyncio.run(world.meet())


def arrange(*steps):
    for step in steps:
        asyncio.run(step)


def number_of(ada):
    return asyncio.run(ada.look("outbox"))[-1].id


# -- check -------------------------------------------------------------------------------------


def test_check_names_what_to_set_and_the_page_that_tells_how(run):
    code, out, _ = run("check")
    assert code == 1, "no channel is connected at all"
    first = (
        "  not connected: set TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_SMS_FROM to connect "
        "it (docs/connect-sms.md)"
    )
    assert out.splitlines()[:2] == ["sms", first]
    assert "set TELEGRAM_TOKEN to connect it (docs/connect-telegram.md)" in out


def test_check_as_json(run):
    code, out, _ = run("check", "--json")
    told = json.loads(out)
    assert (code, list(told)) == (1, CHANNELS)
    assert [one["ok"] for findings in told.values() for one in findings] == [False] * 3
    assert {one["mark"] for findings in told.values() for one in findings} == {"not connected"}


def test_check_in_production_needs_no_secret_of_ours(run, monkeypatch):
    monkeypatch.setenv("GOODFAITH_MODE", "production")
    code, out, err = run("check")
    assert (code, err) == (1, "")
    assert out.startswith("sms\n  not connected: ")


def test_a_sender_without_credentials_is_missing_something(run, monkeypatch):
    monkeypatch.setenv("TWILIO_SMS_FROM", "+12025550143")
    code, out, _ = run("check")
    assert code == 1
    told = "TWILIO_SMS_FROM is set; set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN too"
    assert f"  MISSING credentials: {told}" in out


KNOWN = Finding("credentials", True, "Twilio knows AC1")
UNWANTED = Finding("credentials", False, "set it", Aside.NOT_CONNECTED)
TO_SEE = Finding("webhook", True, "see in the console", Aside.LOOK)
BAD = Finding("sender", False, "buy it")


@pytest.mark.parametrize(
    ("found", "code", "out"),
    [
        ([KNOWN], 0, "  ok      credentials: Twilio knows AC1\n"),
        ([KNOWN, UNWANTED], 0, "  not connected: set it\n"),
        ([KNOWN, TO_SEE], 0, "  look yourself: see in the console\n"),
        ([KNOWN, BAD], 1, "  MISSING sender: buy it\n"),
        ([UNWANTED], 1, "  not connected: set it\n"),
    ],
)
def test_check_fails_only_when_something_is_missing(run, monkeypatch, found, code, out):
    async def told(chosen, words):
        return {"sms": found}

    monkeypatch.setattr(connect, "check_channels", told)
    ended, said, _ = run("check")
    assert (ended, out in said) == (code, True)


class Asked:
    """A channel that is asked, and closed whatever it answers."""

    def __init__(self, found):
        self.found, self.closed = found, False

    async def check(self):
        if self.found is None:
            raise ConnectionError("no network in tests")
        return self.found

    async def close(self):
        self.closed = True


@pytest.mark.parametrize("mode", ["demo", "production"])
async def test_in_a_demonstration_credentials_alone_reach_nobody(monkeypatch, mode):
    asked = Asked([Finding("credentials", True, "known")])
    monkeypatch.setattr(connect, "_twilio", lambda chosen: {"sms": asked})
    found = await connect.check_channels(Settings(mode=mode), WORDS)
    assert asked.closed
    assert ("mode" in found) is (mode == "demo")
    if mode == "demo":
        assert "GOODFAITH_MODE=production" in found["mode"][0].told


async def test_a_channel_is_closed_when_asking_it_fails(monkeypatch):
    asked = Asked(None)
    monkeypatch.setattr(connect, "_twilio", lambda chosen: {"whatsapp": asked})
    with pytest.raises(ConnectionError):
        await connect.check_channels(Settings(mode="production"), WORDS)
    assert asked.closed


# -- report ------------------------------------------------------------------------------------


def test_report_has_a_row_for_each_channel_and_the_reasons_below(run, ada):
    arrange(
        hears(ada, "sms", times=2),
        writes(ada, status="delivered", segments=2, times=5),
        writes(ada, status="failed", reason="Unreachable: gone", times=3),
    )
    code, out, _ = run("report")
    lines = out.splitlines()
    assert code == 0
    assert lines[0].split() == ["channel", *channels.COLUMNS]
    assert lines[1].split() == ["sms", *["2", "0", "0", "5", "5", "–", "0", "3", "0", "0", "10"]]
    assert [line.split()[0] for line in lines[1:4]] == CHANNELS
    assert "sms: 3 × failed: Unreachable" in lines


def test_report_tells_none_from_not_told(run, ada):
    arrange(writes(ada, channel="telegram", status="sent", times=4))
    lines = run("report")[1].splitlines()
    at = [1 + channels.COLUMNS.index(name) for name in ("sent", "delivered", "read")]
    words = {line.split()[0]: [line.split()[n] for n in at] for line in lines[1:4]}
    assert words == {"sms": ["0", "0", "–"], "whatsapp": ["0"] * 3, "telegram": ["4", "–", "–"]}
    told = {row["channel"]: row for row in json.loads(run("report", "--json")[1])}
    assert [told["telegram"][name] for name in ("sent", "delivered", "read")] == [4, None, None]
    assert [told["sms"][name] for name in ("sent", "delivered", "read")] == [0, 0, None]
    assert list(told["telegram"])[:2] == ["channel", "connected"]


def test_report_shows_what_a_simulated_telegram_tells(run, ada):
    arrange(writes(ada, channel="telegram", status="delivered", times=2))
    telegram = run("report")[1].splitlines()[3].split()
    assert telegram[4:7] == ["2", "2", "–"]
    assert json.loads(run("report", "--json")[1])[2]["delivered"] == 2


def test_report_as_json(run, ada):
    arrange(writes(ada, status="dead"), halts(ada, "utter_thanks"))
    _, out, _ = run("report", "--json")
    sms = json.loads(out)[0]
    assert (sms["channel"], sms["dead"], sms["connected"]) == ("sms", 1, True)
    assert sms["halts"][0]["scope"] == "utter_thanks"


def test_report_of_the_last_days_only(run, ada):
    arrange(writes(ada, status="delivered", days_ago=3))
    for days, sent in (("2", 0), ("4", 1)):
        _, out, _ = run("report", "--json", "--days", days)
        assert json.loads(out)[0]["sent"] == sent
    for days in ("0", "100000000"):
        code, _, err = run("report", "--days", days)
        assert code == 2
        assert "--days" in err


def test_report_names_the_command_that_ends_a_halt(run, ada):
    arrange(halts(ada, "utter_thanks", error_code="30007"))
    _, out, _ = run("report")
    assert "sms: utter_thanks is HALTED since 2026-03-03 15:00 UTC (30007: " in out
    assert "goodfaith channels resume sms utter_thanks" in out


def test_report_of_nothing(run, world):
    world.tools = SimpleNamespace(channels={}, open_work=world.tools.open_work)
    assert "no channel is connected" in run("report")[1]


# -- stuck, resend, resume -----------------------------------------------------------------------


def test_stuck_lists_and_resend_queues_again(run, ada):
    assert run("stuck")[1] == "nothing is stuck\n"
    arrange(writes(ada, status="unknown", reason="may have arrived: no answer"))
    number = number_of(ada)
    _, out, _ = run("stuck")
    assert f"{number}: A-1, sms, unknown: may have arrived: no answer" in out
    assert f"resend {number}" not in out
    assert "`goodfaith channels resend ID` sends one again" in out
    assert "`goodfaith channels dismiss ID` sets one aside" in out
    assert run("resend", str(number)) == (0, f"message {number} is queued again\n", "")
    assert run("stuck")[1] == "nothing is stuck\n"
    (event,) = asyncio.run(ada.look("events", kind="sent_again"))
    assert event.data["by"] == "ana"


def test_stuck_as_json_without_words_and_addresses(run, ada):
    arrange(writes(ada, status="failed", error_code="30006", text="the sofa"))
    _, out, _ = run("stuck", "--json")
    (one,) = json.loads(out)
    assert (one["account"], one["channel"], one["error_code"]) == ("A-1", "sms", "30006")
    assert "sofa" not in out
    assert "sms:A-1" not in out


@pytest.mark.parametrize("number", ["7777", "1", "0", "99999999999999999999999"])
def test_resend_of_what_is_not_stuck(run, ada, number):
    arrange(writes(ada, status="delivered"))
    code, out, err = run("resend", number)
    assert (code, out) == (1, "")
    assert err == (
        f"goodfaith: no message {number} waits for a decision; "
        "`goodfaith channels stuck` lists them.\n"
    )


def test_resend_to_somebody_who_opted_out_meanwhile(run, ada):
    arrange(writes(ada, status="failed"))
    number = number_of(ada)
    arrange(ada.does(opt_out, "sms", everywhere=False))
    code, out, err = run("resend", str(number))
    assert (code, out) == (1, "")
    assert err == (
        "goodfaith: the person has opted out of sms; nothing is queued, and "
        f"`goodfaith channels dismiss {number}` sets it aside.\n"
    )
    (row,) = asyncio.run(ada.look("outbox", id=number))
    assert row.status == "failed"


def test_resume_ends_a_halt_once(run, ada):
    arrange(halts(ada, "utter_thanks"))
    assert run("resume", "sms", "utter_thanks") == (0, "utter_thanks goes on on sms\n", "")
    code, _, err = run("resume", "sms", "utter_thanks")
    assert code == 1
    assert "nothing called utter_thanks is halted on sms" in err


# -- invite --------------------------------------------------------------------------------------


def test_invite_without_a_token_says_what_to_set(run, ada):
    code, out, err = run("invite", "A-1")
    assert (code, out) == (1, "")
    assert err == "goodfaith: Telegram is not connected: set TELEGRAM_TOKEN in this terminal too.\n"


class Bot(Asked):
    """A bot whose name is known."""

    async def username(self):
        return "goodfaith_bot"

    async def deep_link(self, payload):
        return f"https://t.me/goodfaith_bot?start={payload}"


@pytest.fixture
def bot(monkeypatch):
    bot = Bot([])
    monkeypatch.setattr(connect, "telegram", lambda chosen: bot)
    return bot


def test_invite_makes_a_link_that_counts_once(run, ada, bot, world):
    code, out, _ = run("invite", "A-1")
    assert code == 0
    assert out.startswith("https://t.me/goodfaith_bot?start=")
    assert bot.closed
    token = out.strip().partition("=")[2]
    assert 0 < len(token) <= 64
    (row,) = asyncio.run(ada.look("invitations"))
    assert token not in row.digest
    _, out, _ = run("invite", "A-1", "--json")
    assert json.loads(out)["reference"] == "A-1"
    assert token not in out


def test_invite_of_nobody(run, bot):
    code, _, err = run("invite", "nobody")
    assert code == 1
    assert err == "goodfaith: no account has the reference nobody.\n"
    assert bot.closed


def test_dismiss_sets_one_aside_once(run, ada):
    arrange(writes(ada, status="failed", reason="Rejected: no"))
    number = number_of(ada)
    assert run("dismiss", str(number)) == (0, f"message {number} is set aside\n", "")
    assert run("stuck")[1] == "nothing is stuck\n"
    code, _, err = run("dismiss", str(number))
    assert (code, "was set aside" in err) == (1, True)
