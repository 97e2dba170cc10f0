"""The rules are pure: whole numbers, a given day, and nothing but the standard library."""

import ast
import sys

import pytest

from tests.meta.house import imports, python_files, short, tree

FILES = python_files("bot/rules")
CLOCKS = {"now", "today", "utcnow", "time", "monotonic", "localtime"}
CLOCK_OWNERS = {"datetime", "date", "time"}
FORBIDDEN_LIBRARY = {"os", "socket", "subprocess", "sqlite3", "urllib", "http", "random", "asyncio"}


def test_there_are_rules_to_look_at():
    assert len(FILES) > 8
    assert any(list(ast.walk(tree(path))) for path in FILES)


@pytest.mark.parametrize("path", FILES, ids=short)
def test_no_floats(path):
    found = [
        node.lineno
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Call) and _name(node.func) == "float")
    ]
    assert found == []


@pytest.mark.parametrize("path", FILES, ids=short)
def test_no_clock(path):
    found = [
        node.lineno
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in CLOCKS
        and _name(node.func.value) in CLOCK_OWNERS
    ]
    assert found == []


@pytest.mark.parametrize("path", FILES, ids=short)
def test_the_standard_library_only_and_no_input_or_output(path):
    for module in imports(path):
        top = module.split(".")[0]
        assert module.startswith("bot.rules") or top in sys.stdlib_module_names, module
        assert top not in FORBIDDEN_LIBRARY, module
    calls = [_name(node.func) for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
    assert not {"open", "print", "input"} & set(calls)


def _name(node):
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
