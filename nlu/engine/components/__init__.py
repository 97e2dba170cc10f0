"""Which parts of the model are our own? An encoder, an intent classifier and a policy."""
