"""What did the person answer: yes, no, a number, a rating, a reason?"""
