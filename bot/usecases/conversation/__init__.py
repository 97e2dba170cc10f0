"""Who wrote what, and whose turn is it? From a message that came in to the answer that is kept."""
