"""What can be done from the command line? One file for each group of commands."""
