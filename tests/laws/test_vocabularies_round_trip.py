"""Law: reading the text of a vocabulary gives the vocabulary, whoever declared it.

Mutant: `yield from _pair("personal", …)` left out of `ruleset/spell_vocabulary.py`; killed.
"""

from __future__ import annotations

from decimal import Decimal

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import BUILT_IN_EVENTS, Kind, Labels, Settling, Vocabulary
from engage.ground.source import Source
from engage.ruleset.spell_vocabulary import spell_vocabulary
from engage.ruleset.vocabulary_file import read_vocabulary
from engage.ruleset.yaml_events import read_yaml
from engage.testing.strategies import vocabularies


def furnished(vocabulary: Vocabulary, bits: int) -> Vocabulary:
    """The vocabulary with what fields and outputs may have beside a type and labels."""
    kind = vocabulary.events[0]
    fields = []
    # What is built in no file declares.
    for place, field in enumerate(each for each in vocabulary.fields if not each.built_in):
        said = bits >> place % 8
        own = field.root == "customer"
        yes_no = field.type.kind is Kind.YES_NO
        fields.append(
            evolve(
                field,
                personal=bool(said & 1),
                may_be_missing=not said & 2,
                unit="months" if said & 4 else "",
                max_age=Duration(30, Unit.DAY) if own and said & 1 else None,
                least_confidence=Decimal("0.7") if own and said & 2 else None,
                writes_from=f"{kind.id}.{kind.fields[0]}" if own and said & 2 else "",
                estimated_by="model.value" if own and not said & 2 and said & 8 else "",
                provided_by="crm" if own and not said & 10 else "",
                phrases=(Labels("is in", zh="已入"), Labels("is out", zh="未入")) if yes_no and said & 4 else (),
            )
        )
    values = {Kind.NUMBER: Decimal("2.50"), Kind.YES_NO: False, Kind.MONEY: 100, Kind.TEXT: "a: b # c"}
    outputs = tuple(
        evolve(output, settling=Settling.BEST if bits & 1 else Settling.SUM, limit=2 if bits & 1 else 1,
               otherwise=values.get(output.type.kind) if bits & 2 else None)
        for output in vocabulary.outputs
    )  # fmt: skip
    kinds = tuple(kind for kind in vocabulary.events if kind.id not in {each.id for each in BUILT_IN_EVENTS})
    return evolve(vocabulary, fields=tuple(fields), events=kinds, outputs=outputs)


@given(vocabularies(), st.integers(0, 255))
def test_a_vocabulary_is_the_same_after_writing_and_reading(plain: Vocabulary, bits: int) -> None:
    vocabulary = furnished(plain, bits)
    text = spell_vocabulary(vocabulary)
    source = Source("vocabulary.yaml", text)
    block, findings = read_yaml(source)
    assert block is not None, (findings, text)
    again, _ = read_vocabulary(block, source)
    assert again.fields == vocabulary.fields, text
    assert again.events == vocabulary.events, text
    assert evolve(again, terms=vocabulary.terms) == vocabulary, text
