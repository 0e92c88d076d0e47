"""Value models back to nodes."""

from __future__ import annotations

from engage.ground.script import traditional
from engage.language import print_value
from engage.language.tree import Fact, Value
from engage.ruleset.sheets import Sheet, Spelling
from engage.ruleset.spell_score import spelled_band
from engage.ruleset.understand_value import MAY_LOSE
from engage.ruleset.value_model import TIER, TOTAL, ValueModel

__all__ = ["spell_value"]


def spell_value(model: ValueModel, label: str, sheet: Sheet) -> None:
    """The entries of a value model."""
    spelling = sheet.spelling
    sheet.add("value", label)
    months = str(model.months)
    over = f"{months} months" if spelling.language == "en" else f"{months} 个月"
    sheet.add("over", traditional(over) if spelling.language == "zh-Hant" else over)
    values: tuple[tuple[str, Value | None], ...] = (
        ("profit", model.profit),
        ("cost", model.cost),
        ("retention", model.retention),
        ("discount", model.discount),
        ("contract", model.contract),
    )
    _add(values, sheet)
    sheet.add("scenario", _called(model.scenario, spelling))
    _add(
        (
            ("profit in scenario", model.then.profit),
            ("cost in scenario", model.then.cost),
            ("retention in scenario", model.then.retention),
            ("least profit", model.least.profit),
            ("most profit", model.most.profit),
            ("least retention", model.least.retention),
            ("most retention", model.most.retention),
        ),
        sheet,
    )
    sheet.add("potential", MAY_LOSE[spelling.language] if model.may_lose else "")
    subject = Fact(f"customer.{model.id}{TOTAL}", model.type)
    field_name = f"customer.{model.id}{TIER}"
    sheet.add("tiers", spelling.joined([spelled_band(band, field_name, subject, spelling) for band in model.tiers]))


def _add(values: tuple[tuple[str, Value | None], ...], sheet: Sheet) -> None:
    spelling = sheet.spelling
    for key, value in values:
        if value is not None:
            sheet.add(key, print_value(value, spelling.vocabulary, spelling.language))


def _called(scenario: str, spelling: Spelling) -> str:
    """The name of a scenario in a language, where the glossary has it."""
    labels = next((term.labels for term in spelling.vocabulary.glossary if term.labels.en == scenario), None)
    return (labels.in_language(spelling.language) if labels is not None else "") or scenario
