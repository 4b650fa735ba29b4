"""Reminders: for every unit and role a text to paste and a letter to print."""

from handbook.reminding.files import write_reminders
from handbook.reminding.gathering import reminders_of
from handbook.reminding.letters import letter_bytes
from handbook.reminding.messages import reminder_text
from handbook.reminding.model import Matter, Reminder

__all__ = [
    "Matter",
    "Reminder",
    "letter_bytes",
    "reminder_text",
    "reminders_of",
    "write_reminders",
]
