"""How can money reach the creditor? Links, codes and the providers that tell of payments."""
