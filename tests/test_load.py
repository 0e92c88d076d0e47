"""The road from a folder to a Program."""

from __future__ import annotations

import shutil
import tracemalloc
from contextlib import suppress
from pathlib import Path
from typing import Literal

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from engage.errors import RulesetError
from engage.facts.vocabulary import Domain, Vocabulary
from engage.ground import LIMITS, Report, render
from engage.language.actions import RouteTo
from engage.load import compile, from_sources, load, read, read_sources, read_text
from engage.ruleset.convert import convert
from engage.ruleset.digest import model_digest, model_json, source_digest
from engage.ruleset.model import Example, ExampleTable, Model, Never, Rule, Ruleset, Scorecard, Table

MINI = Path(__file__).parent / "samples" / "mini"
HEADER = "ruleset: x\nvocabulary: vocabulary.yaml\ncatalogue: catalogue.yaml\nsafe default: [route to front desk]\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the sample that a test may change."""
    return Path(shutil.copytree(MINI, tmp_path / "mini"))


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    """The sample's vocabulary with its catalogue's names, without what its rules declare."""
    ruleset = read_sources(
        [(name, (MINI / name).read_text("utf-8")) for name in ("vocabulary.yaml", "catalogue.yaml")]
        + [("ruleset.yaml", HEADER)]
    )
    return model_of(ruleset).vocabulary


def model_of(ruleset: Ruleset) -> Model:
    assert render(ruleset.report) == ""
    assert ruleset.model is not None
    return ruleset.model


def codes(ruleset: Ruleset) -> list[str]:
    return [finding.code for finding in ruleset.report.findings]


def change(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new), encoding="utf-8")


# --------------------------------------------------------------------------------------------------- sound


def test_the_sample_is_read_without_a_finding_and_compiled() -> None:
    model = model_of(read(MINI))
    counts = {kind.__name__: len(model.every(kind)) for kind in (Rule, Never, Table, Scorecard, Example, ExampleTable)}
    assert counts == {"Rule": 5, "Never": 1, "Table": 1, "Scorecard": 1, "Example": 1, "ExampleTable": 1}
    assert "customer.churn_risk_band" in model.vocabulary.field_by_name
    program = load(MINI)
    assert program.name == "mini care"
    assert program.hash == model_digest(model)
    assert program.safe_default.route is not None
    assert [name for name, _ in program.sources] == [
        "ruleset.yaml",
        "cancel.rules",
        "complaint.zh.rules",
        "catalogue.yaml",
        "vocabulary.yaml",
    ]


def test_the_header_file_may_be_named_instead_of_its_folder() -> None:
    assert read(MINI / "ruleset.yaml") == read(MINI)


def test_a_program_can_be_made_again_from_the_sources_it_keeps() -> None:
    program = load(MINI)
    again = from_sources(program.sources)
    assert again.hash == program.hash
    assert again.sources == program.sources


def test_the_order_of_files_changes_the_sources_and_not_the_meaning(folder: Path) -> None:
    change(
        folder, "ruleset.yaml", "  - cancel.rules\n  - complaint.zh.rules", "  - complaint.zh.rules\n  - cancel.rules"
    )
    assert load(folder).hash == load(MINI).hash
    assert source_digest(read(folder).sources) != source_digest(read(MINI).sources)


def test_comments_and_labels_do_not_change_the_hash_and_a_threshold_does(folder: Path) -> None:
    change(folder, "cancel.rules", "# Customers who ask to leave.", "# Others.")
    change(folder, "vocabulary.yaml", "en: bill amount", "en: bill amount / bill amounts")
    assert model_json(model_of(read(folder))) == model_json(model_of(read(MINI)))
    change(folder, "cancel.rules", "at least 200 yuan", "at least 201 yuan")
    assert load(folder).hash != load(MINI).hash


def test_without_a_list_all_rule_files_of_the_folder_are_read(folder: Path) -> None:
    change(folder, "ruleset.yaml", "files:\n  - cancel.rules\n  - complaint.zh.rules\n", "")
    assert load(folder).hash == load(MINI).hash


def test_vocabulary_and_catalogue_need_no_mention_under_their_usual_names(folder: Path) -> None:
    change(folder, "ruleset.yaml", "vocabulary: vocabulary.yaml\ncatalogue: catalogue.yaml\n", "")
    assert load(folder).hash == load(MINI).hash


def test_a_host_may_hand_over_its_own_vocabulary(folder: Path) -> None:
    own = model_of(read(MINI)).vocabulary
    declared = tuple(field for field in own.fields if field.name.removesuffix("_band") not in
                     ("customer.churn_risk", "customer.average_bill"))  # fmt: skip
    (folder / "vocabulary.yaml").unlink()
    change(folder, "ruleset.yaml", "vocabulary: vocabulary.yaml\n", "")
    ruleset = read(folder, evolve(own, fields=declared))
    assert model_json(model_of(ruleset)) == model_json(model_of(read(MINI)))


@pytest.mark.parametrize("language", ["en", "zh", "zh-Hant"])
@pytest.mark.parametrize("notation", ["rules", "yaml"])
def test_the_hash_is_the_same_in_both_notations_and_all_languages(
    notation: Literal["rules", "yaml"], language: str
) -> None:
    ruleset = read(MINI)
    model = model_of(ruleset)
    kept = {source.name: source.text for source in ruleset.sources if source.name.endswith(".yaml")}
    again = read_sources({**kept, **convert(model, notation, language, ruleset.sources)}.items())
    assert model_json(model_of(again)) == model_json(model)


# --------------------------------------------------------------------------------------------- single files


def test_a_single_yaml_file_carries_its_header(folder: Path) -> None:
    place = folder / "one.yaml"
    place.write_text(
        HEADER + "rules:\n  - rule: a\n    event: complaint\n    then:\n      - route to front desk\n", encoding="utf-8"
    )
    model = model_of(read(place))
    assert [rule.id for rule in model.every(Rule)] == ["a"]
    assert model.header.name == "x"
    assert load(place).safe_default.route is not None
    assert from_sources(load(place).sources).hash == load(place).hash


def test_a_single_rules_file_may_name_all_it_needs(folder: Path) -> None:
    place = folder / "one.rules"
    place.write_text(
        "ruleset one\n  vocabulary vocabulary.yaml\n  catalogue catalogue.yaml\n"
        "  safe default\n    route to front desk\n"
        "\nrule a\n  event complaint\n  then\n    route to complaint desk\n",
        encoding="utf-8",
    )
    model = model_of(read(place))
    assert model.header.safe_default.route is not None
    assert model.files[0].header == model.header
    assert (model.header.vocabulary, model.header.catalogue) == ("vocabulary.yaml", "catalogue.yaml")
    assert model.header.safe_sentences == (RouteTo("front_desk"),)
    assert [rule.id for rule in model.every(Rule)] == ["a"]


def test_a_single_rules_file_finds_vocabulary_and_catalogue_beside_it(folder: Path) -> None:
    ruleset = read(folder / "complaint.zh.rules")
    assert codes(ruleset) == ["R127"]  # it lacks only a safe default
    assert ruleset.model is not None
    assert ruleset.model.header.language == "zh"
    assert len(ruleset.model.every(Rule)) == 3


def test_a_text_is_read_in_a_given_vocabulary(vocabulary: Vocabulary) -> None:
    model = model_of(read_text("rule a\n  event complaint\n  then\n    route to front desk\n", vocabulary))
    assert [rule.id for rule in model.every(Rule)] == ["a"]
    model = model_of(
        read_text(
            "rules:\n  - rule: a\n    event: 投诉\n    then:\n      - 转接 综合坐席\n",
            vocabulary,
            name="a.yaml",
            language="zh",
        )
    )
    assert [rule.id for rule in model.every(Rule)] == ["a"]


# -------------------------------------------------------------------------------------------------- trouble


def test_all_findings_of_all_files_come_in_one_report(folder: Path) -> None:
    change(folder, "ruleset.yaml", "zone: Asia/Shanghai", "zone: Asia/Shanghia")
    change(folder, "cancel.rules", "gold or platinum", "glod or platinum")
    change(folder, "complaint.zh.rules", "转接 投诉专席", "转接 投诉专家")
    with pytest.raises(RulesetError) as caught:
        load(folder)
    report = caught.value.report
    assert {finding.span.source.name for finding in report.findings if finding.span} == {
        "ruleset.yaml",
        "cancel.rules",
        "complaint.zh.rules",
    }
    assert "ruleset.yaml:" in str(caught.value)


def test_compiling_a_ruleset_with_errors_raises_its_report(folder: Path) -> None:
    change(folder, "ruleset.yaml", "ruleset: mini care\n", "")
    with pytest.raises(RulesetError, match="R102"):
        compile(read(folder))


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("  - cancel.rules", "  - cancle.rules", "R123"),
        ("  - cancel.rules", "  - ../cancel.rules", "R124"),
        ("  - cancel.rules", "  - /etc/passwd.rules", "R124"),
        ("  - cancel.rules", "  - cancel.rules\n  - cancel.rules", "R125"),
        ("  - cancel.rules", "  - cancel.rules\n  - cancel.docx", "R126"),
        ("vocabulary: vocabulary.yaml", "vocabulary: words.yaml", "R123"),
        ("  - complaint.zh.rules\n", "", "R133"),
    ],
)
def test_files_that_are_not_as_listed_are_findings(folder: Path, old: str, new: str, code: str) -> None:
    change(folder, "ruleset.yaml", old, new)
    assert code in codes(read(folder))


def test_a_link_out_of_the_folder_is_not_followed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.rules").write_text("rule a\n", encoding="utf-8")
    (folder / "cancel.rules").unlink()
    (folder / "cancel.rules").symlink_to(tmp_path / "secret.rules")
    ruleset = read(folder)
    assert "R123" in codes(ruleset)
    assert all(source.text != "rule a\n" for source in ruleset.sources)


def test_a_folder_without_a_header_says_so(tmp_path: Path) -> None:
    ruleset = read(tmp_path)
    assert codes(ruleset) == ["R123"]
    assert ruleset.model is None


def test_nothing_at_the_path_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "nowhere")


def test_a_file_that_is_not_utf8_is_a_finding_at_its_first_bad_byte(folder: Path) -> None:
    (folder / "cancel.rules").write_bytes("规则 甲\n".encode() + "规则 乙".encode("gb18030"))
    finding = next(finding for finding in read(folder).report.findings if finding.code == "Y027")
    assert str(finding.span) == "cancel.rules:2:1"


def test_a_ruleset_that_is_too_large_is_refused_before_it_is_read(folder: Path) -> None:
    (folder / "cancel.rules").write_text("# " + "x" * LIMITS.ruleset_bytes, encoding="utf-8")
    assert "Y014" in codes(read(folder))


def test_fifty_megabytes_are_refused_without_being_read(folder: Path) -> None:
    with (folder / "vocabulary.yaml").open("wb") as file:
        file.truncate(50_000_000)
    tracemalloc.start()
    ruleset = read(folder)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "Y014" in codes(ruleset)
    assert peak < 20_000_000


def test_many_files_that_are_too_large_together_are_refused(folder: Path) -> None:
    for name in ("a.rules", "b.rules"):
        (folder / name).write_text("# " + "x" * (LIMITS.ruleset_bytes // 2) + "\n", encoding="utf-8")
    change(folder, "ruleset.yaml", "  - cancel.rules", "  - a.rules\n  - b.rules\n  - cancel.rules")
    assert "Y014" in codes(read(folder))


NAMES = ["ruleset.yaml", "vocabulary.yaml", "catalogue.yaml", "cancel.rules", "complaint.zh.rules"]


@st.composite
def wounds(draw: st.DrawFn) -> dict[str, str]:
    """The sample with one to three places of its files cut, doubled or replaced."""
    texts = {name: (MINI / name).read_text(encoding="utf-8") for name in NAMES}
    for _ in range(draw(st.integers(1, 3))):
        name = draw(st.sampled_from(NAMES))
        text = texts[name]
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 12)))
        new = draw(
            st.sampled_from(
                ["", " ", "\n", "\n  ", ":", "- ", "{", "“", "|", "\t", "0", "-", "是", text[start:end] * 2]
            )
            | st.text(max_size=5)
        )
        texts[name] = text[:start] + new + text[end:]
    return texts


@given(wounds())
def test_any_wounded_ruleset_gives_a_program_or_a_report(texts: dict[str, str]) -> None:
    ruleset = read_sources(texts.items())
    render(ruleset.report, "zh")
    for finding in ruleset.report.findings:
        assert finding.span is None or 0 <= finding.span.start <= finding.span.end <= len(finding.span.source.text)
    with suppress(RulesetError):
        compile(ruleset)


@given(st.dictionaries(st.sampled_from(NAMES), st.text(), min_size=1), st.sampled_from(NAMES))
def test_any_texts_whatever_give_findings_and_never_an_exception(texts: dict[str, str], first: str) -> None:
    ruleset = read_sources({first: texts.get(first, ""), **texts}.items())
    assert ruleset.model is not None or not ruleset.report.ok
    assert render(Report.of(ruleset.report.findings), "zh") is not None


def test_names_of_the_catalogue_are_in_the_vocabulary_even_without_one(vocabulary: Vocabulary) -> None:
    assert vocabulary.term(Domain.TARGET, "first_response") is not None
