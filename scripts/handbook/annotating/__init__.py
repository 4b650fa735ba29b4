"""Answers in the register itself: notes on cells, colours, and the sheet with the results."""
