"""The pages' words in other languages than English, a catalogue each."""


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for "translate later"
    """Marks a text for the catalogue."""
    return text
