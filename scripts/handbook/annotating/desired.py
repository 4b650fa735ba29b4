"""What a spreadsheet should say, beside what it says: the difference, as one change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from handbook.annotating.answers import Answers
from handbook.annotating.colours import Rule, formula, google_range, is_ours, rule
from handbook.annotating.live import LiveBook, LiveSheet, Need
from handbook.annotating.notes import block
from handbook.annotating.pictures import Position
from handbook.annotating.repairing import Notes
from handbook.annotating.requests import Request, changed_notes, rule_requests, write_notes
from handbook.annotating.result_requests import Links, clear_results, result_requests
from handbook.annotating.results import Manner, ResultSheet, manner_in, manner_words
from handbook.annotating.saying import Saying
from handbook.annotating.settling import Change
from handbook.errors import HandbookError


@dataclass(eq=False)
class Desired:
    """What a spreadsheet should say, given how it stands.

    Attributes:
        live: How it stands.
        needs: Title as pulled → outline of the sheet.
        overruled: Notes of ours that stand wrong: what they should start from.
        answers: Findings at their cells.
        results: The result sheet.
        manner: How to answer.
        saying: The voice.
        links: To cells.
    """

    live: LiveBook
    needs: Mapping[str, Need]
    overruled: Mapping[int, Notes]
    answers: Answers
    results: ResultSheet
    manner: Manner
    saying: Saying
    links: Links

    def change(self) -> Change:
        """Work out everything that differs.

        Raises:
            HandbookError: A sheet of somebody else's bears the title of the result sheet.
        """
        _refuse_foreign(self.live, self.results.title)
        notes = _all_changed(self.live, self.overruled, self._blocks())
        return Change(notes, list(self._requests(notes)))

    def _blocks(self) -> dict[int, dict[Position, str]]:
        if self.manner is Manner.RESULTS_ONLY:
            return {}
        return {
            gid: {place: block(findings, self.saying) for place, findings in cells.items()}
            for gid, cells in self.answers.at_cells.items()
        }

    def _requests(self, notes: Mapping[int, Notes]) -> Iterator[Request]:
        for gid, changed in notes.items():
            yield from write_notes(gid, changed)
        for sheet in self.live.sheets.values():
            yield from rule_requests(sheet, self._rule(sheet))
        now = self.live.result_rows
        words = {word for row in now for word in row}
        is_new = manner_in(now, manner_words()) is not self.manner
        is_foreign = self.results.choice[1] not in words
        choice_is_new = is_new or is_foreign
        yield from result_requests(self.live, self.results, self.links, choice_is_new=choice_is_new)

    def _rule(self, sheet: LiveSheet) -> Rule | None:
        """Give the colour rule of a sheet; None for none.

        One that is there stays while cells are marked at all, with nothing to colour: rules are
        named by their place in a list that anybody may change, so they are best left alone.
        """
        picture, key = sheet.picture, self._schema_keys.get(sheet.gid)
        if self.manner is Manner.RESULTS_ONLY or picture is None or not picture.key_column:
            return None
        has_marks = sheet.title in self._marked or any(map(is_ours, sheet.rules))
        if key is None or not has_marks:
            return None
        rows = (picture.first_header_row, picture.header_row)
        lookup = google_range(self.results.title)
        condition = formula(key, picture.key_column, rows, results=lookup)
        return rule(sheet.gid, condition, picture.header_row + 1)

    @cached_property
    def _schema_keys(self) -> dict[int, str]:
        """Number of sheet → key of its schema."""
        return {
            self.live.found[title]: need.outline.schema.key
            for title, need in self.needs.items()
            if need.outline.schema is not None and title in self.live.found
        }

    @cached_property
    def _marked(self) -> set[str]:
        """Titles of the sheets with cells to be coloured."""
        return {line.cell.title for line in self.answers.lines if line.mark}


def clear_everything(live: LiveBook, overruled: Mapping[int, Notes]) -> Change:
    """Work out how to take away whatever is ours.

    Args:
        live: The spreadsheet as it stands.
        overruled: Notes of ours that stand wrong: what they should start from.
    """
    notes = _all_changed(live, overruled, {})
    requests = [each for gid, changed in notes.items() for each in write_notes(gid, changed)]
    for sheet in live.sheets.values():
        requests.extend(rule_requests(sheet, None))
    return Change(notes, [*requests, *clear_results(live)])


def _all_changed(
    live: LiveBook, overruled: Mapping[int, Notes], blocks: Mapping[int, Notes]
) -> dict[int, dict[Position, str]]:
    changes = {
        gid: changed_notes(sheet, overruled.get(gid, {}), blocks.get(gid, {}))
        for gid, sheet in live.sheets.items()
    }
    return {gid: notes for gid, notes in changes.items() if notes}


def _refuse_foreign(live: LiveBook, title: str) -> None:
    ours = live.results.gid if live.results else None
    if any(each.title == title and each.gid != ours for each in live.sheets.values()):
        raise HandbookError({lang: text.format(title=title) for lang, text in _FOREIGN.items()})


_FOREIGN = {
    "zh": "表格里已有一张名叫“{title}”的工作表，不是程序建的，程序不会动它。"
    "请把它改成别的名字，然后再试。",
    "vi": "Bảng tính đã có trang tính tên “{title}” không do chương trình tạo nên chương trình "
    "không đụng đến. Hãy đổi tên trang tính đó rồi thử lại.",
    "en": "There is already a sheet called “{title}” that the program did not make, and it leaves "
    "it alone. Give that sheet another name and try again.",
}
