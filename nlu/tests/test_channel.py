"""Does the process behave: ready line, secret, refusals, errors, a clean end?"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import aiohttp
import pytest
from fakes import SECRET

NLU = Path(__file__).resolve().parents[1]


class Broken(BaseHTTPRequestHandler):
    """An action server that is ill."""

    def do_POST(self):
        self.send_response(503)
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def port(model):
    """A real engine process."""
    ill = HTTPServer(("127.0.0.1", 0), Broken)
    threading.Thread(target=ill.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{ill.server_port}/actions"
    env = {**os.environ, "GOODFAITH_ENGINE_SECRET": SECRET, "GOODFAITH_ACTIONS_URL": url}
    command = [sys.executable, "-m", "engine.launcher", "--model", str(model)]
    process = subprocess.Popen(command, cwd=NLU, env=env, stdout=subprocess.PIPE, text=True)
    line = json.loads(process.stdout.readline())
    assert line["ready"]
    assert line["model"] == model.name.replace(".tar.gz", "")
    assert line["tensorflow"] is False
    yield line["port"]
    process.send_signal(signal.SIGTERM)
    assert process.wait(15) == 0
    assert process.stdout.read() == ""
    ill.shutdown()
    ill.server_close()


def ask(port, path, body=None, secret=SECRET):
    raw = body if isinstance(body, bytes) else json.dumps(body).encode() if body else None
    headers = {"X-Goodfaith-Secret": secret} if secret else {}
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", raw, headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def test_health(port, model):
    assert ask(port, "/health") == (200, {"status": "ok", "model": model.name[:-7]})


@pytest.mark.parametrize("path", ["/turn", "/parse", "/health", "/nowhere"])
@pytest.mark.parametrize("secret", ["", "wrong", SECRET + "x", "é"])
def test_no_secret_no_answer(port, path, secret):
    status, body = ask(port, path, {"texts": []}, secret=secret)
    assert status == 403
    assert set(body) == {"error"}


def test_parse(port):
    status, found = ask(port, "/parse", {"texts": ["hello", "/greet", ""]})
    assert status == 200
    assert [f["text"] for f in found] == ["hello", "/greet", ""]
    assert found[0]["intent"] == "greet"
    assert found[1]["confidence"] < 1


def test_a_turn_over_http(port):
    body = {"conversation": "c", "message_id": "m", "text": "hello", "intent": None}
    status, answer = ask(port, "/turn", body)
    assert status == 200
    assert answer["replies"] == [{"key": "utter_greet", "facts": {}}]
    wanted = {"replies", "state", "intent", "confidence", "ranking", "slots", "active_loop"}
    assert set(answer) == wanted | {"requested_slot"}


def test_an_ill_service_is_a_502(port):
    body = {"conversation": "c", "message_id": "m", "text": None, "intent": {"name": "ask_balance"}}
    status, answer = ask(port, "/turn", body)
    assert status == 502
    assert "action_balance" in answer["error"]


@pytest.mark.parametrize(
    "body",
    [
        b"not json",
        b"[]",
        {"message_id": "m", "text": "x"},
        {"conversation": "c", "text": "x"},
        {"conversation": "c", "message_id": "m"},
        {"conversation": "c", "message_id": "m", "text": 5},
        {"conversation": "c", "message_id": "m", "text": "x" * 5000},
        {"conversation": "c", "message_id": "m", "text": "x", "state": []},
        {"conversation": "c", "message_id": "m", "text": "x", "state": {"version": 0}},
        {"conversation": "c", "message_id": "m", "intent": {}},
        {"conversation": "c", "message_id": "m", "intent": {"name": "restart"}},
        {"conversation": "c", "message_id": "m", "intent": {"name": "greet", "entities": 1}},
    ],
)
def test_malformed_is_a_400(port, body):
    status, answer = ask(port, "/turn", body)
    assert status == 400
    assert answer["error"]


def test_unknown_routes_and_methods(port):
    assert ask(port, "/nowhere")[0] == 404
    assert ask(port, "/turn")[0] == 405
    assert ask(port, "/parse", {"texts": "x"})[0] == 400


def test_actions_out_of_reach_are_not_the_turns_fault():
    from engine.actions import _as_turn_error

    class Action:
        def name(self):
            return "action_x"

    gone = RuntimeError("could not connect")
    gone.__context__ = aiohttp.ClientConnectionError("refused")
    assert _as_turn_error(Action(), gone).status == 503
    assert _as_turn_error(Action(), RuntimeError("500")).status == 502
