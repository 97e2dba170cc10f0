"""How do messages reach people and come back? Channels know nothing of `bot`."""
