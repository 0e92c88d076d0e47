"""List B of the hostile inputs: YAML.

| row | where |
|---|---|
| B1 tags, B2 bombs, B3 depth, B4 keys twice, B6, B7, B8 | `tests/ruleset/test_yaml_events.py` (`test_traps_are_refused_where_they_stand_within_milliseconds`, `test_both_places_of_a_repeated_key_are_named`), for the reader alone |
| B5 scalars that YAML would change | the same file (`test_every_scalar_is_text_whatever_yaml_would_make_of_it`) |
| every file that is YAML (header, vocabulary, catalogue, rules, mapping) goes through that reader | here |
| B5, B6 in the vocabulary's own types | here |
| B7 an empty ruleset is explicit | here |
| B8 the sum of all files | here |
"""  # noqa: E501

from __future__ import annotations

import pytest

from engage.errors import RulesetError
from engage.ground import LIMITS
from engage.ground.source import Source
from engage.load import compile as compile_ruleset
from engage.load import read_sources
from engage.ruleset.model import Ruleset
from engage.workbench.mapping_file import read_mapping
from hostile.sample import MINI, read_rules, rule

TEXTS = {name: (MINI / name).read_text("utf-8") for name in ("vocabulary.yaml", "catalogue.yaml")}
HEADER = (
    "ruleset: hostile\nzone: Asia/Shanghai\nvocabulary: vocabulary.yaml\ncatalogue: catalogue.yaml\n"
    "files: [care.yaml]\nsafe default: [route to front desk]\n"
)
RULES = "rules:\n  - rule: suspect\n    event: cancel request\n    then:\n      - route to front desk\n"
BOMB = "a: &a [x, x]\n" + "".join(f"m{n}: &m{n}\n  <<: [*a, *a]\n" for n in range(25))


def read(**changed: str) -> Ruleset:
    """The sample with some files replaced: `header`, `rules`, `vocabulary`, `catalogue`."""
    files = {"ruleset.yaml": HEADER, "care.yaml": RULES, **TEXTS}
    names = {"header": "ruleset.yaml", "rules": "care.yaml"}
    files.update({names.get(key, f"{key}.yaml"): text for key, text in changed.items()})
    return read_sources(files.items())


def test_what_these_tests_change_is_sound() -> None:
    assert read().report.findings == ()
    assert compile_ruleset(read()).shelves


@pytest.mark.parametrize("file", ["header", "rules", "vocabulary", "catalogue"])
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: !!python/object/apply:os.system [ls]\n", "Y008"),
        (BOMB, "Y009"),
        ("[" * 100_000, "Y015"),
        ("{" * 20_000, "Y015"),
        ("a: b\na: c\n", "Y002"),
        ("a: 1\n---\nb: 2\n", "Y012"),
        ("x" * (LIMITS.ruleset_bytes + 1), "Y014"),
    ],
    ids=["B1", "B2", "B3", "B3 braces", "B4", "B7", "B8"],
)
def test_b_every_file_goes_through_the_same_careful_reader(file: str, text: str, code: str) -> None:
    ruleset = read(**{file: text})
    assert code in {finding.code for finding in ruleset.report.findings}
    with pytest.raises(RulesetError):
        compile_ruleset(ruleset)


def test_b_a_mapping_file_goes_through_it_too() -> None:
    with pytest.raises(RulesetError) as refused:
        read_mapping(Source("mapping.yaml", BOMB))
    assert "Y009" in {finding.code for finding in refused.value.report.findings}


def test_b5_a_value_named_no_or_on_stays_what_was_written() -> None:
    vocabulary = TEXTS["vocabulary.yaml"].replace(
        "fields:\n", "fields:\n  customer.country: {type: choice, values: [NO, on, 010, 1e3], en: country}\n", 1
    )
    ruleset = read(vocabulary=vocabulary)
    assert ruleset.model is not None
    (field,) = [each for each in ruleset.model.vocabulary.fields if each.name == "customer.country"]
    assert [term.id for term in field.type.choices] == ["NO", "on", "010", "1e3"]


@pytest.mark.parametrize("when", ["2024-02-30", ".inf", "0x" + "f" * 5_000, "9" * 3_000])
def test_b6_a_date_or_a_number_that_is_none_is_refused_at_its_place(when: str) -> None:
    findings = read_rules(rule(f"contract end is {when}")).error_on(3)
    assert findings.span is not None
    rules = RULES.replace("    then:", f"    when:\n      - months with us is {when}\n    then:")
    assert not read(rules=rules).report.ok


@pytest.mark.parametrize("rules", ["", "# only a comment\n", "\ufeff", "rules:\n", "\t\n"])
def test_b7_an_empty_file_of_rules_is_told(rules: str) -> None:
    assert read(rules=rules).report.findings


def test_b7_a_byte_order_mark_is_borne() -> None:
    assert read(rules="\ufeff" + RULES).report.ok


def test_b8_the_sum_of_all_files_is_bounded() -> None:
    half = "# " + "x" * (LIMITS.ruleset_bytes // 2) + "\n"
    ruleset = read(rules=half + RULES, vocabulary=half + TEXTS["vocabulary.yaml"])
    assert "Y014" in {finding.code for finding in ruleset.report.findings}
