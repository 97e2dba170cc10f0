"""Where is everything kept? PostgreSQL: tables, units of work, migrations, the embedded server."""
