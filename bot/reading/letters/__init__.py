"""How is messy typing made into words, numbers and clauses that can be read?"""
