"""Where a worker shows what it counted, and what it says if it cannot."""

import socket
import urllib.request

import pytest

from bot.metrics import CALLS, CannotShow, show_counts


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def test_counts_can_be_read_where_it_was_told():
    port = free_port()
    show_counts("127.0.0.1", port)
    CALLS.labels("telegram", "kept").inc()
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as page:
        assert b'goodfaith_webhook_calls_total{channel="telegram",outcome="kept"}' in page.read()


def test_a_port_that_is_taken_is_one_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(CannotShow, match="GOODFAITH_METRICS_PORT") as told:
            show_counts("127.0.0.1", taken.getsockname()[1])
    assert "\n" not in str(told.value)
