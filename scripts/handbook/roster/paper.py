"""The roster as a paper to print: A4 on its side, the mark of who took it out across every page."""

from __future__ import annotations

from handbook.office_paper import Mark, Paper
from handbook.rendering.translations import fill_words
from handbook.roster.adding_up import COLUMNS as SECTION_COLUMNS
from handbook.roster.adding_up import lines_of, sections_of
from handbook.roster.people import COLUMNS, Roster
from handbook.roster.workbook import STRUCTURE, TITLE, subtitle

# Wide enough for a whole day and month of birth, even where a wider typeface stands in.
_WIDTHS = (5, 9, 8, 12, 6, 10, 12, 15, 12, 9, 13, 13, 12, 15, 15, 8)
_SECTION_WIDTHS = (34, 8, 8, 8, 12, 10, 10, 8, 10)
_NUMBERS = tuple(range(1, len(_SECTION_WIDTHS)))


def roster_paper(roster: Roster, mark: Mark) -> bytes:
    """Write a roster and what it adds up to as a .docx file; same roster and mark, same bytes.

    Args:
        roster: Who is in post.
        mark: Who took it out, and when.
    """
    language = roster.language
    title = fill_words(language, TITLE)
    paper = Paper(title, language, is_wide=True, is_close=True, mark=mark)
    paper.title(title)
    paper.text(subtitle(roster), is_indented=False)
    rows = [(str(at), *person.texts) for at, person in enumerate(roster.people, start=1)]
    paper.table([fill_words(language, each) for each in COLUMNS], rows, _WIDTHS, numbers=(0, 4))
    paper.new_page()
    paper.title(fill_words(language, STRUCTURE))
    paper.text(subtitle(roster), is_indented=False)
    for section in sections_of(roster):
        paper.heading(section.title)
        head = [fill_words(language, each) for each in SECTION_COLUMNS]
        lines = lines_of(section, fill_words(language, "合计"))
        cells = [[_written(value) for value in line] for line in lines]
        paper.table(head, cells, _SECTION_WIDTHS, numbers=_NUMBERS)
    return paper.content()


def _written(value: str | float | None) -> str:
    if isinstance(value, float):
        return f"{value:.1%}"
    return "" if value is None else str(value)
