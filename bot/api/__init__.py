"""What may the creditor's own systems do? Calls with a key, in JSON, under /api/v1."""
