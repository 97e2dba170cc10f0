"""What was agreed, what does it change in what is owed, and is it kept?"""
