"""Our block in the note of a cell: written, recognised, and kept apart from what a person wrote.

A note has no author. Ours stands between two tag lines, the second with a checksum of what is
between them, so that a block which a person has edited is that person's from then on.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from handbook.annotating.saying import Saying
from handbook.findings import Finding, Severity
from handbook.own_sheets import RESULTS

TAGS: Mapping[str, str] = {"zh": "检查", "vi": "Kiểm tra", "en": "Check"}
"""Word in the tag lines, by language; a block is recognised in any of them."""

LONGEST_NOTE = 50_000  # characters; the limit of a cell in Google Sheets
_LINES_AT_MOST = 10  # a longer answer is not read
_LINE_AT_MOST = 300  # characters
_CHECKSUM_DIGITS = 6

_WORD = "|".join(map(re.escape, TAGS.values()))
_BLOCK = re.compile(
    rf"⟦(?P<word>{_WORD})⟧[ \t]*\r?\n"
    rf"(?P<body>(?:(?!⟦(?:{_WORD})⟧).)*?)"
    rf"\r?\n⟦/(?P=word) (?P<checksum>[0-9a-f]{{{_CHECKSUM_DIGITS}}})⟧",
    re.DOTALL,
)
_SEVEREST_FIRST = list(Severity)
_BRACKETS = str.maketrans("⟦⟧", "[]")


class Note(NamedTuple):
    """A note taken apart.

    Attributes:
        persons: What a person wrote, byte for byte.
        ours: Our block, or the last of several; blank where there is none.
    """

    persons: str
    ours: str


def block(findings: Iterable[Finding], saying: Saying) -> str:
    """Write our block for one cell.

    Args:
        findings: All of that cell, in reading order.
        saying: The voice.

    Returns:
        Two tag lines with the findings between them, the worst first, two to four lines each and
        about ten in all; what is left out is counted. Blank without findings.
    """
    worst_first = sorted(findings, key=lambda each: _SEVEREST_FIRST.index(each.severity))
    lines: list[str] = []
    for told, finding in enumerate(worst_first):
        more = _lines(finding, saying)
        if lines and len(lines) + len(more) > _LINES_AT_MOST:
            lines.append(_rest(len(worst_first) - told, saying))
            break
        lines.extend(more)
    return _between_tags("\n".join(lines), saying.language) if lines else ""


def _lines(finding: Finding, saying: Saying) -> list[str]:
    said = saying.explain(finding)
    headline = saying.words(
        "{severity}[{code}] {name}：{message}",
        severity=saying.severity(finding.severity),
        code=finding.code,
        name=said.name,
        message=said.message,
    )
    details = [("应为", said.expected), ("怎么改", said.help)]
    lines = [headline]
    lines.extend(
        saying.words("{word}：{text}", word=saying.words(word), text=text)
        for word, text in details
        if text
    )
    return [_short(line) for line in lines]


def _short(line: str) -> str:
    """Keep a line short, on one line, and free of anything that looks like a tag."""
    line = " ".join(line.split()).translate(_BRACKETS)
    return line if len(line) <= _LINE_AT_MOST else line[: _LINE_AT_MOST - 1] + "…"


def _rest(count: int, saying: Saying) -> str:
    return saying.words(
        "还有 {count} 条，见工作表“{sheet}”。", count=count, sheet=RESULTS[saying.language]
    )


def _between_tags(body: str, language: str) -> str:
    word = TAGS[language]
    return f"⟦{word}⟧\n{body}\n⟦/{word} {_checksum(body)}⟧"


def _checksum(body: str) -> str:
    return hashlib.sha256(_settled(body).encode("utf-8", "surrogatepass")).hexdigest()[
        :_CHECKSUM_DIGITS
    ]


def _settled(text: str) -> str:
    """Leave out what programs change on their own: line ends and blanks before them."""
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").split("\n"))


def split(note: str) -> Note:
    """Tell a person's text from ours.

    Text that stands below our block or between two of ours comes after the text above. A block
    whose checksum does not fit was edited by a person and is theirs, tags included.

    Args:
        note: As it stands on the cell; blank for none.
    """
    pieces: list[str] = []
    ours, end = "", 0
    for found in _BLOCK.finditer(note):
        if _checksum(found["body"]) == found["checksum"]:
            pieces.append(note[end : found.start()])
            ours, end = found[0], found.end()
    pieces.append(note[end:])
    return Note(_joined(pieces), ours)


def _joined(pieces: list[str]) -> str:
    """Join what stood around our blocks; one line break next to a block is ours."""
    last = len(pieces) - 1
    texts = []
    for number, piece in enumerate(pieces):
        text = piece.removeprefix("\n") if number > 0 else piece
        texts.append(text.removesuffix("\n") if number < last else text)
    return "\n".join(text for text in texts if text)


def with_ours(note_now: str, ours: str) -> str:
    """Give the note as it should be: what a person wrote, and below it our block.

    Args:
        note_now: As it stands; earlier blocks of ours in it are dropped.
        ours: From `block`; blank to take ours away.

    Returns:
        The note itself where it already says so. Where both do not fit into a note, the person's
        text alone.
    """
    persons, before = split(note_now)
    wanted = f"{persons}\n{ours}" if persons and ours else persons or ours
    if len(wanted) > LONGEST_NOTE:
        wanted = persons
    says_so = before and note_now.endswith(before) and _settled(note_now) == _settled(wanted)
    return note_now if says_so else wanted
