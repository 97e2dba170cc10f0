"""`python -m bot.cli` is `goodfaith`, in whichever environment."""

from bot.cli.commands import main

main()
