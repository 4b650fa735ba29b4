"""Texts of ours are told from people's own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.provisioning.signing import is_signed, sign, split_signed

LANGUAGES = ("zh", "vi", "en")


def test_a_signature_reads_as_a_last_line():
    assert sign("填日期。", "zh") == "填日期。\n⟦手册 6033⟧"


@pytest.mark.parametrize("gap", ["", " ", "\r\n", "\n\n"], ids=repr)
def test_white_space_before_a_signature_does_not_count(gap: str):
    assert is_signed(f"填日期。{gap}⟦手册 6033⟧")


@given(st.text(), st.text(), st.sampled_from(LANGUAGES))
def test_what_we_signed_is_ours(text: str, about: str, language: str):
    if "⟦" not in text:
        assert is_signed(sign(text, language, about), about)


@given(st.text(), st.text(min_size=1), st.sampled_from(LANGUAGES))
def test_what_stands_below_our_text_is_somebody_elses(text: str, below: str, language: str):
    if "⟦" not in text:
        assert split_signed(sign(text, language) + below) == (sign(text, language), below)


@pytest.mark.parametrize(
    "note",
    [
        pytest.param("", id="no note"),
        pytest.param("问组织部再改", id="a person's note"),
        pytest.param("填日期！\n⟦手册 6033⟧", id="our note, a word changed"),
        pytest.param("看这里\n填日期。\n⟦手册 6033⟧", id="a person's line above our note"),
        pytest.param("填日期。\n⟦手册 0000⟧", id="a signature that does not fit"),
    ],
)
def test_what_a_person_wrote_or_changed_is_the_persons(note: str):
    assert split_signed(note) == ("", note)


def test_a_signature_vouches_for_what_it_is_about():
    assert not is_signed(sign("请选。", "zh", "甲\n乙"), "甲\n乙\n丙")
