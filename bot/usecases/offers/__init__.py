"""What may be offered to this person, why, and what do they answer?"""
