"""What holds when nothing is set, and what the environment may say."""

import stat

import pytest

from bot.settings import Settings, SettingsError, load, with_secrets


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
    ("name", "value"), [("PORT", "many"), ("DATABASE_URL", "mysql://x"), ("GOODFAITH_MODE", "x")]
)
def test_a_wrong_value_is_one_sentence_with_the_name(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=name.removeprefix("GOODFAITH_").lower()) as told:
        load()
    assert "\n" not in str(told.value)


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
    settings = Settings(telegram_token="12345:abc", twilio_auth_token="quiet")
    assert "12345:abc" not in repr(settings)
    assert "quiet" not in repr(settings)
