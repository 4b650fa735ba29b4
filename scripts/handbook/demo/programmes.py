"""Programmes and the documents they rest on."""

from __future__ import annotations

from datetime import date

from handbook.demo.book import Book
from handbook.demo.schemes import COMMON, SELECTION
from handbook.demo.schemes_more import GROUNDWORK, VIETNAM

_LAWS = (
    ("civil_servants", "中华人民共和国公务员法", "", "law", "cn", date(2018, 12, 29)),
    ("privacy", "中华人民共和国个人信息保护法", "", "law", "cn", date(2021, 8, 20)),
    (
        "rotation_vn",
        "Quy định về luân chuyển cán bộ",
        "65-QĐ/TW",
        "party_rule",
        "vn",
        date(2022, 4, 28),
    ),
    (
        "civil_servants_vn",
        "Nghị định quy định về tuyển dụng, sử dụng và quản lý công chức",
        "170/2025/NĐ-CP",
        "law",
        "vn",
        date(2025, 6, 30),
    ),
)
_PLANS = {
    "S01": ("机关干部到基层中队锻炼方案", "plan", "禾城管组〔2025〕9号", date(2025, 5, 6)),
    "S02": ("公开选派优秀年轻干部到乡镇挂职方案", "plan", "岚组通〔2025〕12号", date(2025, 5, 12)),
    "S04": ("校长后备干部到名校挂职方案", "plan", "岚教党〔2025〕21号", date(2025, 6, 3)),
    "S06": ("选派村镇规划建设指导员的通知", "notice", "岚建发〔2025〕30号", date(2025, 5, 20)),
    "S07": ("科技特派员管理规定", "rule", "岚科发〔2024〕26号", date(2024, 11, 18)),
    "S15": ("党校派驻挂职干部管理规定", "rule", "栖党校〔2025〕7号", date(2025, 7, 1)),
    "S26": ("高校毕业生到街道乡镇工作管理规定", "rule", "岚组通〔2019〕8号", date(2019, 6, 10)),
}
_CODE_OF_CONDUCT = ("党校派驻挂职干部守则", "code", "栖党校〔2025〕8号", date(2025, 7, 1))


def add_programmes(book: Book) -> None:
    """Write the documents of the schemes and one row per scheme, found again as `S02`."""
    for key, title, number, kind, country, issued in _LAWS:
        book.add(
            "documents",
            f"law {key}",
            title=title,
            doc_number=number,
            kind=kind,
            country=country,
            issued_on=issued,
            confirmed="confirmed",
        )
    for scheme, values in {**SELECTION, **GROUNDWORK, **VIETNAM}.items():
        owner = book.id_of(str(values["owner_unit_id"]))
        book.add("programmes", scheme, **{**COMMON, **values, "owner_unit_id": owner})
    for scheme, (title, kind, number, issued) in _PLANS.items():
        add_document(book, scheme, title, kind, number, issued)
    add_document(book, "S15", *_CODE_OF_CONDUCT)
    for scheme in (*SELECTION, *GROUNDWORK, *VIETNAM):
        programme = book.record(book.id_of(scheme))
        law = "law rotation_vn" if scheme == "S28" else "law civil_servants"
        law = "law civil_servants_vn" if scheme == "S28B" else law
        own = tuple(
            str(each["doc_id"])
            for each in book.where("documents", programme_id=programme["programme_id"])
        )
        programme["basis_doc_ids"] = (book.id_of(law), *own)


def add_document(book: Book, scheme: str, title: str, kind: str, number: str, issued: date) -> str:
    """Write one document of a scheme.

    Args:
        book: Register to write to.
        scheme: Key of the scheme (`S02`).
        title: Names no person: titles are public.
        kind: Key of the enumeration of kinds.
        number: As it stands on the document.
        issued: When; it takes effect on the same day.

    Returns:
        Its id.
    """
    programme_id = book.id_of(scheme)
    owner = book.text(programme_id, "owner_unit_id")
    return book.add(
        "documents",
        title=title,
        doc_number=number,
        kind=kind,
        country=book.text(programme_id, "country"),
        issuer=book.text(owner, "unit_name"),
        issued_on=issued,
        effective_on=issued,
        programme_id=programme_id,
        confirmed="confirmed",
    )
