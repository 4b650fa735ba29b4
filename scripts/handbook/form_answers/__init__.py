"""Answers a form service exports, matched to postings and offered for acceptance like any change.

A secondee fills in five fields on a phone; the office gets a table with a row per answer.
"""

from handbook.form_answers.reviewing import review_answers

__all__ = ["review_answers"]
