"""The rulesets that the design wrote on paper are understood, as far as their blocks exist."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import evolve

from engage.facts.vocabulary import Domain, EventKind, Field, Kind, Labels, Term, Type, Vocabulary
from engage.ground.finding import Severity
from engage.load import read, read_text
from engage.ruleset.model import Construct

MORE = (
    ("payment", "payment", "payments", "缴费"),
    ("serious_complaint", "serious complaint", "serious complaints", "严重投诉"),
    ("account_closed", "account closed", "", "销户完成"),
    ("ported_out", "ported out", "", "携出完成"),
    ("rejoined", "rejoined", "", "重新入网"),
)
ADDED = {
    Domain.OFFER: (Term("bigger_plan", Labels(zh="升档套餐")),),
    Domain.WORK: (Term("care_call", Labels("care call", zh="关怀外呼")),),
}
STAGES = (
    ("relationship", "客户关系"),
    ("establish", "建立"),
    ("develop", "发展"),
    ("maintain", "维持"),
    ("at_risk", "预离网"),
    ("broken", "破裂"),
)
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
        events=(
            *(
                evolve(kind, fields=(*kind.fields, "over_plan")) if kind.id == "bill" else kind
                for kind in MINI.vocabulary.events
            ),
            *(EventKind(kind, kind, Labels(en, plural, zh)) for kind, en, plural, zh in MORE),
        ),
        glossary=(*MINI.vocabulary.glossary, *(Term(id, Labels(id.replace("_", " "), zh=zh)) for id, zh in STAGES)),
        terms=tuple((domain, (*terms, *ADDED.get(domain, ()))) for domain, terms in MINI.vocabulary.terms),
    )


#: A rule that the excerpt names and does not hold; blocks that come with their capability.
BEATEN = {"R055", "R080"}
LATER = {"R013"}
FILES = {
    "1-retention.rules": (6, BEATEN),
    "1-retention.yaml": (6, BEATEN),
    "1-retention.zh.rules": (6, BEATEN),
    "2-complaint.zh.rules": (5, set()),
    # The excerpt speaks of a scorecard that it does not hold.
    "3-contact.zh.rules": (2, LATER | {"E010"}),
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
