"""Do domain, flows and examples fit together?

    python -m engine.validate

Rasa's own validator over everything, with each of its warnings as an error, and what it
does not look at: intents without examples, responses without a variant for a language.
(Rules that contradict each other are found in training.) Prints one line a problem; exit
code 1 if there is any.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import re
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from engine.fingerprint import arguments

LANGUAGES = ("en", "pt")
_DEFAULTS_OF_RASA = {"restart", "back", "session_start", "nlu_fallback", "out_of_scope"}
# True and meant so: slots are filled by actions, and most responses are uttered by them.
_MEANT = re.compile(r"Slot auto-fill has been removed|The utterance '\w+' is not used in any")


def main() -> int:
    """Print what is wrong."""
    parser = arguments(argparse.ArgumentParser(prog="engine.validate", description=__doc__))
    options = parser.parse_args()
    problems = validate(options.config, options.domain, options.data)
    for problem in problems:
        print(problem)
    print(f"{len(problems)} problems" if problems else "everything fits")
    return 1 if problems else 0


def validate(config: Path, domain: Path, data: list[Path]) -> list[str]:
    """All problems, one line each."""
    from engine import quiet
    from engine.light import without_tensorflow

    quiet.settle()
    without_tensorflow()
    problems: list[str] = []
    with _listening(problems), contextlib.redirect_stdout(io.StringIO()):
        from rasa.shared.importers.importer import TrainingDataImporter

        paths = [str(path) for path in data]
        importer = TrainingDataImporter.load_from_config(str(config), str(domain), paths)
        _ask_rasa(importer, problems)
        problems += _beyond_rasa(importer)
    return list(dict.fromkeys(problems))


@contextlib.contextmanager
def _listening(problems: list[str]) -> Iterator[None]:
    """Each warning that Rasa gives becomes a problem."""
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always", UserWarning)
        for category in (DeprecationWarning, PendingDeprecationWarning, ImportWarning):
            warnings.simplefilter("ignore", category)
        yield
    told = [str(warning.message).splitlines()[0] for warning in heard]
    problems += [line for line in told if not _MEANT.match(line)]


def _ask_rasa(importer: Any, problems: list[str]) -> None:
    """Rasa's checks; each explains itself with warnings."""
    from rasa.validator import Validator

    validator = Validator.from_importer(importer)
    checks = {
        "intents": lambda: validator.verify_intents(ignore_warnings=False),
        "examples": lambda: validator.verify_example_repetition_in_intents(ignore_warnings=False),
        "intents in rules": lambda: validator.verify_intents_in_stories(ignore_warnings=False),
        "responses": lambda: validator.verify_utterances_in_stories(ignore_warnings=False),
        "forms in rules": validator.verify_forms_in_stories_rules,
        "actions in rules": validator.verify_actions_in_stories_rules,
        "form slots": validator.verify_form_slots,
        "slot mappings": validator.verify_slot_mappings,
        "stories": lambda: validator.verify_story_structure(ignore_warnings=False),
        "domain": validator.verify_domain_validity,
    }
    for name, check in checks.items():
        if not check():
            problems.append(f"Rasa's check of {name} failed")


def _beyond_rasa(importer: Any) -> list[str]:
    """What Rasa's validator does not look at."""
    domain, nlu = importer.get_domain(), importer.get_nlu_data()
    wanted = set(domain.intents) - _DEFAULTS_OF_RASA
    found = [f"intent {name!r} has no examples" for name in sorted(wanted - nlu.intents)]
    for key, variants in sorted(domain.responses.items()):
        spoken = {_language(variant) for variant in variants}
        if None not in spoken:
            found += [f"{key} has no {lang!r} variant" for lang in LANGUAGES if lang not in spoken]
    return found + _unknown_last_word(importer.get_config(), domain)


def _unknown_last_word(config: dict, domain: Any) -> list[str]:
    """An `unhandled_action` that the domain lacks would mean silence."""
    wanted = [policy.get("unhandled_action") for policy in config.get("policies") or []]
    missing = [name for name in wanted if name and name not in domain.action_names_or_texts]
    return [f"unhandled_action {name!r} is not in the domain" for name in missing]


def _language(variant: dict) -> Any:
    """The language that a response's variant is for; None if it is for any."""
    for condition in variant.get("condition", []):
        if condition.get("name") == "language":
            return condition.get("value")
    return None


if __name__ == "__main__":
    sys.exit(main())
