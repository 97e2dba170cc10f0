"""Starting things: the model, the engine, and all of it on one machine."""
