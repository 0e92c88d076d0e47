"""Law: a comment above any line of a rule file stands once after formatting, once after every conversion, and
formatting twice changes nothing more.

Mutants that it kills: `Sheet.add` in `ruleset/sheets.py` without the notes of keys; the comments above `rows:` written
into the block as well (`Values._rows`); the comments inside a `note:` list left away (`Opened.about`).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from engage.ground.render import render
from engage.load import read_sources
from engage.ruleset.convert import Notation, convert, format_text
from engage.ruleset.model import Ruleset

DESK: Final = Path(__file__).parents[1] / "checks" / "desk"
RULES: Final = """\
rule vip
  beats ordinary
  event call
  active 2026-11-01 through 2026-11-11
  once per customer every 30 days
  when
    tier is gold
    any of
      senior is yes
      months with us is at least 24
  then
    route to senior desk
    set priority to 2
  because "a {tier} customer"
  because zh "{等级}客户"
  note "one"
  note "two"

rule ordinary
  event call
  then
    route to front desk

never route to senior desk
  when channel is app

fact tenure = months with us + 1

table answers: first
  event complaint
  tier | grade   || priority | because
  gold | serious || 3        | at once
  -    | -       || 1        |

scorecard worry (0 to 10)
  start 1
  +5 | senior is yes | patience
  +2 | tier is gold  | value
  bands low (below 5), high (at least 5)

persona Zhang
  given
    tier gold
    senior yes
  history none

example vip calls
  at 2026-11-05 10:00
  event call (channel phone)
  given like Zhang
  history
    order 3 days ago
    complaint 5 days ago (grade serious)
  expect
    route to senior desk
    not fired ordinary

examples answers
  event complaint
  tier | grade   || priority
  gold | serious || 3
"""
NOTATIONS: Final[tuple[Notation, ...]] = ("rules", "yaml")
_COMMENT: Final = re.compile(r"# c(\d+)\b")


def understood(texts: dict[str, str]) -> Ruleset:
    ruleset = read_sources(texts.items())
    assert ruleset.report.ok, render(ruleset.report)
    return ruleset


def desk(name: str, text: str) -> dict[str, str]:
    texts = {path.name: path.read_text(encoding="utf-8") for path in DESK.iterdir()}
    return {**texts, "ruleset.yaml": texts["ruleset.yaml"].replace("case.rules", name), name: text}


def written(notation: Notation) -> str:
    ruleset = understood(desk("case.rules", RULES))
    assert ruleset.model is not None
    return convert(ruleset.model, notation, "en", ruleset.sources)[f"case.{notation}"]


PLAIN: Final = {notation: written(notation) for notation in NOTATIONS}


def places(text: str) -> list[int]:
    """The lines above which a comment may stand: not inside a text that is one piece."""
    return [number for number, line in enumerate(text.split("\n")) if line.strip()]


def commented(text: str, chosen: list[int]) -> str:
    lines = text.split("\n")
    for number in sorted(chosen, reverse=True):
        indent = len(lines[number]) - len(lines[number].lstrip())
        lines.insert(number, f"{' ' * indent}# c{number}")
    return "\n".join(lines)


def formatted(texts: dict[str, str], name: str) -> dict[str, str]:
    ruleset = understood(texts)
    assert ruleset.model is not None
    file = next(file for file in ruleset.model.files if file.name == name)
    source = next(source for source in ruleset.sources if source.name == name)
    return {**texts, name: format_text(file, ruleset.model, source)}


def found(text: str) -> list[int]:
    return sorted(int(number) for number in _COMMENT.findall(text))


#: each reads a ruleset four times
FEW = settings(max_examples=20 if settings().max_examples < 1_000 else settings().max_examples)


@FEW
@given(st.data(), st.sampled_from(NOTATIONS))
def test_comments_survive_formatting_and_conversion(data: st.DataObject, notation: Notation) -> None:
    text, name = PLAIN[notation], f"case.{notation}"
    chosen = data.draw(st.lists(st.sampled_from(places(text)), max_size=4, unique=True))
    once = formatted(desk(name, commented(text, chosen)), name)
    assert found(once[name]) == sorted(chosen), once[name]
    twice = formatted(once, name)
    assert twice[name] == once[name]
    other: Notation = "yaml" if notation == "rules" else "rules"
    ruleset = understood(once)
    assert ruleset.model is not None
    turned = dict(convert(ruleset.model, other, data.draw(st.sampled_from(("en", "zh"))), ruleset.sources))
    (turned_name,) = (each for each in turned if each.startswith("case."))
    assert found(turned[turned_name]) == sorted(chosen), turned[turned_name]
