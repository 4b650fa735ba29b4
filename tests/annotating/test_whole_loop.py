"""A register set up by us, filled, pulled, checked and answered: everything fits together."""

from __future__ import annotations

from annotating_office import Office, Open, expected_marks
from handbook.annotating.results import Manner
from handbook.provisioning.applying import apply, propose
from handbook.provisioning.blueprint import draw
from handbook.provisioning.filling import fill
from handbook.sources import pull
from handbook.workbook import Manifest, Workbook
from small_workbooks import ROOT, SCHEMA

DEMO = pull(ROOT / "sheets_schema" / "demo")
NOTHING = Workbook((), Manifest("nothing", language="zh"))
BLUEPRINT = draw(SCHEMA, "zh")


def set_up(open_office: Open) -> Office:
    office = open_office(NOTHING)
    apply(office.access(), BLUEPRINT)
    fill(office.access(), DEMO, BLUEPRINT)
    return office


def test_a_set_up_register_is_answered_and_stays_set_up(open_office: Open) -> None:
    office = set_up(open_office)
    checked = office.check()
    before = checked.workbook.content_hash()
    outcome = office.annotate(checked, manner=Manner.CELLS_TOO)
    assert outcome.is_settled
    assert outcome.shared.vanished == outcome.shared.changed == 0
    assert office.marks() == expected_marks(checked)
    assert propose(office.access(), BLUEPRINT).is_empty
    again = office.check()
    assert again.workbook.content_hash() == before
    assert again.findings == checked.findings
    assert office.annotate(again).shared.settled.writes == 0
