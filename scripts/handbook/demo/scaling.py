"""Registers of any size for benchmarks: made up, consistent, and with about one slip in a hundred.

Sheets and columns are titled with their keys, enumerations hold keys; the check reads both.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from handbook.demo.book import AS_OF
from handbook.demo.months import add_months, days, term_end
from handbook.demo.names import candidate_names, name_hash
from handbook.demo.texts import DUTIES, TASKS
from handbook.workbook import Manifest, Sheet, Workbook

Column: TypeAlias = "NDArray[Any] | Sequence[str] | str"
Columns: TypeAlias = "Mapping[str, Column]"

_PLACES = (
    "岚屿 禾望 澄湾 松栈 杏坞 白枥 渡石 青楹 麦垄 桐湾 "
    "苔桥 檐溪 槿塘 鹭汀 椴木 雾篱 砚泉 橘灯 蒲柳 岚枥"
)
_SEATS = (
    "发展局 财政局 教育局 民政局 司法局 水务局 农业局 林业局 审计局 统计局 镇 乡 街道 学校 中心"
)
_FIRST_YEAR, _STARTS_PER_YEAR = 2020, 4
_TERM_MONTHS = 12
_REPORTS_EACH = 2
_SLIP_EVERY = 100


def scaled_workbook(cadres: int, seed: int, forbidden: Collection[str] = ()) -> Workbook:
    """Make a register with a number of cadres and about nine other rows for each of them.

    Args:
        cadres: At least 20.
        seed: Same seed, same register.
        forbidden: Hashes of names nobody may bear.
    """
    make = _Maker(cadres, seed, forbidden)
    sheets = tuple(_sheet(key, columns) for key, columns in make.sheets().items())
    manifest = Manifest(source=f"scaled-{cadres}", as_of=AS_OF, is_sample=True)
    return Workbook(sheets, manifest)


def _sheet(title: str, columns: Columns) -> Sheet:
    length = max(len(each) for each in columns.values() if not isinstance(each, str))
    cells = {
        number: _with_header(name, values, length)
        for number, (name, values) in enumerate(columns.items(), start=1)
    }
    text = pd.DataFrame(cells, index=pd.RangeIndex(1, length + 2), dtype=object)
    return Sheet(title=title, text=text)


def _with_header(name: str, values: Column, length: int) -> NDArray[np.object_]:
    column = np.empty(length + 1, dtype=object)
    column[0] = name
    column[1:] = values
    return column


def _ids(prefix: str, width: int, count: int) -> NDArray[np.object_]:
    return np.array(
        [f"{prefix}-{number:0{width}d}" for number in range(1, count + 1)], dtype=object
    )


def _iso(values: Sequence[date]) -> NDArray[np.object_]:
    return np.array([value.isoformat() for value in values], dtype=object)


class _Maker:
    """Draws one register; every sheet is drawn after those it refers to."""

    def __init__(self, cadres: int, seed: int, forbidden: Collection[str]) -> None:
        self._rng = np.random.default_rng(seed)
        self._forbidden = forbidden
        self._cadres = cadres
        self._unit_ids = _ids("U", 5, max(12, cadres // 10))
        self._cadre_ids = _ids("C", 6, cadres)
        self._programme_ids = _ids("P", 2, 10)
        self._starts = _term_starts()
        self._batch_ids = _ids("B", 4, len(self._starts) * len(self._programme_ids))
        self._batch_starts = np.repeat(np.array(self._starts, dtype=object), 10)

    def sheets(self) -> dict[str, Columns]:
        """Give the columns of all sheets by key."""
        postings = self._postings()
        return {
            "units": self._units(),
            "cadres": self._people(),
            "programmes": self._programmes(),
            "batches": self._batches(),
            "postings": postings,
            "applications": self._applications(postings),
            "mentors": self._mentors(postings),
            "reports": self._reports(postings),
            "assessments": self._assessments(postings),
            "work_log": self._work_log(postings),
            "absences": self._absences(postings),
            "engagements": self._engagements(),
        }

    def _pick(self, options: Sequence[str] | NDArray[np.object_], count: int) -> NDArray[Any]:
        return np.array(options, dtype=object)[self._rng.integers(0, len(options), count)]

    def _slip(self, values: NDArray[Any], wrong: str) -> NDArray[Any]:
        """Spoil one cell in a hundred of a column."""
        values = values.copy()
        values[self._rng.integers(0, _SLIP_EVERY) :: _SLIP_EVERY] = wrong
        return values

    def _units(self) -> Columns:
        places, seats = _PLACES.split(), _SEATS.split()
        count = len(self._unit_ids)
        names = [
            f"{places[n % len(places)]}{seats[n // len(places) % len(seats)]}"
            + (f"第{n // (len(places) * len(seats))}分部" if n >= len(places) * len(seats) else "")
            for n in range(count)
        ]
        return {
            "unit_id": self._unit_ids,
            "unit_name": names,
            "unit_type": self._pick(("gov_organ", "township", "institution"), count),
            "level": self._pick(("county", "township"), count),
            "contact_post": "综合岗负责人",
            "status": "active",
            "valid_from": "2012-03-01",
        }

    def _people(self) -> Columns:
        count = self._cadres
        years = self._rng.integers(1978, 2000, count)
        months = self._rng.integers(1, 13, count)
        born = np.array([f"{y}-{m:02d}" for y, m in zip(years, months, strict=True)], dtype=object)
        return {
            "cadre_id": self._cadre_ids,
            "name": self._names(count),
            "gender": self._pick(("1", "2"), count),
            "category": self._pick(("civil_servant", "institution_staff"), count),
            "home_unit_id": self._home_units(),
            "home_post": self._pick(("一级科员", "副科长", "科长"), count),
            "rank_level": self._pick(("staff", "deputy_section", "section"), count),
            "education_code": self._pick(("21", "14", "31"), count),
            "base_experience": self._pick(("yes", "no"), count),
            "birth_ym": self._slip(born, "1990年前后"),
            "party_status": self._pick(("member", "none"), count),
            "in_plan": "na",
            "record_status": "active",
        }

    def _home_units(self) -> NDArray[Any]:
        return self._unit_ids[np.arange(self._cadres) % len(self._unit_ids)]

    def _names(self, count: int) -> list[str]:
        every = candidate_names()
        order = self._rng.permutation(len(every))
        names: list[str] = []
        for position in order:
            if name_hash(every[position]) not in self._forbidden:
                names.append(every[position])
            if len(names) == count:
                return names
        return [names[n % len(names)] + "甲乙丙丁"[n // len(names) % 4] for n in range(count)]

    def _programmes(self) -> Columns:
        count = len(self._programme_ids)
        return {
            "programme_id": self._programme_ids,
            "name": [f"干部挂职锻炼第{number}项目" for number in range(1, count + 1)],
            "kind": "post_down",
            "owner_unit_id": self._unit_ids[0],
            "checked_from": "2020-01-01",
            "term_min_months": str(_TERM_MONTHS),
            "term_max_months": str(_TERM_MONTHS),
            "mentor_min": "1",
            "mentor_level": "leader",
            "report_cycle_months": "6",
            "assess_cycle_months": "12",
            "status": "active",
        }

    def _batches(self) -> Columns:
        starts = list(self._batch_starts)
        ends = [term_end(start, _TERM_MONTHS) for start in starts]
        return {
            "batch_id": self._batch_ids,
            "programme_id": np.tile(self._programme_ids, len(self._starts)),
            "title": [f"{start.year}年{start.month}月" for start in starts],
            "status": np.where(
                [end < AS_OF for end in ends],
                "closed",
                np.where([start <= AS_OF for start in starts], "running", "nominating"),
            ),
            "quota": str(max(1, self._cadres)),
            "nomination_deadline": _iso([start - days(60) for start in starts]),
            "decided_on": _iso([start - days(30) for start in starts]),
            "report_by": _iso([start + days(5) for start in starts]),
            "window_start": _iso(starts),
            "window_end": _iso(ends),
        }

    def _postings(self) -> Columns:
        """Send every cadre once, and one in five a second time at least a year later."""
        last = len(self._starts) - 1
        first = self._rng.integers(0, last + 1, self._cadres)
        again = np.flatnonzero((np.arange(self._cadres) % 5 == 0) & (first <= last - 5))
        person = np.concatenate([np.arange(self._cadres), again])
        period = np.concatenate([first, first[again] + 5])
        batch = period * len(self._programme_ids) + self._rng.integers(0, 10, len(period))
        return self._posting_columns(person, batch)

    def _posting_columns(self, person: NDArray[Any], batch: NDArray[Any]) -> Columns:
        count = len(person)
        starts: list[date] = list(self._batch_starts[batch])
        ends = [term_end(start, _TERM_MONTHS) for start in starts]
        over = np.array([end < AS_OF for end in ends])
        begun = np.array([start <= AS_OF for start in starts])
        home = self._home_units()[person]
        offset = self._rng.integers(1, len(self._unit_ids), count)
        receiving = self._unit_ids[(person + offset) % len(self._unit_ids)]
        end_texts = _iso(ends)
        return {
            "posting_id": _ids("S", 6, count),
            "cadre_id": self._cadre_ids[person],
            "batch_id": self._batch_ids[batch],
            "receiving_unit_id": self._slip(receiving, "U-99999"),
            "title": self._pick(("镇长助理", "副镇长", "局长助理"), count),
            "duty_area": self._pick(DUTIES, count),
            "start_planned": _iso(starts),
            "end_planned": self._slip(end_texts, "2025-02-30"),
            "appointment_doc_number": np.where(begun, "栖组干〔2025〕18号", ""),
            "appointed_on": np.where(begun, _iso([start - days(10) for start in starts]), ""),
            "reported_on": np.where(begun, _iso(starts), ""),
            "status": np.where(over, "completed", np.where(begun, "active", "planned")),
            "home_unit_id": home,
            "direction": "down",
            "duty_mode": "assist",
            "home_post_status": np.where(begun, "retained", ""),
            "end_actual": np.where(over, end_texts, ""),
            "outcome": np.where(over, "same_post", ""),
            "outcome_on": np.where(over, _iso([end + days(14) for end in ends]), ""),
        }

    def _applications(self, postings: Columns) -> Columns:
        starts = _days(postings["start_planned"])
        return {
            "application_id": _ids("A", 6, len(starts)),
            "batch_id": postings["batch_id"],
            "cadre_id": postings["cadre_id"],
            "route": self._pick(("self", "unit"), len(starts)),
            "submitted_on": _iso([start - days(70) for start in starts]),
            "limit_checked": "clear",
            "eligibility": "pass",
            "exam_score": self._rng.integers(60, 95, len(starts)).astype(str),
            "decision": "selected",
            "decided_on": _iso([start - days(30) for start in starts]),
        }

    def _mentors(self, postings: Columns) -> Columns:
        count = len(postings["posting_id"])
        return {
            "mentor_id": _ids("M", 6, count),
            "posting_id": postings["posting_id"],
            "role": "leader_contact",
            "mentor_name": self._names(count),
            "unit_id": postings["receiving_unit_id"],
            "level": self._slip(np.full(count, "leader", dtype=object), "staff"),
            "start_on": postings["start_planned"],
            "end_on": postings["end_actual"],
        }

    def _reports(self, postings: Columns) -> Columns:
        starts = np.repeat(_days(postings["start_planned"]), _REPORTS_EACH)
        count = len(starts)
        months = np.tile((6, 12), count // _REPORTS_EACH)
        ends = [add_months(start, int(m)) for start, m in zip(starts, months, strict=True)]
        done = [end if end <= AS_OF else None for end in ends]
        return {
            "report_id": _ids("R", 6, count),
            "posting_id": np.repeat(np.asarray(postings["posting_id"]), _REPORTS_EACH),
            "type": np.where(months == 12, "annual", "half_year"),
            "period": [f"{end.year}-H{(end.month + 5) // 6}" for end in ends],
            "due_on": _iso([end + days(10) for end in ends]),
            "submitted_on": [day.isoformat() if day else "" for day in done],
            "delivered_to": "receiving；org_dept",
        }

    def _assessments(self, postings: Columns) -> Columns:
        due = [add_months(start, _TERM_MONTHS) for start in _days(postings["start_planned"])]
        count = len(due)
        return {
            "assessment_id": _ids("X", 6, count),
            "posting_id": postings["posting_id"],
            "kind": "final",
            "due_on": _iso(due),
            "done_on": [day.isoformat() if day <= AS_OF else "" for day in due],
            "assessor": "receiving",
            "grade": [("competent" if day <= AS_OF else "") for day in due],
        }

    def _work_log(self, postings: Columns) -> Columns:
        starts = _days(postings["start_planned"])
        begun = np.flatnonzero([start <= AS_OF for start in starts])
        rows = np.concatenate([begun, begun[::4]])
        dates = [starts[row] + days(3 + int(row) % 20) for row in rows]
        return {
            "log_id": _ids("W", 6, len(rows)),
            "posting_id": np.asarray(postings["posting_id"])[rows],
            "log_on": self._slip(_iso([min(day, AS_OF) for day in dates]), "月底"),
            "entry_type": "task",
            "what": self._pick(TASKS, len(rows)),
            "contribution_role": "assist",
            "verified": "yes",
        }

    def _absences(self, postings: Columns) -> Columns:
        starts = _days(postings["start_planned"])
        begun = np.flatnonzero([start <= AS_OF - days(60) for start in starts])[::6]
        first = [starts[row] + days(30) for row in begun]
        return {
            "absence_id": _ids("L", 6, len(begun)),
            "posting_id": np.asarray(postings["posting_id"])[begun],
            "kind": "leave",
            "start_on": _iso(first),
            "end_on": _iso([day + days(1) for day in first]),
            "days": "2",
            "asked_on": _iso([day - days(4) for day in first]),
            "approved_by": "receiving",
            "approved_on": _iso([day - days(2) for day in first]),
            "returned_on": _iso([day + days(2) for day in first]),
        }

    def _engagements(self) -> Columns:
        starts = list(self._batch_starts)
        return {
            "engagement_id": _ids("G", 6, len(starts)),
            "kind": "collective_talk",
            "held_on": _iso([start - days(4) for start in starts]),
            "batch_id": self._batch_ids,
            "by_unit_id": self._unit_ids[0],
            "with_party": "cadre",
            "topic": "任前集体谈话",
        }


def _days(values: Column) -> NDArray[Any]:
    """Read ISO days back, each distinct one once."""
    known = {text: date.fromisoformat(text) for text in set(values)}
    return np.array([known[text] for text in values], dtype=object)


def _term_starts() -> list[date]:
    """Give the first days of the terms: quarters that never end within a month of `AS_OF`."""
    last = AS_OF.year * _STARTS_PER_YEAR + 4
    quarters = range(_FIRST_YEAR * _STARTS_PER_YEAR, last)
    return [date(number // 4, 2 + number % 4 * 3, 1) for number in quarters]
