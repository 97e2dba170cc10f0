"""What does the person propose to pay, in which parts and from when?"""
