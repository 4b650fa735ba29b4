"""Files that came back as one list of proposals, and what became of the decisions on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from handbook.proposals import (
    UNREAD,
    Kind,
    Line,
    Outcome,
    Place,
    Proposal,
    apply_proposals,
    lines_of,
    merge,
    places_of,
)
from handbook.schema import Schema
from handbook.sources import pull
from handbook.unit_files.decisions import Decision, decided_before, record_decisions
from handbook.unit_files.memory import recall, sent_folder
from handbook.unit_files.model import Remark, SentFile, remark
from handbook.unit_files.returned import Returned, State, read_file
from handbook.unit_files.wishes import wishes_of
from handbook.validation import Maker


@dataclass(frozen=True)
class Review:
    """A list that waits for somebody's yes or no.

    Attributes:
        files: What each file is good for.
        proposals: What is asked for, conflicts included.
        remarks: About the whole list.
        places: Sheets of the register the list was made for.
        schema: What the register consists of.
        refused_before: How many changes are not listed, as they were refused before.
    """

    files: tuple[Returned, ...]
    proposals: tuple[Proposal, ...]
    remarks: tuple[Remark, ...]
    places: Mapping[str, Place]
    schema: Schema
    refused_before: int = 0

    def lines(self, language: str) -> list[Line]:
        """Give the proposals in words.

        Args:
            language: zh, vi or en.
        """
        return lines_of(self.proposals, self.places, self.schema, language)


@dataclass(frozen=True)
class Decided:
    """What became of the decisions on a list.

    Attributes:
        outcome: What was written.
        unknown: Tokens that fit no proposal any more.
        clashing: Tokens of accepted proposals that want different texts in one cell; none of
            them was written.
        remarks: What to know, each a sentence.
    """

    outcome: Outcome
    unknown: tuple[str, ...]
    clashing: tuple[str, ...]
    remarks: tuple[Remark, ...]


def read_register(register: Path, schema: Schema) -> dict[str, Place]:
    """Find the sheets of a register, in its own language.

    Args:
        register: Excel workbook or CSV folder.
        schema: What it consists of.

    Raises:
        PullError: It cannot be read.
    """
    workbook = pull(register)
    return places_of(workbook, schema, Maker.for_workbook(schema, workbook).language)


def review_returned(
    files: Sequence[Path],
    register: Path,
    schema: Schema,
    *,
    again: bool = False,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> Review:
    """Read what the units sent back and list what it asks for.

    Args:
        files: In any order, whatever they are called; only read.
        register: Excel workbook or CSV folder.
        schema: What it consists of.
        again: Whether to list once more what was refused before.
        progress: Told how many of how many files are read.

    Raises:
        PullError: The register cannot be read.
    """
    places = read_register(register, schema)
    sendings = recall(sent_folder(register))
    read: list[Returned] = []
    for number, path in enumerate(files, start=1):
        read.append(read_file(path, sendings, schema))
        progress(number, len(files))
    told = list(_compared(read, sendings))
    proposals: list[Proposal] = []
    shown: list[Returned] = []
    for file, sender in told:
        if file.state not in (State.CHANGED, State.UNCHANGED):
            shown.append(file)
            continue
        wishes = wishes_of(file, places, sender)
        proposals += wishes.proposals
        shown.append(replace(file, remarks=(*file.remarks, *wishes.remarks)))
    return listed(shown, proposals, places, schema, register, again=again)


def listed(
    files: Sequence[Returned],
    proposals: Iterable[Proposal],
    places: Mapping[str, Place],
    schema: Schema,
    register: Path,
    *,
    again: bool,
) -> Review:
    """Join proposals of whatever origin to one list.

    Args:
        files: Where they come from.
        proposals: In the order of the list.
        places: Sheets of the register.
        schema: What it consists of.
        register: Its file, beside which earlier decisions are kept.
        again: Whether to list once more what was refused before.
    """

    def meaning(sheet: str, field: str, text: str) -> str:
        return places[sheet].meaning(field, text)

    every = merge(proposals, meaning)
    refused = set() if again else decided_before(register).refused
    offered = [each for each in every if each.token not in refused]
    return Review(tuple(files), tuple(offered), (), places, schema, len(every) - len(offered))


def _compared(
    read: Sequence[Returned], sendings: Mapping[str, SentFile]
) -> Iterator[tuple[Returned, str]]:
    """Tell files apart that come from one sending, and those of an older one.

    Yields:
        Each file, and how the list should name its sender.
    """
    newest = {sent.unit: sent for sent in sendings.values()}
    originals = _originals(read)
    several = Counter(file.sender for file in originals if file.state is State.CHANGED)
    for file in read:
        same = next((each for each in originals if _says_the_same(each, file)), file)
        if file.sent is None:
            yield file, ""
        elif same is not file:
            note = remark("和“{file}”内容一样，只用一次。", file=same.name)
            yield replace(file, state=State.REPEATED, remarks=(note,)), ""
        else:
            is_alone = several[file.sender] <= 1
            sender = file.sender if is_alone else f"{file.sender}（{file.name}）"
            yield _with_age(file, newest), sender


def _originals(read: Sequence[Returned]) -> list[Returned]:
    """Give each content once: of files that say the same the one that kept its name."""
    found: list[Returned] = []
    for file in sorted(
        read, key=lambda each: each.sent is not None and each.name != each.sent.file
    ):
        if file.sent is not None and not any(_says_the_same(each, file) for each in found):
            found.append(file)
    return found


def _is_renamed(file: Returned) -> bool:
    return file.sent is not None and file.name != file.sent.file


def _says_the_same(one: Returned, other: Returned) -> bool:
    return (
        one.sent is not None
        and other.sent is not None
        and one.sent.id == other.sent.id
        and {key: [(row.name, row.texts) for row in rows] for key, rows in one.rows.items()}
        == {key: [(row.name, row.texts) for row in rows] for key, rows in other.rows.items()}
    )


def _with_age(file: Returned, newest: Mapping[str, SentFile]) -> Returned:
    """Say what is to be known of a file's age, and how much of it is filled in."""
    sent = file.sent
    remarks = list(file.remarks)
    if sent is not None and newest[sent.unit].id != sent.id:
        remarks.append(
            remark(
                "这是 {old} 发的那一份，{new} 又发过新的。仍按当时发出的内容比对；"
                "和新的一份说法不同的，会列为冲突。",
                old=f"{sent.sent_at:%Y-%m-%d}",
                new=f"{newest[sent.unit].sent_at:%Y-%m-%d}",
            )
        )
    if file.state is State.UNCHANGED:
        remarks.append(remark("一处也没有填。如果不该是空的，请对方看看是不是发错了文件。"))
    elif blank := _still_blank(file):
        filled, asked = blank
        remarks.append(
            remark("空着的格子填了 {filled} 格，还有 {left} 格空着。", filled=filled, left=asked)
        )
    return replace(file, remarks=tuple(remarks))


def _still_blank(file: Returned) -> tuple[int, int] | None:
    """Count the cells that were sent blank to be filled in: filled now, and blank still."""
    filled = blank = 0
    for key, rows in file.rows.items():
        sheet = file.sent.by_key[key] if file.sent else None
        for row in rows:
            if sheet is None or not row.name:
                continue
            for name in sheet.open_fields[sheet.position[row.name]]:
                if name in row.texts and not sheet.text(row.name, name):
                    filled += bool(row.texts[name])
                    blank += not row.texts[name]
    return (filled, blank) if filled and blank else None


def without_conflict(review: Review) -> frozenset[str]:
    """Give the tokens of the proposals that may be accepted unseen.

    Nobody contradicts them, they clear no cell, and their columns can read them.

    Args:
        review: The list.
    """
    return frozenset(
        each.token
        for each in review.proposals
        if not each.is_conflict and not _clears(each) and _is_read(each, review.places)
    )


def _clears(proposal: Proposal) -> bool:
    return proposal.kind is Kind.CHANGE and not proposal.after


def _is_read(proposal: Proposal, places: Mapping[str, Place]) -> bool:
    texts = proposal.texts or {proposal.field: proposal.after}
    place = places[proposal.sheet]
    return not any(place.meaning(name, text).startswith(UNREAD) for name, text in texts.items())


def decide(
    review: Review,
    register: Path,
    schema: Schema,
    accepted: Collection[str],
    refused: Collection[str],
    *,
    who: str,
    at: datetime,
) -> Decided:
    """Write what was accepted into the register, and who decided what beside it.

    Args:
        review: The list, made from the register as it stands now.
        register: Excel workbook or CSV folder; kept as it was beside itself.
        schema: What it consists of.
        accepted: Tokens.
        refused: Tokens.
        who: Who decided.
        at: When.

    Raises:
        PullError: The register cannot be read.
        HandbookError: It cannot be written; nothing is written then.
    """
    by_token = {each.token: each for each in review.proposals}
    chosen = [each for each in review.proposals if each.token in accepted]
    clashing = _clashing(chosen)
    written = [each for each in chosen if each.token not in clashing]
    outcome = apply_proposals(register, written, schema, _locale(review))
    applied = {each.token for each in outcome.applied}
    decisions = [Decision.of(each, at, who, is_accepted=True) for each in outcome.applied]
    decisions += [
        Decision.of(by_token[token], at, who, is_accepted=False)
        for token in sorted(refused)
        if token in by_token and token not in applied
    ]
    before = decided_before(register)
    strangers = sorted({*accepted, *refused} - by_token.keys())
    unknown = tuple(each for each in strangers if each not in before.accepted | before.refused)
    record_decisions(register, decisions)
    remarks = tuple(_remarks(outcome, unknown, clashing, len(strangers) - len(unknown)))
    return Decided(outcome, unknown, clashing, remarks)


def _locale(review: Review) -> str:
    return next((place.locale for place in review.places.values()), "zh")


def _clashing(chosen: Sequence[Proposal]) -> tuple[str, ...]:
    """Give the tokens of those that want different texts in one cell."""
    places = Counter(
        (each.sheet, each.record, each.field) for each in chosen if each.kind is Kind.CHANGE
    )
    return tuple(
        each.token
        for each in chosen
        if each.kind is Kind.CHANGE and places[each.sheet, each.record, each.field] > 1
    )


def _remarks(
    outcome: Outcome, unknown: Collection[str], clashing: Collection[str], known: int
) -> Iterator[Remark]:
    if clashing:
        yield remark(
            "有 {count} 处没有写：同一格采纳了两种说法。请只留一种再来一次。",
            count=len(clashing),
        )
    if outdated := len(outcome.outdated) + len(unknown):
        yield remark(
            "有 {count} 处没有写：列清单以后总表或者文件变了，决定对不上了。请重新列一次清单。",
            count=outdated,
        )
    if known:
        yield remark("有 {count} 处以前已经定过，这次没有再动。", count=known)
    if outcome.homeless:
        yield remark(
            "有 {count} 处没有写：总表里没有那张表或者那一列。", count=len(outcome.homeless)
        )
    if outcome.amended.left:
        yield remark(
            "有 {count} 格是公式或者合并单元格，没有写，请自己改。",
            count=len(outcome.amended.left),
        )
