"""A small hotel with clocks, for the tests of checks that look at more than rules: files in, codes and texts out."""

from __future__ import annotations

from collections.abc import Mapping

from engage.checks import check
from engage.ground.finding import Finding, Report
from engage.load import compile, read_sources

__all__ = ["CATALOGUE", "HEADER", "RULES", "VOCABULARY", "codes", "hotel"]

HEADER = """
engage: 1
ruleset: hotel
zone: Europe/Lisbon
vocabulary: vocabulary.yaml
catalogue: catalogue.yaml
files: [hotel.rules]
working week: {monday to friday: 08:00 to 20:00}
safe default: [route to reception]
"""
VOCABULARY = """
vocabulary: hotel
fields:
  event.grade: {type: choice, values: {small: {}, grave: {}}, en: grade}
  event.status: {type: choice, values: {open: {}, closed: {}}, en: status}
  event.human: {type: yes/no, en: written by a person}
  event.result: {type: choice, values: {answered: {outcome: served}, hung_up: {outcome: abandoned}}, en: result}
events:
  complaint: {type: hotel.complaint, en: complaint, contact: yes, fields: [grade]}
  guest_message: {type: hotel.message, en: guest message, contact: yes}
  reply: {type: hotel.reply, en: reply / replies, fields: [human]}
  status_change: {type: hotel.status, en: status change, fields: [status]}
  contact_ended: {type: hotel.ended, en: contact ended, fields: [result]}
"""
CATALOGUE = """
queues: {reception: {en: reception}}
service levels: {standard: {en: standard, targets: {first_response: 2 business hours}}}
"""
RULES = """
rule complaints
  event complaint
  then
    route to reception
    serve at standard

clock first response
  starts when event is complaint
  stops when
    event is reply
    written by a person is yes
"""


def hotel(
    rules: str = RULES, *, header: str = HEADER, catalogue: str = CATALOGUE, vocabulary: str = VOCABULARY
) -> tuple[Finding, ...]:
    """Everything that is found in the hotel: what reading it tells, and where it compiles what checks tell."""
    texts: Mapping[str, str] = {
        "ruleset.yaml": header,
        "vocabulary.yaml": vocabulary,
        "catalogue.yaml": catalogue,
        "hotel.rules": rules,
    }
    ruleset = read_sources(texts.items())
    if not ruleset.report.ok or ruleset.model is None:
        return ruleset.report.findings
    return Report.of((*ruleset.report.findings, *check(ruleset.model, compile(ruleset)).findings)).findings


def codes(found: tuple[Finding, ...]) -> list[str]:
    """The codes of findings that are more than information."""
    return [each.code for each in found if each.severity != "info"]
