"""Schools: reserve principals at well-known schools, campuses, clusters of districts."""

from __future__ import annotations

from datetime import date

from handbook.demo.accompany import add_assessments, add_mentors, add_reports
from handbook.demo.book import Book
from handbook.demo.contacts import add_contact, add_contacts
from handbook.demo.daily import accompany, add_log
from handbook.demo.intakes import Intake, add_application, add_batch, add_position
from handbook.demo.months import days, months_between
from handbook.demo.people import PRINCIPAL_RESERVE, TEACHER, Profile, add_cadre
from handbook.demo.postings import add_posting
from handbook.demo.texts import SCHOOL_TASKS
from handbook.demo.units import school_districts

_PRINCIPALS = Intake(
    "S04",
    "2025年首批",
    13,
    date(2025, 9, 15),
    date(2025, 12, 30),
    date(2025, 7, 20),
    "岚教党",
    33,
)
_RECOMMENDED = 28
_HOSTS = ("host_1", "host_2", "host_3", "host_4")
_LESSONS = (92, 97, 101, 102, 103, 103, 104, 105, 106, 107, 108, 110, 112)
_ARRIVAL_DAYS = 6
_DELEGATION = 9


def add_principals(book: Book) -> None:
    """Write 28 recommendations, 13 postings of 107 days, and the lessons that were observed."""
    batch_id = add_batch(book, _PRINCIPALS, sendoff_on=date(2025, 9, 5))
    cadres = _recommended(book)
    positions = [
        add_position(
            book,
            batch_id,
            book.id_of(host),
            "校长助理",
            "协管教学管理",
            quota=quota,
            demand_source="plan",
        )
        for host, quota in zip(_HOSTS, (4, 3, 3, 3), strict=True)
    ]
    for number, cadre_id in enumerate(cadres):
        if number < _PRINCIPALS.quota:
            _send(book, batch_id, cadre_id, positions[number % len(positions)], number)
        else:
            add_application(book, batch_id, cadre_id, decision="reserve", route="expert")
    add_contacts(book, batch_id)
    add_contact(
        book,
        batch_id,
        "delegation",
        date(2025, 11, 14),
        "组团看望在外挂职的校长后备干部",
        participants=_DELEGATION,
    )


def _recommended(book: Book) -> list[str]:
    """Take reserve principals who applied to the towns and were not chosen, and add new ones."""
    chosen = {each["cadre_id"] for each in book.sheets["postings"]}
    reserve = [
        str(each["cadre_id"])
        for each in book.where("cadres", category="principal_reserve")
        if each["cadre_id"] not in chosen
    ]
    districts = school_districts()
    while len(reserve) < _RECOMMENDED:
        seat = districts[-1 - len(reserve) % len(districts)]
        key = f"principal {len(reserve)}"
        reserve.append(add_cadre(book, book.id_of(seat), PRINCIPAL_RESERVE, key, in_plan="yes"))
    return reserve[:_RECOMMENDED]


def _send(book: Book, batch_id: str, cadre_id: str, position_id: str, number: int) -> None:
    application_id = add_application(
        book, batch_id, cadre_id, route="expert", position_id=position_id
    )
    posting_id = add_posting(
        book,
        batch_id,
        cadre_id,
        book.text(position_id, "receiving_unit_id"),
        book.text(position_id, "title"),
        book.text(position_id, "duty_area"),
        direction="lateral",
        cross_region=True,
        position_id=position_id,
        application_id=application_id,
        reported_on=_PRINCIPALS.start + days(number % _ARRIVAL_DAYS),
    )
    add_mentors(book, posting_id)
    add_reports(book, posting_id)
    add_assessments(book, posting_id)
    _observe(book, posting_id, _LESSONS[number])


def _observe(book: Book, posting_id: str, lessons: int) -> None:
    months = list(months_between(book.day(posting_id, "reported_on"), _PRINCIPALS.end))
    for position, (_, last) in enumerate(months):
        share = lessons // len(months) + (position < lessons % len(months))
        add_log(
            book,
            posting_id,
            last - days(2),
            "lesson_observed",
            "随班听课并参加评课",
            quantity=share,
            unit_of_measure="节",
            contribution_role="observe",
        )
        add_log(book, posting_id, last - days(5), "study", "每周三下午固定学习，整理专题笔记")


_CAMPUSES = Intake(
    "S08", "2025年秋季学期", 4, date(2025, 9, 1), date(2026, 1, 16), date(2025, 7, 10), "栖实校", 11
)
_TO_BRANCH = Profile("teacher", "副校长", "", 38, 48, ("21", "14"), "高级教师")
_MISSED_WEEKS = (5, 11, 16)
_HOLIDAY = date(2025, 10, 7)


def add_campuses(book: Book) -> None:
    """Write the exchange between the lead campus and its two branches, week by week."""
    batch_id = add_batch(book, _CAMPUSES)
    for branch in ("campus_branch_1", "campus_branch_2"):
        there = _exchange(
            book, batch_id, "campus_lead", branch, "分校区负责人", "全面负责校区日常工作"
        )
        _exchange(book, batch_id, branch, "campus_lead", "教导处副主任", "协管教学常规和教师培养")
        missed = _MISSED_WEEKS if branch == "campus_branch_2" else ()
        _add_weekly_days(book, there, missed)
    add_contacts(book, batch_id)


def _exchange(book: Book, batch_id: str, home: str, receiving: str, title: str, duty: str) -> str:
    profile = _TO_BRANCH if home == "campus_lead" else TEACHER
    cadre_id = add_cadre(book, book.id_of(home), profile, f"{home} to {receiving}")
    position_id = add_position(
        book, batch_id, book.id_of(receiving), title, duty, demand_source="plan"
    )
    posting_id = add_posting(
        book,
        batch_id,
        cadre_id,
        book.id_of(receiving),
        title,
        duty,
        direction="campus",
        reported_on=_CAMPUSES.start,
        duty_mode="full_duty" if home == "campus_lead" else "assist",
        position_id=position_id,
    )
    accompany(book, posting_id, SCHOOL_TASKS)
    return posting_id


def _add_weekly_days(book: Book, posting_id: str, missed: tuple[int, ...]) -> None:
    day, week = date(2025, 9, 2), 1
    while day <= _CAMPUSES.end:
        if week not in missed:
            held_on = day + days(2) if day == _HOLIDAY else day
            add_log(
                book,
                posting_id,
                held_on,
                "lead_campus_day",
                "主校区负责人到分校区工作一日，听课并处理校务",
            )
        day, week = day + days(7), week + 1


_CLUSTER = Intake(
    "S09",
    "2025—2026学年片区交流",
    2,
    date(2025, 9, 1),
    date(2026, 8, 31),
    date(2025, 6, 30),
    "岚教人",
    14,
)
_SAME_CLUSTER = 9  # districts this far apart in the list share a cluster


def add_clusters(book: Book) -> None:
    """Write two teachers who work in another district of their own cluster."""
    batch_id = add_batch(book, _CLUSTER)
    districts = school_districts()
    for number in (2, 6):
        home, receiving = districts[number], districts[number + _SAME_CLUSTER]
        duty = "承担语文教学并带动教研组"
        position_id = add_position(book, batch_id, book.id_of(receiving), "交流教师", duty)
        posting_id = add_posting(
            book,
            batch_id,
            add_cadre(book, book.id_of(home), TEACHER, f"cluster {number}"),
            book.id_of(receiving),
            "交流教师",
            duty,
            direction="lateral",
            duty_mode="full_duty",
            position_id=position_id,
        )
        accompany(book, posting_id, SCHOOL_TASKS)
    add_contacts(book, batch_id)
