"""What is owed, how is it paid, and what follows when money moves?"""
