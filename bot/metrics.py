"""What is counted, for whoever watches over the service, and where does a worker show it?"""

from __future__ import annotations

from prometheus_client import Counter, start_http_server

CALLS = Counter(
    "goodfaith_webhook_calls_total",
    "What the channels' providers told, by what was done with it",
    ("channel", "outcome"),
)


class CannotShow(OSError):
    """The counts cannot be shown at this address."""


def show_counts(host: str, port: int) -> None:
    """Show this process's counts at `/metrics`, in the form of Prometheus. Raises CannotShow."""
    try:
        start_http_server(port, addr=host)
    except OSError as error:
        raise CannotShow(
            f"GOODFAITH_METRICS_PORT: {host}:{port} cannot be used ({error.strerror}); "
            "each worker on a machine needs a port of its own"
        ) from error
