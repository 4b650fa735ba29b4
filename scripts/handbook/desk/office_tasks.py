"""Work with the units: files out and back, reminders, rosters; and lists that wait for a yes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from handbook.checking import Checked
from handbook.config import account, export_record, now
from handbook.desk.folder import WorkFolder
from handbook.desk.jobs import Say
from handbook.desk.results import Asked, Done, Message, Reminded, ReturnedFile, ToDecide, Written
from handbook.desk.tasks import checked_of, counting, packed, results_folder, write_bytes
from handbook.errors import HandbookError
from handbook.export_record import Export, record_export
from handbook.findings import Visibility
from handbook.proposals import Line, Proposal
from handbook.publishable import ORG, Audience, Publishable, make_publishable
from handbook.publishable.embargo import is_wholly_embargoed
from handbook.rendering.translations import fill_words
from handbook.schema import LANGUAGES
from handbook.texts import load_texts
from handbook.unit_files import (
    Review,
    decide,
    read_register,
    review_copy,
    review_returned,
    split,
    without_conflict,
)

_UNIT = Audience("unit", Visibility.UNIT)
"""Whose rights have what goes to the units."""


def split_files(say: Say, asked: Asked) -> Written:
    """Write one file for each unit, and pack them.

    Raises:
        HandbookError: There is nothing to send, or nothing can be written.
    """
    _, checked = checked_of(say, asked)
    folder = results_folder(asked, "units")
    told = counting(say, asked.language, "正在写第 {done} 份，共 {of} 份")
    sending = split(checked.register, asked.register, folder, asked.language, now(), progress=told)
    if not sending.files:
        folder.rmdir()
        raise nothing_to_send()
    files = [folder / each.file for each in sending.files]
    headline = fill_words(
        asked.language, "已写好 {count} 个单位的表，一个单位一份。", count=len(files)
    )
    remarks = tuple(each.text(asked.language) for each in sending.remarks)
    _note(asked, "split", _UNIT, {"units": len(files)}, folder)
    return Written(asked.register, (packed(folder, files),), headline, remarks, folder)


def merge_returned(say: Say, asked: Asked, files: Sequence[Path], again: bool) -> ToDecide:
    """Compare what came back from the units with what was sent and what the register says now.

    Args:
        say: Told how far it is.
        asked: What everybody is told.
        files: Copies of what came back.
        again: Whether to show what was refused before.

    Raises:
        HandbookError: The register cannot be read.
    """
    told = counting(say, asked.language, "正在看第 {done} 份，共 {of} 份")
    schema = load_texts(asked.project).schema
    review = review_returned(files, asked.register, schema, again=again, progress=told)
    return to_decide(asked, "收回的表里的改动", review)


def compare_copy(say: Say, asked: Asked, files: Sequence[Path], again: bool) -> ToDecide:
    """Compare an edited copy of the whole register with the register.

    Args:
        say: Told how far it is.
        asked: What everybody is told.
        files: The copy alone.
        again: Whether to show what was refused before.

    Raises:
        HandbookError: One of them cannot be read.
    """
    say(fill_words(asked.language, "正在比对"))
    schema = load_texts(asked.project).schema
    return to_decide(
        asked, "另一份登记表里的改动", review_copy(files[0], asked.register, schema, again=again)
    )


def read_answers(say: Say, asked: Asked, files: Sequence[Path], again: bool) -> ToDecide:
    """Match the answers of a form to the postings of the register.

    Args:
        say: Told how far it is.
        asked: What everybody is told.
        files: What the form service exported, alone.
        again: Whether to show what was refused before.

    Raises:
        HandbookError: One of them cannot be read.
    """
    from handbook.form_answers import review_answers

    say(fill_words(asked.language, "正在比对"))
    schema = load_texts(asked.project).schema
    review = review_answers(files[0], asked.register, schema, again=again)
    return to_decide(asked, "问卷里的回答", review)


def number(say: Say, asked: Asked) -> ToDecide:
    """Propose ids for rows that have none.

    Raises:
        PullError: The register cannot be read.
    """
    from handbook.numbering import propose_numbers

    say(fill_words(asked.language, "正在找没有编号的行"))
    schema = load_texts(asked.project).schema
    places = read_register(asked.register, schema)
    proposals = tuple(propose_numbers(places, asked.register.name))
    return to_decide(asked, "没有编号的行", Review((), proposals, (), places, schema))


def due_rows(say: Say, asked: Asked, until: date) -> ToDecide:
    """Propose rows for reports and assessments that will be due.

    Args:
        say: Told how far it is.
        asked: What everybody is told.
        until: Last day that counts.

    Raises:
        PullError: The register cannot be read.
    """
    from handbook.due_rows import propose_due_rows, unasked_for

    _, checked = checked_of(say, asked)
    schema = checked.register.schema
    places = read_register(asked.register, schema)
    publishable = _for_office(checked)
    due = tuple(propose_due_rows(publishable, places, until, asked.register.name))
    offer = to_decide(asked, "该有而没有的行", Review((), due, (), places, schema))
    if due:
        return offer
    why = {each: tuple(unasked_for(publishable, each)) for each in LANGUAGES}
    return replace(offer, remarks=why)


def remind(say: Say, asked: Asked) -> Reminded:
    """Write the reminders of this week, one for each unit and party.

    Raises:
        HandbookError: The register cannot be read, or nothing can be written.
    """
    from handbook.reminding import reminder_text, reminders_of, write_reminders
    from handbook.reminding.messages import addressee

    texts, checked = checked_of(say, asked)
    say(fill_words(asked.language, "正在写提醒"))
    reminders = reminders_of(checked, texts, asked.language)
    if not reminders:
        return Reminded(asked.register, (), (), is_hidden=is_wholly_embargoed(checked.register))
    folder = results_folder(asked, "reminders")
    files = write_reminders(reminders, folder, asked.language)
    _note(asked, "remind", _UNIT, {"units": len({each.unit for each in reminders})}, folder)
    messages = tuple(
        Message(addressee(each, asked.language), reminder_text(each, asked.language))
        for each in reminders
    )
    return Reminded(asked.register, messages, (packed(folder, files),))


def roster(say: Say, asked: Asked) -> Written:
    """Write the roster for the organisation department, as a workbook and on paper.

    Raises:
        HandbookError: The register cannot be read, or nothing can be written.
    """
    from handbook.office_paper import Mark
    from handbook.roster import roster_of, roster_paper, roster_workbook

    _, checked = checked_of(say, asked)
    say(fill_words(asked.language, "正在写花名册"))
    publishable = _for_office(checked)
    made = roster_of(publishable, asked.language)
    mark, folder = Mark(account(), now()), results_folder(asked, "roster")
    files = (
        write_bytes(folder / "roster.xlsx", roster_workbook(made, mark)),
        write_bytes(folder / "roster.docx", roster_paper(made, mark)),
    )
    _note(asked, "roster", ORG, {"cadres": len(made.people)}, folder)
    headline = fill_words(
        asked.language, "花名册写好了，一份 Excel，一份可以打印。只供组织部门使用，请勿外传。"
    )
    return Written(asked.register, files, headline)


def weekly(say: Say, asked: Asked) -> Written:
    """Write the leaders' page of the week.

    Raises:
        HandbookError: The register cannot be read, or nothing can be written.
    """
    from handbook.building import Request, history_folder
    from handbook.history import load_history
    from handbook.office_paper import Mark
    from handbook.weekly import since_last_week, weekly_of, weekly_paper

    _, checked = checked_of(say, asked)
    say(fill_words(asked.language, "正在写一页周报"))
    request = Request(asked.register, history=WorkFolder(asked.folder).history)
    kept = history_folder(request, checked.workbook)
    since = since_last_week(checked, load_history(kept)) if kept else None
    made = weekly_of(_for_office(checked), since, asked.language)
    folder = results_folder(asked, "weekly")
    paper = weekly_paper(made, Mark(account(), now()))
    _note(asked, "weekly", ORG, {}, folder)
    headline = fill_words(asked.language, "周报写好了，一页 A4。")
    return Written(asked.register, (write_bytes(folder / "weekly.docx", paper),), headline)


def write_decided(
    say: Say,
    asked: Asked,
    proposals: tuple[Proposal, ...],
    accepted: Collection[str],
    refused: Collection[str],
) -> Done:
    """Write what was accepted into the register, which is kept as it was beside itself.

    Args:
        say: Told how far it is.
        asked: What everybody is told.
        proposals: What was decided about.
        accepted: Tokens of the accepted proposals.
        refused: Tokens of the refused ones.

    Raises:
        HandbookError: It cannot be written.
    """
    say(fill_words(asked.language, "正在写进登记表"))
    schema = load_texts(asked.project).schema
    review = Review((), proposals, (), read_register(asked.register, schema), schema)
    decided = decide(review, asked.register, schema, accepted, refused, who=account(), at=now())
    amended = decided.outcome.amended
    return Done(
        asked.register,
        len(decided.outcome.applied),
        len(refused),
        amended.backup.name if decided.outcome.applied and amended.backup else "",
        {each: tuple(remark.text(each) for remark in decided.remarks) for each in LANGUAGES},
    )


def to_decide(asked: Asked, title: str, review: Review) -> ToDecide:
    """Put what is to be decided into words.

    Args:
        asked: Names the register.
        title: What it comes from, as a msgid.
        review: What is to be decided.
    """
    lines = {each: review.lines(each) for each in LANGUAGES}
    plain = {line.token for line in lines["zh"] if not line.remark}
    free = without_conflict(review) & plain
    return ToDecide(
        asked.register,
        title,
        review.proposals,
        {each: _doubtful_first(lines[each], free) for each in LANGUAGES},
        tuple(
            ReturnedFile(
                each.name,
                each.state,
                each.sender,
                {language: tuple(r.text(language) for r in each.remarks) for language in LANGUAGES},
            )
            for each in review.files
        ),
        {each: tuple(_remarks(review, each)) for each in LANGUAGES},
        free,
    )


def _doubtful_first(lines: Sequence[Line], free: Collection[str]) -> tuple[Line, ...]:
    """Put conflicts first, then what else has to be decided one by one."""
    return tuple(sorted(lines, key=lambda line: (not line.is_conflict, line.token in free)))


def _remarks(review: Review, language: str) -> Iterator[str]:
    yield from (remark.text(language) for remark in review.remarks)
    if count := review.refused_before:
        yield fill_words(
            language,
            "另有 {count} 处以前没有采纳过，这次不再列出；"
            "要看，交文件时勾上“以前没有采纳的也再列出来”。",
            count=count,
        )


def _for_office(checked: Checked) -> Publishable:
    return make_publishable(checked, ORG)


def _note(
    asked: Asked, command: str, audience: Audience, records: Mapping[str, int], folder: Path
) -> None:
    """Note in the record of exports that something was taken out."""
    export = Export(now(), account(), command, audience.name, records, folder.name)
    record_export(export_record(asked.project), export)


def nothing_to_send() -> HandbookError:
    """Say why no unit gets a file."""
    return HandbookError(
        {
            "zh": "没有单位要发。任职文号和任职日期没有填的挂职，还没有公布，不外发；"
            "请在“挂职”表里补上这两列，再拆一次。表里没有这两列的，补上报到日期。",
            "vi": "Không có đơn vị nào để gửi. Lượt biệt phái chưa có số và ngày quyết định thì "
            "chưa công bố nên chưa gửi; hãy bổ sung hai cột này rồi tách lại. Bảng không có hai "
            "cột này thì bổ sung ngày nhận việc.",
            "en": "There is no unit to send anything to. A posting without its appointment "
            "document and date is not public yet and is not sent; fill in these two columns, "
            "then split again. Where the sheet has no such columns, fill in the date of "
            "reporting in.",
        }
    )
