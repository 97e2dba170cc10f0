"""What comes in, what goes out, and on which day does the money come?"""
