"""What is said about rulesets that cannot be understood, and what is made of those that can."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from engage.facts.vocabulary import Kind, Vocabulary
from engage.ground.finding import Finding, Report
from engage.ground.render import render, render_finding
from engage.ground.source import Source
from engage.language.actions import OfferAction, SetOutput, Withhold
from engage.language.tree import Fact, Or
from engage.load import read, read_text
from engage.ruleset import keys
from engage.ruleset.model import (
    DerivedFact,
    Example,
    ExampleTable,
    Model,
    Never,
    Persona,
    Rule,
    Ruleset,
    Scorecard,
    Table,
    TableOutput,
)
from engage.ruleset.nodes import FileNodes, Node
from engage.ruleset.notation_rules import read_rules
from engage.ruleset.understand import understand
from node_shapes import block, entry, list_node, text_node

Golden = Callable[[str, Callable[[str], str]], None]
HERE = Path(__file__).parents[1]
GOLDEN = sorted(path.stem for path in (HERE / "golden" / "understand").glob("*.golden"))


@cache
def mini() -> tuple[Model, Vocabulary]:
    """The sample, and its vocabulary without what its rules declare."""
    model = read(HERE / "samples" / "mini").model
    assert model is not None
    declared = {"customer.churn_risk", "customer.churn_risk_band", "customer.average_bill"}
    kept = tuple(field for field in model.vocabulary.fields if field.name not in declared)
    return model, evolve(model.vocabulary, fields=kept)


def reading(text: str, name: str = "care.rules") -> Ruleset:
    model, vocabulary = mini()
    return read_text(text, vocabulary, name=name, catalogue=model.catalogue, header=model.header)


def sound(text: str, name: str = "care.rules") -> Model:
    ruleset = reading(text, name)
    assert render(ruleset.report) == ""
    assert ruleset.model is not None
    return ruleset.model


def only(text: str) -> Finding:
    findings = reading(text).report.findings
    assert len(findings) == 1, render(Report(findings))
    return findings[0]


def several(files: dict[str, str]) -> tuple[Model, tuple[Finding, ...]]:
    model, vocabulary = mini()
    nodes = [read_rules(Source(name, text))[0] for name, text in files.items()]
    return understand(nodes, model.header, vocabulary, model.catalogue, ())


def told(report: Report, language: str) -> str:
    """The report; of what the language room says only the lines, since its own tests pin its words."""
    shown: list[str] = []
    for finding in report.findings:
        assert finding.span is not None
        own = finding.code.startswith("R")
        line = f"{finding.span.source.name}:{finding.span.line}: a sentence is not understood"
        shown.append(render_finding(finding, language) if own else line)
    return "\n\n".join(dict.fromkeys(shown))


@pytest.mark.parametrize("name", GOLDEN)
def test_mistakes_are_told_where_they_stand(name: str, golden: Golden) -> None:
    language = "zh" if name == "chinese" or name.endswith("_zh") else "en"
    golden(f"understand/{name}.golden", lambda text: told(reading(text).report, language))


# names


def test_facts_may_use_facts_of_later_lines_and_other_files() -> None:
    model, found = several({"a.rules": "fact late = early + 1\n", "b.rules": "fact early = months with us * 2\n"})
    assert found == ()
    late, _ = model.every(DerivedFact)
    assert (late.id, late.type.kind) == ("late", Kind.NUMBER)


def test_a_fact_takes_the_type_of_what_it_is_calculated_from() -> None:
    model = sound("fact signed = contract end\nfact again = signed\n")
    assert model.vocabulary.field_by_name["customer.again"].type.kind is Kind.DATE


def test_a_fact_whose_name_holds_another_ones_is_not_taken_for_it() -> None:
    model = sound("fact stay = months with us\nfact long stay = months with us * 2\nfact stay twice = long stay + 1\n")
    assert [fact.id for fact in model.every(DerivedFact)] == ["stay", "long_stay", "stay_twice"]


def test_a_fact_may_be_called_as_a_word_of_its_own_sentence() -> None:
    text = "fact average = average bill amount over the last 3 full billing months\nfact bill = average + 1 yuan\n"
    assert [fact.id for fact in sound(text).every(DerivedFact)] == ["average", "bill"]


def test_a_name_of_the_glossary_has_one_id_in_all_languages() -> None:
    model = sound("语言 中文\n\n指标 近三月月均消费 ＝ 账单 出账金额 在 近3个完整账期 的 平均值\n")
    assert model.every(DerivedFact)[0].id == "average_bill"


def test_a_name_outside_the_glossary_is_its_own_id() -> None:
    model = sound("fact Stay (Years) = months with us\n")
    field = model.vocabulary.field_by_name["customer.stay_years"]
    assert field.labels.en == field.labels.zh == "Stay (Years)"


def test_facts_may_rest_on_each_other_only_so_deep() -> None:
    deep = "".join(f"fact step{at} = step{at + 1} + 1\n" for at in range(30)) + "fact step30 = months with us\n"
    assert len(sound(deep).every(DerivedFact)) == 31
    deeper = "".join(f"fact step{at} = step{at + 1} + 1\n" for at in range(40)) + "fact step40 = months with us\n"
    assert only(deeper).code == "R089"


def test_a_long_circle_is_told_in_short() -> None:
    circle = "".join(f"fact step{at} = step{(at + 1) % 20} + 1\n" for at in range(20))
    finding = only(circle)
    assert finding.values["circle"] == "step0 → step1 → step2 → step3 → step4 → step5 → … → step19 → step0"


def test_what_cannot_be_read_is_blamed_once_not_again_where_it_is_used() -> None:
    found = reading("fact bad = months with uss + 1\nfact uses bad = bad + 1\nfact uses that = uses bad * 2\n").report
    assert [finding.code for finding in found.findings] == ["E010"]


def test_the_same_name_in_two_files_is_told_with_both_places() -> None:
    rule = "rule greet\n  event complaint\n  then\n    say repeat apology\n"
    model, found = several({"a.rules": rule, "b.rules": rule})
    assert [(one.code, str(one.span), [str(place) for place in one.related]) for one in found] == [
        ("R053", "b.rules:1:6", ["a.rules:1:6"])
    ]
    assert len(model.every(Rule)) == 1


def test_the_order_of_files_changes_nothing_but_the_order() -> None:
    first = (
        "rule a\n  event complaint\n  beats b\n  then\n    say repeat apology\n\nnever offer commercial\n  event bill\n"
    )
    second = "rule b\n  then\n    withhold commercial\n\nnever offer commercial\n  event complaint\n"
    one, _ = several({"a.rules": first, "b.rules": second})
    other, _ = several({"b.rules": second, "a.rules": first})
    by_id = [{item.id: item for file in model.files for item in file.constructs} for model in (one, other)]
    assert by_id[0] == by_id[1]
    assert set(by_id[0]) == {"a", "b", "never offer commercial", "never offer commercial 2"}


# rules


def test_a_rule_without_events_speaks_at_all_of_them() -> None:
    (rule,) = sound("rule quiet\n  when\n    customer tier is basic\n  then\n    withhold commercial\n").every(Rule)
    assert rule.events == ()


@pytest.mark.parametrize(
    "event", ["cancel request, complaint", "cancel request or complaint", "cancel_request; complaint"]
)
def test_a_rule_may_name_several_kinds_of_events(event: str) -> None:
    (rule,) = sound(f"rule x\n  event {event}\n  then\n    withhold commercial\n").every(Rule)
    assert rule.events == ("cancel_request", "complaint")


def test_any_of_is_one_line_of_a_rule_with_its_comments() -> None:
    text = """rule x
  when
    # either
    any of
      # tall
      customer tier is gold  # and wide
      any of
        months with us is unknown
        months with us is at least 3
  then
    withhold commercial
"""
    (line,) = sound(text).every(Rule)[0].lines
    assert isinstance(line, Or)
    assert (line.block, line.notes) == (True, ("either",))
    inner = line.parts[1]
    assert line.parts[0].notes == ("tall", "and wide")
    assert isinstance(inner, Or)
    assert len(inner.parts) == 2


def test_reasons_are_kept_in_every_language() -> None:
    text = 'rule x\n  because "{customer tier}"\n  because zh "{客户等级}"\n  then\n    withhold commercial\n'
    (rule,) = sound(text).every(Rule)
    assert set(rule.because) == {"en", "zh"}
    assert rule.because["en"] == rule.because["zh"]


def test_beats_may_name_a_group_and_names_with_commas() -> None:
    text = """rule a, b
  group early
  then
    withhold commercial

rule c
  then
    withhold commercial

rule d
  beats c, a, b
  then
    withhold commercial

rule e
  beats early, d
  then
    withhold commercial
"""
    rules = {rule.id: rule.beats for rule in sound(text).every(Rule)}
    assert rules == {"a, b": (), "c": (), "d": ("c", "a, b"), "e": ("early", "d")}


def test_what_a_veto_forbids_is_its_id_in_any_language() -> None:
    for text in ("never offer commercial\n  event bill\n", "语言 中文\n\n禁止 推荐 商业类\n  事件 账单\n"):
        (never,) = sound(text).every(Never)
        assert (never.id, never.action) == ("never offer commercial", OfferAction("commercial"))


# tables


HEAD = "table t: first\n  event complaint\n"


def test_a_scorecards_column_means_points_or_band_as_its_cells_say() -> None:
    card = (
        "scorecard worry (0 to 10)\n  +5 | months with us is unknown | x\n  bands low (below 5), high (5 or more)\n\n"
    )
    table = "  worry || first response\n  {} || 1 hour\n  - || 2 hours\n"
    for cell, name in (("high", "customer.worry_band"), ("at least 5", "customer.worry")):
        (column,) = sound(card + HEAD + table.format(cell)).every(Table)[0].columns
        assert isinstance(column, Fact)
        assert column.name == name


def test_a_result_column_is_an_output_a_target_a_sentence_or_an_allowance() -> None:
    rows = "  customer tier || escalate | resolution | service level | say | allow talk time | waiver | task\n"
    row = "  gold || yes | 1 working day | vip care | repeat apology | 12 minutes | 100 yuan | missed call-back\n"
    (table,) = sound(HEAD + rows + row).every(Table)
    slots = [output.slot for output in table.outputs]
    assert slots == [
        "output:escalate",
        "target:resolution",
        "serve",
        "say",
        "allow:talk_time",
        "allow:waiver",
        "task",
    ]
    assert all(result is not None for result in table.rows[0].results)


def test_a_table_may_be_pasted_from_a_spreadsheet() -> None:
    bars = HEAD + "  customer tier | grade || first response\n  gold | serious || 1 hour\n"
    tabs = HEAD + "  customer tier\tgrade\t||\tfirst response\n  gold\tserious\t||\t1 hour\n"
    assert sound(tabs).every(Table) == sound(bars).every(Table)


def test_a_missing_double_bar_is_mended_before_the_first_result() -> None:
    finding = only(HEAD + "  customer tier | grade | first response\n  gold | serious | 1 hour\n")
    assert finding.code == "R062"
    (fix,) = finding.fixes
    assert fix.replacement == "||"
    assert fix.span.source.text[fix.span.end :].startswith(" first response")


def test_a_blank_condition_can_be_mended_in_two_ways() -> None:
    rows = "  customer tier | grade || first response\n  gold | serious || 1 hour\n  silver |  || 1 hour\n"
    finding = only(HEAD + rows)
    assert [fix.replacement for fix in finding.fixes] == ["serious", "-"]
    assert finding.hint() == "write `serious` as above, or `-` for any value"
    assert finding.hint("zh") == "同上请写 `serious`，不限请写 `-`"


def test_a_blank_condition_with_nothing_above_it_means_any_value() -> None:
    finding = only(HEAD + "  customer tier | grade || first response\n  gold |  || 1 hour\n")
    assert [fix.replacement for fix in finding.fixes] == ["-"]


@pytest.mark.parametrize("indent", ["  ", "\t"])
def test_a_pasted_row_may_begin_and_end_with_a_blank_cell(indent: str) -> None:
    rows = (
        "customer tier\tgrade\t||\tfirst response\tbecause",
        "gold\tserious\t||\t1 hour\t“x”",
        "\tordinary\t||\t2 hours\t",
    )
    text = HEAD.replace("  ", indent) + "".join(f"{indent}{row}\n" for row in rows)
    blank = [finding for finding in reading(text).report.findings if finding.code != "R011"]
    assert [(finding.code, [fix.replacement for fix in finding.fixes]) for finding in blank] == [
        ("R065", ["gold", "-"])
    ]
    assert blank[0].span is not None
    (fix, _) = blank[0].fixes
    mended = text[: fix.span.start] + fix.replacement + text[fix.span.end :]
    assert mended.splitlines()[-1] == f"{indent}gold\tordinary\t||\t2 hours\t"


@pytest.mark.parametrize("hit", list(keys.HITS))
def test_every_hit_policy_can_be_written_in_every_language(hit: str) -> None:
    for spelling in keys.HITS[hit].spellings:
        table = f"table t\n  event complaint\n  hit {spelling}\n  customer tier || first response\n  gold || 1 hour\n"
        model = reading(table).model  # some policies do not suit the column
        assert model is not None
        assert model.every(Table)[0].hit == hit


# scorecards and examples


def test_a_scorecard_gives_points_and_bands_as_facts() -> None:
    text = """scorecard worry (0 to 10)
  start 1
  -2.5 | months with us is at least 3 | "a | b" | zh: 久
  bands high (5 to 10), low (0 to below 5)
"""
    model = sound(text)
    (card,) = model.every(Scorecard)
    assert [(band.id, band.low, band.high) for band in card.bands] == [("low", None, 5), ("high", 5, None)]
    assert card.start == 1
    assert set(card.lines[0].because) == {"en", "zh"}
    band = model.vocabulary.field_by_name["customer.worry_band"]
    assert (band.type.ordered, [term.id for term in band.type.choices]) == (True, ["low", "high"])


EXAMPLES = """persona Auntie Zhang
  given customer tier gold; months with us 30
  history none

rule greet
  event complaint
  then
    say repeat apology

example one
  at 2026-11-05 10:00
  event complaint (reason network)
  given like auntie zhang; contract end unknown
  history none
  expect
    fired GREET
    not offer one month free
    not offer commercial
    escalate is yes
    first response is 30 minutes
    customer tier is gold

examples some
  # what is known
  event | like | grade | history || first response | say
  complaint (reason network) | Auntie Zhang | serious | complaint 3 days ago; bill on 2026-11-02 || 1 hour |
  complaint | - | unknown | - || | repeat apology
"""


def test_an_example_is_what_is_known_and_what_is_expected() -> None:
    model = sound(EXAMPLES)
    (persona,), (example,) = model.every(Persona), model.every(Example)
    assert set(persona.given) == {"customer.tier", "customer.months_with_us"}
    assert (example.like, example.history) == ("Auntie Zhang", ())
    assert example.given == {"customer.contract_end": None}
    fired, no_offer, nothing, escalate, response, tier = example.expect
    assert (fired.rule, fired.fired) == ("greet", True)
    assert (no_offer.action, nothing.action) == (Withhold("one_month_free"), Withhold("commercial"))
    assert [no_offer.absent, nothing.absent] == [False, False]
    assert isinstance(escalate.action, SetOutput)
    assert isinstance(response.action, SetOutput)
    assert response.action.output == "first_response"
    assert tier.condition is not None


def test_a_table_of_examples_is_spelled_out_row_by_row() -> None:
    (table,) = sound(EXAMPLES).every(ExampleTable)
    first, second = table.examples
    assert (first.id, first.event, first.like) == ("some row 1", "complaint", "Auntie Zhang")
    assert set(first.data) == {"reason", "grade"}
    assert first.history is not None
    assert [(past.kind, past.at is None) for past in first.history] == [("complaint", True), ("bill", False)]
    assert [expectation.action is not None for expectation in first.expect] == [True]
    assert (second.data, second.history, second.like) == ({}, None, "")
    assert table.results == (TableOutput("target:first_response", table.results[0].type), TableOutput("say"))
    assert table.key_notes["rows"] == ("what is known",)


# whatever is written


NAMES = ["churn risk", "customer tier", "vip", "甲", "low (below 30)", "a | b || c", "\t", "", "-", "无", "||"]
LINES = [
    *NAMES,
    "customer tier is gold",
    "route to front desk",
    "+30 | customer tier is gold | x",
    "otherwise || 1 hour",
    "customer tier | history || first response\ngold | none || 1 hour",
    "0 to 100",
    "low (below 3), high (3 or more)",
    "like vip",
    "not fired vip",
    "2026-11-05 10:00",
    "3 working days after complaint closed without call-back",
    "complaint (reason network)",
    "{",
    "offer commercial",
]
TEXTS = st.sampled_from(LINES) | st.text(max_size=20)
LEAVES = TEXTS.map(lambda text: text_node(text, block="\n" in text))
KEYS = st.sampled_from([*keys.KEYS, *keys.KINDS, "any of", "nonsense", "when", "rows", "given"])


def _blocks(values: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    entries = st.lists(st.builds(entry, KEYS, values), min_size=0, max_size=6)
    return st.lists(values, max_size=4).map(lambda items: list_node(tuple(items))) | entries.map(
        lambda found: block(tuple(found))
    )


NODES: st.SearchStrategy[Node] = st.recursive(LEAVES, _blocks, max_leaves=8)
BLOCKS = st.builds(
    lambda kind, name, others: block((entry(kind, name), *others)),
    st.sampled_from([*keys.KINDS, "policy"]),
    NODES,
    st.lists(st.builds(entry, KEYS, NODES), max_size=6),
)


@given(st.lists(BLOCKS, max_size=4), st.sampled_from(["en", "zh", "zh-Hant"]))
def test_any_nodes_whatever_give_a_model_and_findings(blocks: list[object], language: str) -> None:
    model, vocabulary = mini()
    file = FileNodes("care.rules", "rules", language, None, tuple(blocks))  # type: ignore[arg-type]
    made, found = understand([file], model.header, vocabulary, model.catalogue)
    assert len(made.files) == 1
    for finding in found:
        assert finding.span is not None
        assert finding.text("zh")
        assert 0 <= finding.span.start <= finding.span.end <= len(finding.span.source.text)


@given(st.lists(TEXTS | st.sampled_from(["\n", "\n  ", "\n    ", "rule ", "table ", "scorecard ", "fact ", "when"])))
def test_any_text_whatever_gives_a_model_and_findings(pieces: list[str]) -> None:
    assert reading("".join(pieces)).model is not None
