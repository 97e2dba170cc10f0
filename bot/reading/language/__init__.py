"""In which language did the person write?"""
