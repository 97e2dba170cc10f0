"""Which sums of money did the person name, and what is each there for?"""
