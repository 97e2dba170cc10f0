"""What holds when nothing is set, and what the environment may say."""

import stat
import traceback

import pytest

from bot.paying.hosted import HostedEvents, HostedLinks
from bot.paying.stripe import StripeEvents, StripeLinks
from bot.settings import Creditor, Settings, SettingsError, load, with_passing_secrets, with_secrets
from bot.web_app import payment_events, provider_links


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch):
    for name in ("PORT", "DATABASE_URL", "GOODFAITH_MODE", "GOODFAITH_DATA", "TELEGRAM_TOKEN"):
        monkeypatch.delenv(name, raising=False)


def test_a_demonstration_when_nothing_is_set():
    settings = Settings()
    assert (settings.mode, settings.host, settings.port) == ("demo", "127.0.0.1", 8000)
    assert settings.data.is_absolute()
    assert settings.is_open_to_simulation
    assert "demonstration" in settings.creditor.name


def test_names_that_platforms_use(monkeypatch):
    monkeypatch.setenv("PORT", "9001")
    monkeypatch.setenv("DATABASE_URL", "postgres://me@db.example/goodfaith")
    monkeypatch.setenv("GOODFAITH_CREDITOR__NAME", "Someone else")
    settings = load()
    assert settings.port == 9001
    assert settings.database_url == "postgresql+psycopg://me@db.example/goodfaith"
    assert settings.creditor.name == "Someone else"


def test_a_database_of_ones_own_means_production_unless_said_otherwise(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://db.example/goodfaith")
    assert not load().is_open_to_simulation
    monkeypatch.setenv("GOODFAITH_MODE", "demo")
    assert load().is_open_to_simulation


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "many"),
        ("DATABASE_URL", "mysql://x"),
        ("DATABASE_URL", "postgresql://me@db.example:many/x"),
        ("GOODFAITH_MODE", "x"),
        ("GOODFAITH_WHATSAPP_TEMPLATES", "notjson"),
        ("GOODFAITH_CREDITOR", "notjson"),
        ("GOODFAITH_WHATSAPP_QUICK_REPLIES", '{"2": "HX1"}'),
        ("GOODFAITH_WHATSAPP_QUICK_REPLIES", f'{{"0": "HX{"0" * 32}"}}'),
        ("TWILIO_WHATSAPP_FROM", "12025550143"),
        ("TWILIO_ACCOUNT_SID", "AC123"),
        ("TWILIO_ACCOUNT_SID", f"SK{'0' * 32}"),
        ("TWILIO_ACCOUNT_SID", f"AC{'g' * 32}"),
        ("TWILIO_SMS_FROM", "12025550143"),
        ("TWILIO_SMS_FROM", "+0202"),
        ("TWILIO_SMS_FROM", "12"),
        ("TWILIO_SMS_FROM", "123456789"),
        ("TWILIO_SMS_FROM", "Juniper & Oak"),
        ("TWILIO_SMS_FROM", "Juniper Oaks"),
        ("TWILIO_SMS_FROM", f"MG{'0' * 31}"),
        ("TWILIO_EARLIER_AUTH_TOKENS", "notjson"),
        ("TWILIO_EARLIER_AUTH_TOKENS", '{"a": "b"}'),
        ("TWILIO_EARLIER_AUTH_TOKENS", '["one", ""]'),
        ("TWILIO_EARLIER_AUTH_TOKENS", "[7]"),
        ("TELEGRAM_TOKEN", "no token"),
    ],
)
def test_a_wrong_value_is_one_sentence_with_the_name(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=rf"^The setting {name}\b") as told:
        load()
    assert "\n" not in str(told.value)
    assert "Value error" not in str(told.value)


def test_a_wrong_part_is_told_by_its_place(monkeypatch):
    told = '[{"id": "HX1", "key": "utter_opener", "language": "en"}]'
    monkeypatch.setenv("GOODFAITH_WHATSAPP_TEMPLATES", told)
    with pytest.raises(SettingsError, match=r"GOODFAITH_WHATSAPP_TEMPLATES \(entry 1, id\)"):
        load()


@pytest.mark.parametrize("given", ["+12025550143", "whatsapp:+12025550143"])
def test_a_whatsapp_sender_is_kept_without_its_channel(monkeypatch, given):
    monkeypatch.setenv("TWILIO_WHATSAPP_FROM", given)
    assert load().twilio_whatsapp_from == "+12025550143"


@pytest.mark.parametrize(
    "given", ["+12025550143", "72345", "Juniper Oak", "4YOU", f"MG{'0' * 32}", " +12025550143 "]
)
def test_whatever_twilio_sends_a_text_from_may_be_set(monkeypatch, given):
    monkeypatch.setenv("TWILIO_SMS_FROM", given)
    assert load().twilio_sms_from == given.strip()


def test_an_account_is_taken_as_it_is_copied(monkeypatch):
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", f" AC{'0a' * 16}\n")
    assert load().twilio_account_sid == f"AC{'0a' * 16}"


def test_a_twilio_of_ones_own_may_end_with_a_slash(monkeypatch):
    monkeypatch.setenv("TWILIO_URL", "http://127.0.0.1:8090/")
    assert load().twilio_url == "http://127.0.0.1:8090"


def test_no_json_says_what_it_looks_like(monkeypatch):
    monkeypatch.setenv("TWILIO_EARLIER_AUTH_TOKENS", "quiet")
    with pytest.raises(SettingsError, match=r'no JSON such as \["…"\]\.$') as told:
        load()
    assert "quiet" not in "".join(traceback.format_exception(told.value))


def test_what_needs_no_secret_of_ours_has_none_in_production(tmp_path):
    settings = Settings(data=tmp_path, mode="production", engine_secret="given")
    passing = with_passing_secrets(settings)
    assert passing.engine_secret == settings.engine_secret
    assert len(passing.session_secret.get_secret_value()) > 32
    assert passing.session_secret != with_passing_secrets(settings).session_secret
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["GOODFAITH_PUBLIC_URL", "GOODFAITH_TELEGRAM_URL", "TWILIO_URL"])
@pytest.mark.parametrize(
    "value",
    ["https://a.example:port", "https://a.example:99999", "https://a.example:0", "a.example",
     "ftp://a.example", "https://", "https://[::1", "https://a.example/?x=1",
     "https://a b.example", "localhost:9"],
)  # fmt: skip
def test_an_address_that_cannot_be_called_is_one_sentence(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match="expected an address such as http") as told:
        load()
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("end", ["", "/", "/bot", "/bot/"])
def test_a_telegram_of_ones_own_is_found_however_it_is_written(monkeypatch, end):
    monkeypatch.setenv("GOODFAITH_TELEGRAM_URL", f"http://127.0.0.1:8081{end}")
    assert load().telegram_url == "http://127.0.0.1:8081/bot"


def test_secrets_are_made_once_and_only_the_owner_reads_them(tmp_path):
    first = with_secrets(Settings(data=tmp_path / "var"))
    second = with_secrets(Settings(data=tmp_path / "var"))
    assert first.engine_secret is not None
    assert first.engine_secret == second.engine_secret
    assert first.engine_secret != first.session_secret
    path = tmp_path / "var" / "secrets.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [found.name for found in path.parent.iterdir()] == ["secrets.json"]


def test_production_makes_no_secrets(tmp_path):
    settings = Settings(data=tmp_path, mode="production", engine_secret="given")
    with pytest.raises(SettingsError, match="GOODFAITH_SESSION_SECRET must be set"):
        with_secrets(settings)
    assert list(tmp_path.iterdir()) == []


def test_secrets_do_not_show():
    settings = Settings(
        telegram_token="12345:abcdefghijk",
        twilio_auth_token="quiet",
        twilio_earlier_auth_tokens=["quiet too"],
    )
    assert "abcdefghijk" not in repr(settings)
    assert "quiet" not in repr(settings)


@pytest.mark.parametrize("name", ["telegram_token", "telegram_webhook_secret"])
def test_a_secret_that_cannot_be_one_is_told_without_being_told(name):
    wrong = "not a secret!"
    with pytest.raises(SettingsError, match=name.upper()) as refused:
        load(**{name: wrong})
    assert wrong not in "".join(traceback.format_exception(refused.value))


@pytest.mark.parametrize("value", ['{"a": "quiet"}', '["quiet", ""]', '["quiet", 7]'])
def test_an_earlier_token_is_not_told_by_its_refusal(monkeypatch, value):
    monkeypatch.setenv("TWILIO_EARLIER_AUTH_TOKENS", value)
    with pytest.raises(SettingsError, match="TWILIO_EARLIER_AUTH_TOKENS") as refused:
        load()
    assert "quiet" not in "".join(traceback.format_exception(refused.value))


# -- paying --------------------------------------------------------------------------------------

PAY = "GOODFAITH_PAYMENT__"
HOSTED = "https://pay.example/?a={amount}&c={currency}&r={reference}&e={expires}&s={signature}"


def test_our_own_page_is_the_way_to_pay_when_nothing_is_said():
    assert provider_links(Settings(mode="test")) is None
    assert payment_events(Settings(mode="test")) == {}
    assert Settings(port=9001).base_url == "http://127.0.0.1:9001"
    assert Settings(public_url="https://debts.example/").base_url == "https://debts.example"


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"PROVIDER": "stripe"}, "GOODFAITH_PAYMENT__STRIPE_SECRET_KEY"),
        ({"PROVIDER": "hosted"}, "HOSTED_URL and GOODFAITH_PAYMENT__HOSTED_SECRET"),
        ({"PROVIDER": "hosted", "HOSTED_URL": HOSTED}, "GOODFAITH_PAYMENT__HOSTED_SECRET"),
        ({"PROVIDER": "hosted", "HOSTED_URL": "https://x.example", "HOSTED_SECRET": "x"}, "lacks"),
        ({"PROVIDER": "barter"}, "GOODFAITH_PAYMENT__PROVIDER"),
        ({"LINK_DAYS": "0"}, "GOODFAITH_PAYMENT__LINK_DAYS"),
    ],
)
def test_a_provider_without_what_it_needs_is_one_sentence(monkeypatch, given, missing):
    for name, value in given.items():
        monkeypatch.setenv(PAY + name, value)
    with pytest.raises(SettingsError, match=missing) as told:
        load()
    assert "\n" not in str(told.value)


async def test_a_provider_with_what_it_needs_is_there(monkeypatch):
    for name, value in {
        "HOSTED_URL": HOSTED,
        "HOSTED_SECRET": "quiet",
        "PROVIDER": "hosted",
    }.items():
        monkeypatch.setenv(PAY + name, value)
    settings = load()
    assert isinstance(provider_links(settings), HostedLinks)
    assert "quiet" not in repr(settings)
    monkeypatch.setenv(PAY + "STRIPE_SECRET_KEY", "sk_test_quiet")
    monkeypatch.setenv(PAY + "STRIPE_WEBHOOK_SECRET", "whsec_quiet")
    monkeypatch.setenv(PAY + "HOSTED_WEBHOOK_SECRET", "quiet")
    monkeypatch.setenv(PAY + "PROVIDER", "stripe")
    links = provider_links(load())
    assert isinstance(links, StripeLinks)
    await links.close()
    assert {name: type(one) for name, one in payment_events(load()).items()} == {
        "stripe": StripeEvents, "hosted": HostedEvents,
    }  # fmt: skip
    assert "quiet" not in repr(load())


@pytest.mark.parametrize(("name", "value"), [("CITY", "東京"), ("PIX_KEY", "x" * 80)])
def test_a_creditor_that_pix_cannot_pay_is_found_out_at_the_start(monkeypatch, name, value):
    monkeypatch.setenv(f"GOODFAITH_CREDITOR__{name}", value)
    with pytest.raises(SettingsError, match="no Pix code"):
        load()
    assert Settings(creditor=Creditor(pix_key="", city="東京")).creditor.pix_key == ""
