"""How does the person want to be reached, and where not at all?"""
