"""Who is there, and how do things stand with each? People and debts, and who may tell of them."""
