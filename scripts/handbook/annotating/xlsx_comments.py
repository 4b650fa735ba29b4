"""The comments of one worksheet, with our blocks put in and taken out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from handbook.annotating.notes import split, with_ours
from handbook.annotating.xlsx_markup import (
    Edit,
    Element,
    append_to,
    prefixed,
    read_markup,
    read_text,
    splice,
    written_text,
)

AUTHOR = "handbook"
LONGEST_COMMENT = 32_767
"""Characters; what Excel can show."""
_EMPTY = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b"<authors></authors><commentList></commentList></comments>"
)


@dataclass(frozen=True)
class Commented:
    """A part of comments after our blocks were put in.

    Attributes:
        content: The part; blank where no comment is left.
        added: Cells that have a comment now and had none before.
        removed: Cells that have none any more.
    """

    content: bytes
    added: tuple[str, ...]
    removed: tuple[str, ...]


def with_blocks(content: bytes, blocks: Mapping[str, str]) -> Commented:
    """Put our blocks into the comments of a sheet, below what persons wrote.

    What a person wrote stays byte for byte, its formatting too; blocks of ours on other cells are
    taken out.

    Args:
        content: The part; blank where the sheet has no comments.
        blocks: Address (`F11`) → our block.

    Returns:
        The part unchanged where it already says so.
    """
    if not content and not blocks:
        return Commented(b"", (), ())
    return _Comments(content or _EMPTY).with_blocks(blocks)


class _Comments:
    def __init__(self, content: bytes) -> None:
        self._content = content
        root = read_markup(content, 5)
        self._prefix = root.prefix
        self._authors = root.child("authors") or root
        self._list = root.child("commentList") or root
        names = [each.text for each in self._authors.named("author")]
        self._has_author = AUTHOR in names
        self._author = names.index(AUTHOR) if self._has_author else len(names)

    def with_blocks(self, blocks: Mapping[str, str]) -> Commented:
        edits: list[Edit] = []
        removed: list[str] = []
        comments = {each.attribute("ref"): each for each in self._list.named("comment")}
        for place, comment in comments.items():
            note = _note(comment)
            wanted = _fitting(note, blocks.get(place, ""))
            if not wanted and split(note).ours:
                removed.append(place)
                edits.append(Edit(comment.start, comment.end, b""))
            elif wanted != note:
                edits.append(self._rewritten(comment, wanted))
        added = [place for place in blocks if place not in comments]
        if len(removed) == len(comments) and not added:
            return Commented(b"", (), tuple(removed))
        edits.extend(self._appended({place: blocks[place] for place in added}))
        kept = [each for place, each in comments.items() if place not in removed]
        edits.extend(self._without_author(kept) if removed and not added else ())
        return Commented(splice(self._content, edits), tuple(added), tuple(removed))

    def _rewritten(self, comment: Element, wanted: str) -> Edit:
        """Keep the runs that still read as wanted; write the rest as one plain run."""
        text = comment.child("text")
        if text is None:
            return Edit(comment.close, comment.close, self._text(self._run(wanted)))
        kept, reached = b"", 0
        for run in _runs(text):
            piece = _text_of(run)
            if not wanted.startswith(piece, reached):
                break
            kept += self._as_run(run)
            reached += len(piece)
        rest = self._run(wanted[reached:]) if wanted[reached:] else b""
        return Edit(text.start, text.end, self._text(kept + rest))

    def _as_run(self, run: Element) -> bytes:
        written = self._content[run.start : run.end]
        return self._wrapped("r", written) if run.name == "t" else written

    def _appended(self, blocks: Mapping[str, str]) -> Iterator[Edit]:
        if not blocks:
            return
        if not self._has_author:
            author = prefixed(f"<author>{AUTHOR}</author>", self._prefix)
            yield append_to(self._content, self._authors, author)
        comments = b"".join(self._comment(place, block) for place, block in blocks.items())
        yield append_to(self._content, self._list, comments)

    def _without_author(self, kept: Iterable[Element]) -> Iterator[Edit]:
        """Take our name from the end of the authors where nothing is by us any more."""
        authors = list(self._authors.named("author"))
        is_last = self._has_author and self._author == len(authors) - 1
        if is_last and not any(each.attribute("authorId") == str(self._author) for each in kept):
            yield Edit(authors[-1].start, authors[-1].end, b"")

    def _comment(self, place: str, block: str) -> bytes:
        opening = f'<{self._prefix}comment ref="{place}" authorId="{self._author}">'.encode()
        text = self._text(self._run(block))
        return opening + text + f"</{self._prefix}comment>".encode()

    def _run(self, text: str) -> bytes:
        opening = f'<{self._prefix}t xml:space="preserve">'
        return self._wrapped("r", f"{opening}{written_text(text)}</{self._prefix}t>".encode())

    def _text(self, runs: bytes) -> bytes:
        return self._wrapped("text", runs)

    def _wrapped(self, name: str, content: bytes) -> bytes:
        tag = f"{self._prefix}{name}"
        return f"<{tag}>".encode() + content + f"</{tag}>".encode()


def _fitting(note: str, block: str) -> str:
    """Give the note with our block, or without it where both together are too long."""
    wanted = with_ours(note, block)
    return wanted if len(wanted) <= LONGEST_COMMENT else with_ours(note, "")


def _note(comment: Element) -> str:
    text = comment.child("text")
    return "".join(map(_text_of, _runs(text))) if text else ""


def _runs(text: Element) -> list[Element]:
    return [child for child in text.children if child.name in ("t", "r")]


def _text_of(run: Element) -> str:
    if run.name == "t":
        return read_text(run.text)
    return "".join(read_text(each.text) for each in run.named("t"))
