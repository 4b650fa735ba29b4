"""The page of a rule: what it wants, why, for which programmes, and what it found today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from handbook.catalogue import BY_CODE, CATALOGUE, Entry
from handbook.catalogue.schemes import SCHEMES
from handbook.findings import Visibility
from handbook.pages.book import Book, Source
from handbook.pages.notices import FindingLine, FoldedLine, fold_lines, fold_parts
from handbook.pages.values import BLANK, Fact, Shown, Table, list_mark
from handbook.schema import Schema
from handbook.shared_words import in_each
from handbook.switches import ALWAYS_ON, is_asked_for
from handbook.waivers.reading import can_be_waived

_MOST = 100  # programmes of one kind; their own pages say what each of them sets
_LINES = 20  # findings on the page itself; the rest stands in the list


@dataclass(frozen=True, slots=True)
class RuleUse:
    """For which programmes a rule is on.

    Attributes:
        is_always_on: Whether nobody has to ask for it.
        settings: Programmes that set a parameter of the rule, with the values; None without any.
        without: Programmes for which it is on although they set none of its parameters.
        off: Programmes for which it is off.
        counts: How many there are of each of the three; the page shows the first of them.
    """

    is_always_on: bool
    settings: Table | None
    without: tuple[Shown, ...]
    off: tuple[Shown, ...]
    counts: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class RulePage:
    """What the page of one code shows; its texts stand in the message files.

    Attributes:
        address: From the root of the site.
        title: The code.
        entry: What the catalogue says.
        schemes: (page, name) of the schemes it was drawn from, such as `schemes/S07`.
        reads: Sheet and column titles the rule reads.
        visibility: Class of its findings; None where they are as secret as the cell they are about.
        use: For which programmes it is on; None for a code that is no rule of a programme.
        is_waivable: Whether an exception can be granted.
        covered_by: Codes of the rules whose page lists this one.
        says_findings: Whether the audience may know of its findings at all.
        count: How many findings there are now.
        entries: The first of them, folded by batch.
        source: The day of the register.
    """

    address: str
    title: str
    entry: Entry
    schemes: tuple[tuple[str, str], ...]
    reads: tuple[Fact, ...]
    visibility: Visibility | None
    use: RuleUse | None
    is_waivable: bool
    covered_by: tuple[str, ...]
    says_findings: bool
    count: int
    entries: tuple[FoldedLine, ...]
    source: Source

    @property
    def shown(self) -> int:
        """How many of the findings the page shows."""
        return sum(len(entry.lines) for entry in self.entries)


def rule_pages(book: Book, codes: Iterable[str] | None = None) -> Iterator[RulePage]:
    """Make the page of every code of the catalogue, in its order.

    Args:
        book: What all pages share.
        codes: Which of them; all by default.
    """
    found = book.shared(lines_by_code)
    for entry in CATALOGUE if codes is None else map(BY_CODE.__getitem__, codes):
        told = entry.covers or (entry.code,)
        lines = [line for code in told for line in found.get(code, ())]
        yield RulePage(
            address=f"rules/{entry.code}.html",
            title=entry.code,
            entry=entry,
            schemes=tuple(
                (f"schemes/{each}", in_each(book.index.language, SCHEMES[each].__getitem__))
                for each in entry.schemes
            ),
            reads=tuple(_reads(book, entry)),
            visibility=class_of(entry, book.index.schema),
            use=_use(book, entry) if entry.family == "POL" and not entry.is_page else None,
            is_waivable=can_be_waived(entry),
            covered_by=_COVERED_BY.get(entry.code, ()),
            says_findings=may_know(book, entry),
            count=len(lines),
            entries=fold_parts(fold_lines(lines), _LINES)[0],
            source=book.no_source,
        )


def class_of(entry: Entry, schema: Schema) -> Visibility | None:
    """Give the class of a rule's findings; None where it is that of the cell they are about.

    Args:
        entry: Of any family.
        schema: Gives the classes of the columns read.
    """
    if not entry.reads:
        return None
    return max([entry.at_least, *(schema.field(path).visibility for path in entry.reads)])


def may_know(book: Book, entry: Entry) -> bool:
    """Say whether the audience may know whether a rule found anything.

    Args:
        book: Of the audience.
        entry: Of any family.
    """
    visibility = class_of(entry, book.index.schema) or Visibility.PUBLIC
    return book.index.names_people and visibility <= book.index.audience.visibility


def lines_by_code(book: Book) -> Mapping[str, list[FindingLine]]:
    """Sort all findings by code, each in reading order."""
    found = dict[str, list[FindingLine]]()
    for line in book.board.lines:
        found.setdefault(line.finding.code, []).append(line)
    return found


def _use(book: Book, entry: Entry) -> RuleUse:
    index = book.index
    names = [name for name in entry.parameters if index.has_column("programmes", name)]
    switches = {key: index.value("programmes", key, "rules_on") for key in index.keys("programmes")}
    asking = {text for text in set(switches.values()) if is_asked_for(entry.code, text or "")}
    on = [key for key, text in switches.items() if text in asking]
    values = {key: [index.show("programmes", key, name) for name in names] for key in on}
    setting = {key: shown for key, shown in values.items() if any(map(_is_set, shown))}
    without = [key for key in on if key not in setting]
    off = [key for key in switches if key not in values]
    kept = {key: setting[key] for key in list(setting)[:_MOST]}
    return RuleUse(
        entry.code in ALWAYS_ON,
        _settings(book, names, kept) if kept else None,
        tuple(index.reference("programmes", key) for key in without[:_MOST]),
        tuple(index.reference("programmes", key) for key in off[:_MOST]),
        (len(setting), len(without), len(off)),
    )


def _is_set(shown: Shown) -> bool:
    return shown is not BLANK


def _settings(book: Book, names: list[str], values: Mapping[str, list[Shown]]) -> Table:
    index = book.index
    filled = [
        place
        for place in range(len(names))
        if any(row[place] is not BLANK for row in values.values())
    ]
    title = index.sheet_title("programmes")
    return Table(
        "programmes",
        title,
        (title, *(index.column_title("programmes", names[place]) for place in filled)),
        tuple(
            (index.reference("programmes", key), *(row[place] for place in filled))
            for key, row in values.items()
        ),
        tuple(values),
    )


def _reads(book: Book, entry: Entry) -> Iterator[Fact]:
    by_sheet = dict[str, list[str]]()
    for path in entry.reads:
        sheet, name = path.split(".")
        by_sheet.setdefault(sheet, []).append(book.index.column_title(sheet, name))
    separator = list_mark(book.index.language)
    for sheet, titles in by_sheet.items():
        yield Fact(book.index.sheet_title(sheet), Shown(separator.join(titles)))


_COVERED_BY: Mapping[str, tuple[str, ...]] = {
    code: tuple(entry.code for entry in CATALOGUE if code in entry.covers) for code in BY_CODE
}
