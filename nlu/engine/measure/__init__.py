"""How well does the model understand texts that it has not seen? Measured, never guessed."""
