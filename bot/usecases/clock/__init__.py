"""Time has passed: what falls due by itself?"""
