"""Hostile input for every reader of the program."""
