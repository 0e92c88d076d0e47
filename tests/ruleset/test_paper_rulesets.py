"""The rulesets that the design wrote on paper are understood, as far as their blocks exist."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import evolve

from engage.facts.vocabulary import Domain, Field, Kind, Labels, Term, Type, Vocabulary
from engage.ground.finding import Severity
from engage.load import read, read_text
from engage.ruleset.model import Construct

MINI = read(Path(__file__).parents[1] / "samples" / "mini").model


def vocabulary() -> Vocabulary:
    """The small sample's, with the few names that only the paper rulesets use."""
    assert MINI is not None
    kept = tuple(
        f for f in MINI.vocabulary.fields if not f.name.startswith(("customer.churn_risk", "customer.average"))
    )
    more = (
        Field("event.over_plan", Type(Kind.MONEY, currency="CNY"), Labels(zh="超套费用")),
        Field("customer.consent_plan_sms", Type(Kind.YES_NO), Labels(zh="同意 套餐提醒 短信")),
    )
    return evolve(
        MINI.vocabulary,
        fields=(*kept, *more),
        events=tuple(
            evolve(kind, fields=(*kind.fields, "over_plan")) if kind.id == "bill" else kind
            for kind in MINI.vocabulary.events
        ),
        terms=tuple(
            (domain, (*terms, Term("bigger_plan", Labels(zh="升档套餐"))) if domain is Domain.OFFER else terms)
            for domain, terms in MINI.vocabulary.terms
        ),
    )


#: A rule that the excerpt names and does not hold; blocks that come with their capability.
BEATEN = {"R055", "R080"}
LATER = {"R013"}
FILES = {
    "1-retention.rules": (5, BEATEN | LATER),
    "1-retention.yaml": (5, BEATEN | LATER),
    "1-retention.zh.rules": (5, BEATEN | LATER),
    "2-complaint.zh.rules": (4, LATER),
    "3-contact.zh.rules": (1, LATER),
}


@pytest.mark.parametrize("name", FILES)
def test_a_paper_ruleset_is_understood(name: str, published: Callable[[str], Path]) -> None:
    text = published(f"design/samples/{name}").read_text(encoding="utf-8")
    assert MINI is not None
    found = read_text(
        text, vocabulary(), name=name, language="zh" if ".zh." in name else "en", catalogue=MINI.catalogue
    )
    constructs, codes = FILES[name]
    assert {finding.code for finding in found.report.findings} == codes
    assert all((finding.code in LATER) == (finding.severity is Severity.WARNING) for finding in found.report.findings)
    assert found.model is not None
    assert len(found.model.every(Construct)) == constructs


def test_the_three_forms_of_one_paper_ruleset_hold_the_same_kinds(published: Callable[[str], Path]) -> None:
    assert MINI is not None
    kinds = []
    for name in ("1-retention.rules", "1-retention.yaml", "1-retention.zh.rules"):
        text = published(f"design/samples/{name}").read_text(encoding="utf-8")
        language = "zh" if ".zh." in name else "en"
        found = read_text(text, vocabulary(), name=name, language=language, catalogue=MINI.catalogue)
        assert found.model is not None
        kinds.append([type(construct).__name__ for construct in found.model.every(Construct)])
    assert kinds[0] == kinds[1] == kinds[2]
