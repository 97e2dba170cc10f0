"""Prism stands in for Twilio, as Twilio's own specification describes it, and refuses the rest.

The specifications are Twilio's and do not live in this repository: GOODFAITH_SPECS names their
folder, else `shared/specs` beside the repository is looked at. Prism is started without `--errors`:
a request that violates the specification gets a 422 all the same, whereas Twilio's examples of
answers violate it themselves (relative addresses) and would become a 500.
"""

import contextlib
import json
import os
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PRISM = ROOT / "tests" / "providers" / "node_modules" / ".bin" / "prism"
SPECS = Path(os.environ.get("GOODFAITH_SPECS") or ROOT.parent / "shared" / "specs")
FILES = {
    "api": "twilio_api_v2010.json",
    "messaging": "twilio_messaging_v1.json",
    "content": "twilio_content_v1.json",
}
PATIENCE = 60  # seconds: a busy machine reads two megabytes of specification slowly


def needs():
    """Skip, with what to do, where Prism or the specifications are absent."""
    if not PRISM.exists():
        pytest.skip("Prism is absent: run `npm ci` in tests/providers")
    absent = [name for name in FILES.values() if not (SPECS / name).exists()]
    if absent:
        pytest.skip(
            f"{', '.join(absent)} from github.com/twilio/twilio-oai (spec/json) not in {SPECS}: "
            "put them there, or set GOODFAITH_SPECS to their folder"
        )


def parameters(path_of):
    """The names that the specifications allow, by method and path."""
    return {
        (method.upper(), path): _names(operation)
        for name in FILES.values()
        for path, item in json.loads((SPECS / name).read_text())["paths"].items()
        for method, operation in item.items()
        if path in path_of and method in {"get", "post"}
    }


def _names(operation):
    body = operation.get("requestBody", {}).get("content", {})
    posted = [name for kind in body.values() for name in kind["schema"].get("properties", {})]
    return {one["name"] for one in operation.get("parameters", ())} | set(posted)


@contextlib.contextmanager
def running(folder):
    """One Prism for each specification, on loopback: their addresses by Twilio's host."""
    with contextlib.ExitStack() as stack:
        ports = {host: stack.enter_context(_started(file, folder)) for host, file in FILES.items()}
        for host, (port, process, log) in ports.items():
            _wait(host, port, process, log)
        yield {
            f"https://{host}.twilio.com": f"http://127.0.0.1:{p[0]}" for host, p in ports.items()
        }


@contextlib.contextmanager
def _started(file, folder):
    port, log = _free_port(), Path(folder) / f"{file}.log"
    command = [str(PRISM), "mock", "-h", "127.0.0.1", "-p", str(port), str(SPECS / file)]
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, start_new_session=True)
    try:
        yield port, process, log
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(PATIENCE)


def _free_port():
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]


def _wait(host, port, process, log):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    pytest.fail(f"Prism for {host} did not start: {log.read_text()[-500:]}")
