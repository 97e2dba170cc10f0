"""A function reads in one glance, a file on a few screens."""

import ast

from tests.meta.house import python_files, short, tree

LONGEST_FILE = 500
FILE, FUNCTION = 300, 30
MOST = 0.9


def test_files_are_short():
    lengths = {short(path): len(path.read_text().splitlines()) for path in python_files()}
    assert len(lengths) > 50
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}
    longer = sorted(name for name, length in lengths.items() if length > FILE)
    assert len(longer) <= (1 - MOST) * len(lengths), longer


def test_functions_are_short():
    lengths = {
        f"{short(path)}:{node.lineno} {node.name}": node.end_lineno - node.lineno + 1
        for path in python_files("bot", "channels", "nlu/engine")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert len(lengths) > 200
    longer = sorted(name for name, length in lengths.items() if length > FUNCTION)
    assert len(longer) <= (1 - MOST) * len(lengths), longer
