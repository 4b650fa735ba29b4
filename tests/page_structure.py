"""What a translation must share with its original: headings, tables, lists, links, numbers.

Pages are read as Markdown source, line by line, because that is what a translator edits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from number_words import said_in_words

_FRONT_MATTER = re.compile(r"\A---\n.*?^---$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"(#{1,6}) +(.*?)(?: *\{#([\w-]+)\})? *")
_BAR = re.compile(r"(?<!\\)\|")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_LANGUAGE_FOLDER = re.compile(r"(?<![\w-])(?:zh|vi|en)/")
_MARK = re.compile(r"\{#[^}]*\}|\]\([^)]*\)")
_DATE = r"\d{4}-\d{2}-\d{2}"
_NUMBER = re.compile(rf"{_DATE}|\d+(?:[.,]\d+)*")
_MONTHS = re.findall("...", "janfebmaraprmayjunjulaugsepoctnovdec")
_DAYS = (
    re.compile(r"(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日"),
    re.compile(r"ngày (?P<day>\d{1,2}) tháng (?P<month>\d{1,2}) năm (?P<year>\d{4})"),
    re.compile(r"(?<!\d)(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})(?!\d)"),
    re.compile(rf"(?P<day>\d{{1,2}}) (?P<month>{'|'.join(_MONTHS)})[a-z]* (?P<year>\d{{4}})", re.I),
)
_SCALES = {"万": 4, "vạn": 4, "nghìn": 3, "ngàn": 3, "triệu": 6, "thousand": 3, "million": 6}
_SCALED = re.compile(rf"(\d+) ?({'|'.join(_SCALES)})(?!\w)|(\d+)(万)")
_START = 24  # characters of a piece that a message shows
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")


@dataclass
class Section:
    """One heading and what stands below it, up to the next heading.

    Attributes:
        level: Number of `#`; 0 for what stands before the first heading.
        anchor: Without `#`; blank where the heading has none.
        lines: Without the heading.
    """

    level: int
    anchor: str
    heading: str = ""
    lines: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What a message calls the section."""
        return f"#{self.anchor}" if self.anchor else (self.heading or "top of the page")

    @property
    def text(self) -> str:
        """The heading and all lines."""
        return "\n".join((self.heading, *self.lines))


def sections(text: str) -> list[Section]:
    """Split a page into its sections; the front matter is left out."""
    found = [Section(0, "")]
    fenced = False
    for line in _FRONT_MATTER.sub("", text).split("\n"):
        fenced ^= line.startswith("```")
        heading = None if fenced else _HEADING.fullmatch(line)
        if heading:
            found.append(Section(len(heading[1]), heading[3] or "", heading[2]))
        else:
            found[-1].lines.append(line)
    return found


def blocks(lines: Iterable[str]) -> list[str]:
    """Give the shape of a section: one word for every table, list, paragraph and fence."""
    return [_shape(kind, block) for kind, block in _blocks(lines)]


def _blocks(lines: Iterable[str]) -> list[tuple[str, list[str]]]:
    """Give the kind and the lines of every block."""
    found: list[tuple[str, list[str]]] = []
    fenced = False
    open_block = ""
    for line in lines:
        is_fence = line.startswith("```")
        kind = "code" if fenced or is_fence else _kind(line)
        fenced ^= is_fence
        if kind and kind != open_block:
            found.append((kind, []))
        if kind:
            found[-1][1].append(line)
        open_block = kind
    return found


def pieces(section: Section) -> list[str]:
    """Give the heading, every row of a table, every point of a list, and every other block."""
    found = [section.heading]
    for kind, block in _blocks(section.lines):
        whole = kind != "table" and not kind.endswith("list")
        found += ["\n".join(block)] if whole else block
    return found


def _kind(line: str) -> str:
    """Say what a line outside of a fence belongs to; blank for an empty line."""
    if line.startswith("|"):
        return "table"
    if re.match(r"\s*\d+\. ", line):
        return "numbered list"
    if re.match(r"\s*[-*] ", line):
        return "list"
    if line.startswith(("<!--", "[GLOSSARY]", "<div")):
        return line.strip()
    return "text" if line.strip() else ""


def _shape(kind: str, block: list[str]) -> str:
    if kind == "table":
        columns = "/".join(dict.fromkeys(str(len(_BAR.split(row)) - 2) for row in block))
        return f"table of {columns} columns, {len(block) - 2} rows"
    if kind == "code":
        return f"code of {len(block) - 2} lines"
    return f"{kind} of {len(block)}" if kind.endswith("list") else kind


def links(text: str) -> list[str]:
    """Give all link targets, sorted, without the folder of a language."""
    return sorted(_LANGUAGE_FOLDER.sub("", target) for target in _LINK.findall(text))


def numbers(text: str, language: str, titles: Iterable[str] = ()) -> set[str]:
    """Give the numbers written in digits: days as 2026-03-01, others without separators.

    Args:
        text: Of a section.
        language: In which articles of a law may be counted with Chinese numerals.
        titles: Titles of columns; a quoted one is passed over, because it may hold a digit of its
            own.
    """
    plain = _MARK.sub(" ", _without_titles(text, titles))
    if language == "zh":
        plain = re.sub(r"第([零一二三四五六七八九十百千]+)(?=条|款|章)", _in_digits, plain)
    for pattern in _DAYS:
        plain = pattern.sub(_iso, plain)
    plain = _SCALED.sub(_in_full, plain)
    return {_normal(each) for each in _NUMBER.findall(plain)}


def _without_titles(text: str, titles: Iterable[str]) -> str:
    known = set(titles)
    return re.sub(r"“([^”]*)”", lambda quoted: "" if quoted[1] in known else quoted[0], text)


def _in_digits(match: re.Match[str]) -> str:
    return f"第{next(iter(said_in_words(match[1], 'zh')), match[1])}"


def _iso(day: re.Match[str]) -> str:
    month = day["month"]
    number = int(month) if month.isdigit() else _MONTHS.index(month.lower()) + 1
    return f" {day['year']}-{number:02d}-{int(day['day']):02d} "


def _in_full(scaled: re.Match[str]) -> str:
    digits, word = scaled[1] or scaled[3], scaled[2] or scaled[4]
    return digits + "0" * _SCALES[word]


def _normal(number: str) -> str:
    """Take separators of thousands and leading noughts away; a decimal comma becomes a point."""
    if re.fullmatch(_DATE, number):
        return number
    if _GROUPED.fullmatch(number) and not number.startswith("0"):
        return re.sub(r"[.,]", "", number)
    whole, *rest = number.replace(",", ".").split(".")
    return ".".join((whole.lstrip("0") or "0", *rest))


def drift(
    original: str, translation: str, languages: tuple[str, str], titles: Iterable[str] = ()
) -> Iterator[str]:
    """Say where a translation departs from its original, one sentence each, in reading order.

    Args:
        original: Text of the page in the first language.
        translation: Text of the page in the second.
        languages: zh, vi or en, both.
        titles: Titles of columns in both languages.

    Yields:
        Section, and what differs. If the headings differ nothing else is compared.
    """
    own, other = sections(original), sections(translation)
    outlines = [[(each.level, each.anchor) for each in page] for page in (own, other)]
    if outlines[0] != outlines[1]:
        yield _heading_drift(own, other, languages)
        return
    for first, second in zip(own, other, strict=True):
        for difference in _section_drift(first, second, languages, frozenset(titles)):
            yield f"{first.name}: {difference}"


def _heading_drift(own: list[Section], other: list[Section], languages: tuple[str, str]) -> str:
    """Name the first heading that has no counterpart."""
    for first, second in zip(own, other, strict=False):
        if (first.level, first.anchor) != (second.level, second.anchor):
            return (
                f"headings: {languages[0]} has {'#' * first.level} {first.name}, "
                f"{languages[1]} has {'#' * second.level} {second.name} in its place"
            )
    longer, page = (languages[0], own) if len(own) > len(other) else (languages[1], other)
    return f"headings: only {longer} has {page[min(len(own), len(other))].name}"


def _section_drift(
    first: Section, second: Section, languages: tuple[str, str], titles: frozenset[str]
) -> Iterator[str]:
    shapes = [blocks(each.lines) for each in (first, second)]
    targets = [links(each.text) for each in (first, second)]
    for what, (one, two) in (("blocks", shapes), ("links", targets)):
        if one != two:
            yield f"{what}: {_differences(one, two, languages)}"
    pairs = [(first.text, second.text)]
    if shapes[0] == shapes[1]:
        pairs = list(zip(pieces(first), pieces(second), strict=True))
    for one, two in pairs:
        yield from _number_drift(one, two, languages, titles)


def _number_drift(
    first: str, second: str, languages: tuple[str, str], titles: frozenset[str]
) -> Iterator[str]:
    """Say which number stands on one side only, neither in digits nor in words on the other."""
    texts = {languages[0]: first, languages[1]: second}
    for own, other in (languages, languages[::-1]):
        there = numbers(texts[other], other, titles) | said_in_words(texts[other], other)
        if missing := numbers(texts[own], own, titles) - there:
            start = texts[own].strip("|-> \n")[:_START].split("\n")[0].strip()
            yield f"numbers: {other} lacks {', '.join(sorted(missing))} of “{start}”"


def _differences(one: list[str], two: list[str], languages: tuple[str, str]) -> str:
    """Name what stands on one side only; the whole lists where only the order differs."""
    only = [_without(one, two), _without(two, one)]
    if not any(only):
        only = [one, two]
    return "; ".join(f"{each} has {names}" for each, names in zip(languages, only, strict=True))


def _without(names: list[str], others: list[str]) -> list[str]:
    rest = list(others)
    return [name for name in names if name not in rest or rest.remove(name)]
