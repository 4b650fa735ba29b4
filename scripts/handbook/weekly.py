"""The week on one page for those who lead: numbers, what changed, what is late, what to decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from handbook.checking import Checked
from handbook.differences import Difference, side_of
from handbook.differences.narrowing import compare_with_kept
from handbook.differences.wording import Wording
from handbook.findings import Party
from handbook.forms.filling import day_on_paper
from handbook.history import KEPT, History, Publication, publication_of
from handbook.office_paper import Mark, Paper
from handbook.pages.index import Index, make_index
from handbook.publishable import Audience, Publishable
from handbook.rendering.environment import PARTIES
from handbook.rendering.translations import fill_words
from handbook.rules.terms import OPEN
from handbook.schema import LIST_SEPARATORS
from handbook.todo import by_party, tasks_of

_WEEK = timedelta(days=7)
SPANS = (30, 60, 90)
_MOST_NAMES = 8
_MOST_SECTIONS = 6
_MOST_RECORDS = 2
_TITLE = "挂职工作周报"
_OPEN_OUTCOMES = ("pending", "")
_NOT_GRANTED = "WVR604"


@dataclass(frozen=True, slots=True)
class Load:
    """What one party has to do.

    Attributes:
        party: Who.
        count: How many things.
        overdue: How many of them are overdue.
        longest: For how many days the longest; 0 where nothing is.
    """

    party: Party
    count: int
    overdue: int
    longest: int


@dataclass(frozen=True, slots=True)
class Decision:
    """Something those who lead have to settle.

    Attributes:
        what: In words.
        people: Names of people, or ids of what waits; all of them.
    """

    what: str
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weekly:
    """The week.

    Attributes:
        language: zh, vi or en.
        as_of: The day of the register.
        in_post: How many people are in post.
        arriving: How many begin within each of `SPANS` days.
        leaving: How many end within each of them.
        since: Day of the register it is compared with; None where there is none.
        changes: What changed since, in words; empty where nothing did.
        loads: Every party with something to do, in the fixed order.
        decisions: Those there is somebody for.
    """

    language: str
    as_of: date
    in_post: int
    arriving: tuple[int, ...]
    leaving: tuple[int, ...]
    since: date | None
    changes: tuple[str, ...]
    loads: tuple[Load, ...]
    decisions: tuple[Decision, ...]


def since_last_week(checked: Checked, history: History) -> Difference | None:
    """Compare a register with what was published a week ago, or else first after that.

    Args:
        checked: The register of today.
        history: What was published before.

    Returns:
        None where nothing was published before today.
    """
    old = _week_old(history, checked.register.as_of)
    if old is None:
        return None
    content = checked.workbook.content_hash()
    new = publication_of(checked.register, content, "", checked.findings, history)
    return compare_with_kept(old, new, side_of(checked, Audience("unit", KEPT)))


def _week_old(history: History, today: date) -> Publication | None:
    last = None
    for each in reversed(history.publications):
        if each.as_of >= today:
            continue
        last = each
        if each.as_of <= today - _WEEK:
            return each
    return last


def weekly_of(publishable: Publishable, difference: Difference | None, language: str) -> Weekly:
    """Sum a week up.

    Args:
        publishable: The register as the organisation department may see it.
        difference: What changed in the week; None where nobody knows.
        language: zh, vi or en.
    """
    index = make_index(publishable, language)
    postings = index.table("postings").records if index.has_sheet("postings") else {}
    current = [each for each in postings.values() if each.status in OPEN]
    today = publishable.as_of
    starts = [each.start_planned for each in postings.values() if each.status == "planned"]
    ends = [end for each in current if (end := _end(each))]
    return Weekly(
        language=language,
        as_of=today,
        in_post=len({each.cadre_id for each in current}),
        arriving=_within(today, [start for start in starts if start]),
        leaving=_within(today, ends),
        since=difference.old.as_of if difference else None,
        changes=tuple(_changes(difference, language)) if difference else (),
        loads=tuple(_loads(publishable)),
        decisions=tuple(_decisions(index, current)),
    )


def _end(record: object) -> date | None:
    days = (getattr(record, name) for name in ("end_actual", "extension_to", "end_planned"))
    return next(filter(None, days), None)


def _within(today: date, days: list[date]) -> tuple[int, ...]:
    return tuple(
        sum(today <= day <= today + timedelta(days=span) for day in days) for span in SPANS
    )


def _changes(difference: Difference, language: str) -> Iterator[str]:
    """Give one line for each kind of change, with the first names."""
    wording = Wording(difference, language)
    for section in difference.sections[:_MOST_SECTIONS]:
        names = dict.fromkeys(
            wording.record(entry) for entry in section.entries[:_MOST_RECORDS] if entry.key
        )
        shown = LIST_SEPARATORS[language].join(names)
        more = "…" if len(section.entries) > len(names) else ""
        told = wording.heading(section.kind)
        yield fill_words(language, "{what}：{who}", what=told, who=shown + more) if shown else told
    left = sum(section.count for section in difference.sections[_MOST_SECTIONS:])
    if left:
        yield fill_words(language, "……另有 {count} 条。", count=left)


def _loads(publishable: Publishable) -> Iterator[Load]:
    for party, tasks in by_party(tasks_of(publishable)).items():
        late = [-each.days for each in tasks if each.days is not None and each.is_overdue]
        if tasks:
            yield Load(party, len(tasks), len(late), max(late, default=0))


def _decisions(index: Index, current: list[object]) -> Iterator[Decision]:
    today, language = index.as_of, index.language
    soon = today + timedelta(days=SPANS[0])
    over: Counter[str] = Counter()
    ending: Counter[str] = Counter()
    for record in current:
        end = _end(record)
        if end and getattr(record, "outcome", "") in _OPEN_OUTCOMES:
            name = index.label("cadres", getattr(record, "cadre_id", ""))
            if end < today:
                over[name] += 1
            elif end <= soon:
                ending[name] += 1
    findings = index.publishable.findings
    waiting = Counter(each.record for each in findings if each.code == _NOT_GRANTED)
    for words, names in (
        (fill_words(language, "已经期满，去向没有定"), over),
        (fill_words(language, "{count} 天内期满，去向没有定", count=SPANS[0]), ending),
        (fill_words(language, "豁免等待批准"), waiting),
    ):
        if names:
            yield Decision(words, tuple(names))


def weekly_text(weekly: Weekly) -> str:
    """Write the week as plain text.

    Args:
        weekly: The week.

    Returns:
        Ends with a newline.
    """
    lines = [_words(weekly, _TITLE), _when(weekly)]
    for heading, parts in _parts(weekly):
        lines += ["", heading, *(f"  {each}" for each in parts)]
    return "\n".join(lines) + "\n"


def weekly_paper(weekly: Weekly, mark: Mark) -> bytes:
    """Write the week as a .docx file of one page; same week and mark, same bytes.

    Args:
        weekly: The week.
        mark: Who took it out, and when.
    """
    paper = Paper(_words(weekly, _TITLE), weekly.language, is_close=True, mark=mark)
    paper.title(_words(weekly, _TITLE))
    paper.text(_when(weekly), is_indented=False)
    (numbers, _), *others = _parts(weekly)
    paper.heading(numbers)
    head = ["", *(_words(weekly, "{count} 天内", count=span) for span in SPANS)]
    rows = [
        [_words(weekly, name), *map(str, counts)]
        for name, counts in (("要到岗", weekly.arriving), ("要期满", weekly.leaving))
    ]
    paper.text(_words(weekly, "在挂 {count} 人", count=weekly.in_post), is_indented=False)
    paper.table(head, rows, (3, 2, 2, 2), numbers=(1, 2, 3))
    for heading, parts in others:
        paper.heading(heading)
        for part in parts:
            paper.text(part)
    return paper.content()


def _words(weekly: Weekly, msgid: str, **values: object) -> str:
    return fill_words(weekly.language, msgid, **values)


def _when(weekly: Weekly) -> str:
    return _words(weekly, "截至{day}", day=day_on_paper(weekly.as_of, weekly.language))


def _parts(weekly: Weekly) -> Iterator[tuple[str, list[str]]]:
    yield _words(weekly, "一、人数"), list(_numbers(weekly))
    yield _words(weekly, "二、和上周比"), list(_changed(weekly))
    yield _words(weekly, "三、过期未办"), list(_late(weekly)) or [_words(weekly, "没有。")]
    yield _words(weekly, "四、需要研究决定"), list(_open(weekly)) or [_words(weekly, "没有。")]


def _numbers(weekly: Weekly) -> Iterator[str]:
    yield _words(weekly, "在挂 {count} 人", count=weekly.in_post)
    for name, counts in (("要到岗", weekly.arriving), ("要期满", weekly.leaving)):
        parts = [
            _words(weekly, "{days} 天内 {people} 人", days=span, people=count)
            for span, count in zip(SPANS, counts, strict=True)
        ]
        text = LIST_SEPARATORS[weekly.language].join(parts)
        yield _words(weekly, "{what}：{who}", what=_words(weekly, name), who=text)


def _changed(weekly: Weekly) -> Iterator[str]:
    if weekly.since is None:
        yield _words(weekly, "没有以前的存档，下周起可以比较。")
        return
    day = day_on_paper(weekly.since, weekly.language)
    yield _words(weekly, "和{day}的登记表比：", day=day)
    yield from weekly.changes or [_words(weekly, "没有变化。")]


def _late(weekly: Weekly) -> Iterator[str]:
    for each in weekly.loads:
        if each.overdue:
            party = _words(weekly, PARTIES[each.party])
            yield _words(
                weekly, "{party}：过期 {count} 件（最久 {days} 天），待办共 {all} 件",
                party=party, count=each.overdue, days=each.longest, all=each.count,
            )  # fmt: skip


def _open(weekly: Weekly) -> Iterator[str]:
    for each in weekly.decisions:
        names = LIST_SEPARATORS[weekly.language].join(each.people[:_MOST_NAMES])
        if len(each.people) > _MOST_NAMES:
            names = _words(weekly, "{names}等 {count} 人", names=names, count=len(each.people))
        yield _words(weekly, "{what}：{who}", what=each.what, who=names)
