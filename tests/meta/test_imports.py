"""Who may import whom, as a list of what is allowed; whatever is not on it is forbidden.

import-linter checks the same through every chain of imports; this one also sees new modules.
"""

import pytest

from tests.meta.house import ROOT, imports, python_files, short

MESSAGES = {"channels.message", "channels.errors"}
CORE = {"bot.rules", "bot.reading", "bot.policies", "bot.portfolio", "bot.usecases"}
ALLOWED = {
    "bot/rules": {"bot.rules"},
    "bot/reading": {"bot.reading", "bot.rules.money"},
    "bot/portfolio": {"bot.portfolio", "bot.rules"},
    "bot/policies": {"bot.policies", "bot.rules"},
    "bot/usecases": CORE | MESSAGES | {"bot.paying.page", "bot.paying.pix"},
    "bot/paying": {"bot.paying", "bot.rules", "bot.usecases.ports"},
    "bot/store": {"bot.store", "bot.rules", "bot.usecases.ports", "bot.usecases.records"},
    "bot/actions": {"bot.actions"} | CORE,
    "bot/documents": {"bot.documents", "bot.usecases"},
    "bot/api": {"bot.api", "bot.web.bodies"} | CORE,
    "bot/web": {"bot.web", "bot.wording", "bot.documents", "bot.paying.page", "bot.paying.qr"}
    | {"bot.metrics"}
    | CORE
    | MESSAGES,
    "bot/evaluation": {"bot.evaluation", "bot.launch", "bot.reading", "bot.settings"},
    "channels": {"channels"},
}
OUTERMOST = {"bot/cli", "bot/launch"}


def is_in(module, allowed):
    return any(module == name or module.startswith(f"{name}.") for name in allowed)


@pytest.mark.parametrize("folder", ALLOWED)
def test_only_what_is_allowed(folder):
    files = python_files(folder)
    assert files
    wrong = [
        f"{short(path)} imports {module}"
        for path in files
        for module in imports(path)
        if is_in(module, {"bot", "channels", "engine"}) and not is_in(module, ALLOWED[folder])
    ]
    assert wrong == []


def test_every_room_has_its_rule():
    rooms = {short(path.parent) for path in (ROOT / "bot").glob("*/__init__.py")}
    assert len(rooms) > 5
    assert rooms - OUTERMOST == {folder for folder in ALLOWED if folder.startswith("bot/")}


def test_rasa_is_imported_in_the_engine_only():
    ours = python_files("bot", "channels", "tests")
    assert len(ours) > 50
    assert [short(path) for path in ours for name in imports(path) if is_in(name, {"rasa"})] == []
    engine = [name for path in python_files("nlu/engine") for name in imports(path)]
    assert any(is_in(name, {"rasa"}) for name in engine)


def test_the_sdk_is_for_actions_and_their_route():
    allowed = ("bot/actions/", "bot/web/internal.py")
    found = {
        short(path)
        for path in python_files("bot", "channels")
        if any(is_in(name, {"rasa_sdk"}) for name in imports(path))
    }
    assert found
    assert [name for name in found if not name.startswith(allowed)] == []


def test_the_engine_knows_nothing_of_the_service():
    names = [name for path in python_files("nlu/engine") for name in imports(path)]
    assert len(names) > 50
    assert [name for name in names if is_in(name, {"bot", "channels"})] == []
