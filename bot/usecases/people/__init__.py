"""What does a person tell and ask, besides money? Identity, rights, hardship, wishes, hand-over."""
