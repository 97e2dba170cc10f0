"""A database that does not answer is one sentence, whatever the command."""

import socket
import sys

import pytest

from bot.cli import commands


@pytest.fixture
def closed_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.mark.parametrize(
    "words",
    [
        ["channels", "report"],
        ["channels", "stuck"],
        ["channels", "resend", "1"],
        ["explain", "offers", "A-1"],
        ["migrate"],
        ["worker"],
        ["serve"],
    ],
    ids=" ".join,
)
def test_a_database_that_does_not_answer_is_one_sentence(
    monkeypatch, capsys, tmp_path, closed_port, words
):
    told = {
        "DATABASE_URL": f"postgresql://me:quiet@127.0.0.1:{closed_port}/goodfaith",
        "GOODFAITH_DATA": str(tmp_path),
        "GOODFAITH_ENGINE_SECRET": "given",
        "GOODFAITH_SESSION_SECRET": "given",
    }
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(commands, "quiet_logs", lambda: None)
    monkeypatch.setattr(sys, "argv", ["goodfaith", *words])
    with pytest.raises(SystemExit) as ended:
        commands.main()
    said = capsys.readouterr()
    assert ended.value.code == 1
    assert said.err.startswith("goodfaith: The database of DATABASE_URL cannot be used: ")
    assert said.err.count("\n") == 1
    assert "quiet" not in said.err
