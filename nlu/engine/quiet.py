"""What must be set before rasa is imported, in every process that imports it?"""

import logging
import os
import sys
import warnings


def settle(threads: int = 2) -> None:
    """No telemetry, few threads, and only our own warnings in the log."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("OMP_NUM_THREADS", str(threads))
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    os.environ.setdefault("LOG_LEVEL_LIBRARIES", "ERROR")
    # Not a filter: the libraries that Rasa imports put their own filters in front of ours.
    warnings.showwarning = _drop
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    _filter_structured_logs()


def _drop(*_: object, **__: object) -> None:
    """Warnings of dependencies that will not change any more help nobody at run time."""


def _filter_structured_logs() -> None:
    """Rasa's structured debug lines go to standard output unless told otherwise."""
    import structlog

    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
