"""The roster of cadres in post and what it adds up to: files for the organisation department."""

from handbook.office_paper import Mark
from handbook.roster.adding_up import Section, sections_of
from handbook.roster.paper import roster_paper
from handbook.roster.people import Choice, Person, Roster, roster_of
from handbook.roster.workbook import roster_workbook

__all__ = [
    "Choice",
    "Mark",
    "Person",
    "Roster",
    "Section",
    "roster_of",
    "roster_paper",
    "roster_workbook",
    "sections_of",
]
