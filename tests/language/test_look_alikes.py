"""Names whose letters belong to two scripts are told where they are declared and where they are used."""

from __future__ import annotations

import pytest

from engage.facts.vocabulary import Domain, Labels, Term, Vocabulary
from engage.ground.source import Fragment
from engage.language import Scope, parse_action, parse_condition
from engage.language.look_alikes import in_one_script, mixed_names
from language.care import VOCABULARY

CYR_O, CYR_E = "\u043e", "\u0435"  # Cyrillic
ALPHA, NU = "\u03b1", "\u039d"  # Greek


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        (f"fr{CYR_O}nt desk", "front desk"),
        (f"FR{CYR_O.upper()}NT_D{CYR_E}sk", "FRONT_Desk"),
        ("近3个月ARP\u0423(元)", "近3个月ARPY(元)"),
        (f"{NU}orth g{ALPHA}te", "North gate"),
        ("c\u0430\u043b\u044e\u0442", "\u0441\u0430\u043b\u044e\u0442"),
    ],
)
def test_a_word_of_two_scripts_is_mended_to_the_one_that_was_meant(name: str, meant: str) -> None:
    assert in_one_script(name) == meant
    assert "".join(fix.replacement for one in mixed_names([Fragment.of(name)]) for fix in one.fixes)


@pytest.mark.parametrize(
    "name",
    [
        "front desk",
        "挽留专席 VIP",
        "近3个月ARPU(元)",
        "салют",
        "премиум plan",
        "Δt",
        "5 μm",
        "αβγ",
        "Café 咖啡",
        "desk№2",
    ],
)
def test_whole_words_of_any_script_are_as_they_should_be(name: str) -> None:
    assert in_one_script(name) == name
    assert not list(mixed_names([Fragment.of(name)]))


def test_a_use_says_which_letters_only_look_alike() -> None:
    vocabulary = Vocabulary(terms=((Domain.QUEUE, (Term("front_desk", Labels(en="front desk", zh="前台")),)),))
    _, (one,) = parse_action(Fragment.of(f"route to fr{CYR_O}nt desk"), Scope(vocabulary, "en"))
    assert (one.code, [fix.replacement for fix in one.fixes]) == ("E016", ["front desk"])
    assert (
        one.text() == f"`fr{CYR_O}nt desk` has letters that only look like those of `front desk`: `{CYR_O}` (Cyrillic)"
    )
    assert f"“{CYR_O}”（西里尔字母）" in one.text("zh")


def test_a_value_says_so_too() -> None:
    _, (one,) = parse_condition(Fragment.of(f"customer tier is g{CYR_O}ld"), Scope(VOCABULARY, "en"))
    assert (one.code, [fix.replacement for fix in one.fixes]) == ("E016", ["gold"])
