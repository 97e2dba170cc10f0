"""What is allowed, and what is due?

Pure rules: the standard library only, no clock, no I/O, no float. Numbers come in as policies
(`bot.policies`), `now` and `today` come in as parameters, and answers carry reason codes.
"""
