"""Borders between the matters of one message are found; nothing is lost, no figure is cut."""

import pytest

from bot.reading.letters.clauses import bare, clauses


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("how much do I owe?", ["how much do I owe?"]),
        ("what do I owe and can I pay in parts?", ["what do I owe", "and can I pay in parts?"]),
        ("Is this a robot? And how do I pay?", ["Is this a robot?", "And how do I pay?"]),
        ("quanto eu devo e posso parcelar isso?", ["quanto eu devo", "e posso parcelar isso?"]),
        ("Perdi meu emprego, também queria saber quanto devo", [
            "Perdi meu emprego,", "também queria saber quanto devo"]),
        ("7731. how much is it?", ["7731.", "how much is it?"]),
        ("interest and fees", ["interest and fees"]),
        ("R$ 1.200,00 e pronto", ["R$ 1.200,00 e pronto"]),
        ("yes, of course", ["yes, of course"]),
        ("04/03/1986", ["04/03/1986"]),
        ("", []),
    ],
)  # fmt: skip
def test_pieces(text, pieces):
    assert clauses(text) == pieces
    assert " ".join(clauses(text)).split() == text.split()


@pytest.mark.parametrize(
    ("piece", "left"),
    [
        ("and can I pay in parts?", "can I pay in parts?"),
        ("Mas também queria saber", "queria saber"),
        ("how do I pay?", "how do I pay?"),
        ("and", "and"),
    ],
)
def test_without_its_joint(piece, left):
    assert bare(piece) == left
