"""A posting in full: contacts, relations, papers, work log, each as HTML of one language.

Written in Python and not as templates for the reason `tables` gives.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache, partial

from markupsafe import Markup, escape

from handbook.pages.contacts import Mentor, Side
from handbook.pages.five_haves import TIME, Have
from handbook.pages.papers import Paper, Papers, PaperState
from handbook.pages.posting_details import PostingDetail
from handbook.pages.values import BLANK, Fact
from handbook.rendering.tables import Tables
from handbook.rendering.translations import fill_html, fill_words, words_of
from handbook.rendering.work_logs import WorkLogs
from handbook.shared_words import in_each

_SIDES: Mapping[str, str] = {"home": "派出单位", "receiving": "接收单位"}
_HAVES: Mapping[str, str] = {
    "plan": "有学习计划",
    "study_note": "有学习笔记",
    TIME: "有时间保证",
    "special": "有专题学习内容",
    "reflection": "有心得体会文章",
}
_KINDS: Mapping[str, str] = {"reports": "汇报", "assessments": "考核", "engagements": "谈话"}
"""Sheet → what a paper of it is called where its cycle names no type."""
_COLUMNS = ("事项", "所属期间", "应办日期", "办结日期", "状态", "其他")
_PAPERS = "汇报、考核、谈话"
_UNFOLDED = 3  # papers that stand open


class PostingWriter:
    """Writes postings of one language in full."""

    def __init__(self, language: str, tables: Tables, more: Callable[[int], str]) -> None:
        """Prepare the words that stand beside values.

        Args:
            language: zh, vi or en.
            tables: Writes values, facts and tables of the same language.
            more: Says how many older rows a table leaves out.
        """
        self._language = language
        self._tables = tables
        self._more = more
        self._t = words_of(language)
        self._word = cache(lambda text: str(escape(self._t(text))))
        self._fill = partial(fill_words, language)
        self._colon = self._t("：")
        self._between = in_each(language, lambda each: "；" if each == "zh" else "; ")
        self._logs = WorkLogs(language)
        self._columns = tuple(map(self._word, _COLUMNS))
        self._begin = tuple([f'<td data-label="{title}">' for title in self._columns])
        self._state = lru_cache(maxsize=4096)(self._write_state)
        self._note = lru_cache(maxsize=65536)(self._write_note)

    def write(self, detail: PostingDetail) -> Markup:
        """Write a posting: who looks after it, what the register says, what is due and done.

        Args:
            detail: The posting.
        """
        parts = (
            self._sides(detail.sides),
            self._titled("任职情况", self._facts(detail.facts)),
            self._relations(detail.relations),
            self._home_post(detail),
            self._titled("结束和去向", self._facts(detail.outcome)),
            self._haves(detail.haves),
            self._papers(detail.papers),
            self._titled("工作纪实", self._logs.write(detail.work)) if detail.work else "",
            *(self._tables.table(each, each.title, named=True) for each in detail.tables),
            self._row(detail) if detail.sheet_link else "",
        )
        return Markup("".join(parts))  # noqa: S704 - built from escaped pieces

    def _row(self, detail: PostingDetail) -> str:
        """Lead editors to the row of the posting, which a script looks up."""
        link, key = escape(detail.sheet_link), escape(detail.line.key)
        name = self._word("在表格里打开这一行")
        html = f'<a href="{link}" data-row="postings/{key}" rel="noreferrer">{name}</a>'
        return f'<p class="hb-more">{html}</p>\n'

    def _titled(self, title: str, html: str) -> str:
        return f"<h4>{self._word(title)}</h4>\n{html}" if html else ""

    def _facts(self, facts: Sequence[Fact]) -> str:
        return f'<dl class="hb-facts">\n{self._tables.facts(facts)}</dl>\n' if facts else ""

    def _sides(self, sides: Sequence[Side]) -> str:
        rows = "".join(
            f"<div><dt>{self._word(_SIDES[side.name])}</dt><dd>{self._side(side)}</dd></div>\n"
            for side in sides
            if side.unit is not BLANK or side.mentors
        )
        return self._titled(
            "两边找谁", f'<dl class="hb-facts hb-wide">\n{rows}</dl>\n' if rows else ""
        )

    def _side(self, side: Side) -> str:
        office = self._tables.html(side.office) if side.office is not BLANK else self._blank()
        lines = [
            self._tables.html(side.unit),
            f"{self._word('联系岗位')}{self._colon}{office}",
        ]
        if side.mentors:
            named = self._between.join([self._mentor(each) for each in side.mentors])
            lines.append(f"{self._word('帮带联系人')}{self._colon}{named}")
        return "<br>".join(lines)

    def _mentor(self, mentor: Mentor) -> str:
        value = self._tables.html
        about: list[str] = [
            value(each) for each in (mentor.role, mentor.level, mentor.unit) if each is not BLANK
        ]
        if mentor.start is not BLANK:
            about.append(fill_html(self._language, "{day} 起", day=value(mentor.start)))
        return f"{value(mentor.name)} <small>{' · '.join(about)}</small>"

    def _blank(self) -> str:
        return f'<small class="hb-default">{self._word("没有登记")}</small>'

    def _relations(self, relations: Sequence[Fact]) -> str:
        rows = "".join(map(self._relation, relations))
        return self._titled("三个关系", f'<dl class="hb-facts">\n{rows}</dl>\n' if rows else "")

    def _relation(self, fact: Fact) -> str:
        value = self._blank() if fact.value is BLANK else self._tables.html(fact.value)
        return f"<div><dt>{escape(fact.title)}</dt><dd>{value}</dd></div>\n"

    def _home_post(self, detail: PostingDetail) -> str:
        html = self._facts(detail.home_post)
        if detail.is_home_post_unchecked:
            html += f'<p class="hb-more">{self._word("原岗位还没有核对过。")}</p>\n'
        return self._titled("原岗位", html)

    def _haves(self, haves: Sequence[Have]) -> str:
        rows = "".join(
            f"<div><dt>{self._word(_HAVES[have.item])}</dt><dd>{self._have(have)}</dd></div>\n"
            for have in haves
        )
        return self._titled("五有", f'<dl class="hb-facts">\n{rows}</dl>\n' if rows else "")

    def _have(self, have: Have) -> str:
        if have.is_there:
            return f"✓ {self._word('已有')} {self._tables.html(have.day)}"
        if have.is_asked:
            return f"<strong>{self._word('还没有')}</strong>"
        return f'<small class="hb-default">{self._word("项目没有要求")}</small>'

    def _papers(self, papers: Papers) -> str:
        """Write what is to be done, then, folded where it is long, what was entered."""
        waiting, entered = papers.waiting, papers.entered
        parts = [self._paper_table(waiting, self._word(_PAPERS))] if waiting else []
        if entered:
            name = escape(self._fill("已经登记的（{count} 条）", count=len(entered)))
            table = self._paper_table(entered, name)
            if papers.more:
                table += f'<p class="hb-more">{escape(self._more(papers.more))}</p>\n'
            fold = f'<details class="hb-group"><summary>{name}</summary>\n{table}</details>\n'
            parts.append(table if len(entered) <= _UNFOLDED else fold)
        return self._titled(_PAPERS, "".join(parts))

    def _paper_table(self, rows: Sequence[Paper], title: str) -> str:
        """Write papers as a table; columns in which nothing stands are left out."""
        written = [self._paper(row) for row in rows]
        used = [place for place, cells in enumerate(zip(*written, strict=True)) if any(cells)]
        head = "".join([f'<th scope="col">{self._columns[place]}</th>' for place in used])
        begin = [self._begin[place] for place in used[1:]]
        body = []
        for cells in written:
            rest = [f"{tag}{cells[place]}</td>" for tag, place in zip(begin, used[1:], strict=True)]
            body += [f'<tr><th scope="row">{cells[0]}</th>', *rest, "</tr>\n"]
        return (
            f'<table class="hb-table hb-papers">\n<caption>{title}</caption>\n'
            f"<thead><tr>{head}</tr></thead>\n<tbody>\n{''.join(body)}</tbody>\n</table>\n"
        )

    def _paper(self, row: Paper) -> tuple[str, ...]:
        """Write the cells of a paper, in the order of `_COLUMNS`."""
        html = self._tables.html
        return (
            self._what(row),
            html(row.period),
            html(row.due),
            html(row.done),
            self._state(row.state, row.days, row.is_entered),
            self._notes(row.notes),
        )

    def _notes(self, notes: Sequence[Fact]) -> str:
        """Write notes as one piece, which a narrow screen sets beside the title of its column."""
        return f"<span>{' · '.join(map(self._note, notes))}</span>" if notes else ""

    def _what(self, row: Paper) -> str:
        if row.what.text or row.what.state:
            return self._tables.html(row.what)
        return self._word(_KINDS[row.sheet])

    def _write_note(self, fact: Fact) -> str:
        return f"{escape(fact.title)}{self._colon}{self._tables.html(fact.value)}"

    def _write_state(self, state: PaperState, days: int | None, is_entered: bool) -> str:
        text = escape(self._state_text(state, days or 0))
        if state is PaperState.OVERDUE:
            text = Markup("<strong>{}</strong>").format(text)
        if is_entered:
            return str(text)
        told = self._word("没有登记，按项目周期")
        return f'<span>{text} <small class="hb-default">{told}</small></span>'

    def _state_text(self, state: PaperState, days: int) -> str:
        match state:
            case PaperState.DONE:
                return self._t("已办")
            case PaperState.LATE:
                return self._fill("已办，晚 {count} 天", count=days)
            case PaperState.OVERDUE:
                return self._fill("已过 {count} 天", count=-days)
            case PaperState.DUE if days == 0:
                return self._t("期限就在今天")
            case PaperState.DUE:
                return self._fill("还有 {count} 天", count=days)
        return ""
