"""Which day did the person name, or which that returns?"""
