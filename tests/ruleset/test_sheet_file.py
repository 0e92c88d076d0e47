"""Tables in spreadsheets mean what the same tables in rule files mean, and mistakes have a place."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.desk_rules import DESK
from engage.ground.render import render
from engage.load import read, read_sources
from engage.ruleset.digest import model_digest
from engage.ruleset.model import Model, Ruleset, Table
from engage.ruleset.spell_sheet import sheets_of
from engage.ruleset.workbook import Unreadable, workbook_of, workbook_text

ROOT = Path(__file__).parents[2]
SHIPPED = ("rulesets/telecom-care", "rulesets/bank-calls", "tests/samples/mini")
CSV = """\
table,answers,unique
event,complaint
tier,grade,||,priority,because
basic,-,,1,
"silver, gold",ordinary,,2,a promise
silver,serious,,3,
otherwise,,,0,
"""


def with_csv(text: str, name: str = "answers.csv") -> Ruleset:
    texts = {path.name: path.read_text(encoding="utf-8") for path in DESK.iterdir()}
    texts["ruleset.yaml"] = texts["ruleset.yaml"].replace("case.rules", name)
    return read_sources({**texts, name: text}.items())


def model_of(ruleset: Ruleset) -> Model:
    assert ruleset.report.ok, render(ruleset.report)
    assert ruleset.model is not None
    return ruleset.model


def test_a_csv_file_is_a_table_of_the_ruleset() -> None:
    (table,) = model_of(with_csv(CSV)).every(Table)
    assert (table.id, table.hit, table.events, len(table.rows)) == ("answers", "unique", ("complaint",), 3)
    assert table.otherwise is not None
    assert str(table.rows[1].because["en"].parts[0]) == "a promise"


@pytest.mark.parametrize("language", ["en", "zh", "zh-Hant"])
def test_titles_and_notes_of_a_table_live_in_a_spreadsheet(language: str) -> None:
    head = 'table,answers,unique\ntitle en,"What, and when"\n标题 中文,何时\nnote,first,"second, and last"\n'
    (table,) = model_of(with_csv(CSV.replace("table,answers,unique\n", head))).every(Table)
    assert (table.title.en, table.title.zh, table.remarks) == ("What, and when", "何时", ("first", "second, and last"))
    text = sheets_of(model_of(with_csv(CSV.replace("table,answers,unique\n", head))), language)["answers"]
    (again,) = model_of(with_csv(text)).every(Table)
    assert (again.title, again.remarks) == (table.title, table.remarks)


def test_without_a_table_line_it_is_called_after_the_file_and_may_be_parted_by_semicolons_or_tabs() -> None:
    for separator in (";", "\t"):
        text = f"event{separator}call\ntier{separator}||{separator}priority\ngold{separator}{separator}2\n"
        (table,) = model_of(with_csv(text, "first_answers.csv")).every(Table)
        assert (table.id, len(table.rows)) == ("first answers", 1)


def test_several_tables_stand_in_one_file() -> None:
    tables = model_of(with_csv(CSV + "\ntable,more,first\nevent,call\ntier,||,priority\n-,,1\n")).every(Table)
    assert [table.id for table in tables] == ["answers", "more"]


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("language", ["en", "zh", "zh-Hant"])
def test_every_shipped_table_is_the_same_after_a_visit_to_a_spreadsheet(name: str, language: str) -> None:
    ruleset = read(ROOT / name)
    model = model_of(ruleset)
    tables = {f"t{n}.csv": text for n, text in enumerate(sheets_of(model, language).values())}
    book = workbook_text(workbook_of(dict(sheets_of(model, language))))
    for files in (tables, {"all.csv": book}):
        again = model_of(read_sources([*stripped(ruleset, list(files)), *files.items()]))
        assert model_digest(again) == model_digest(model)


def stripped(ruleset: Ruleset, files: list[str]) -> list[tuple[str, str]]:
    """The sources without the tables of their rule files, and with other files listed."""
    texts = []
    for source in ruleset.sources:
        text = source.text
        if source.name.endswith(".rules"):
            blocks = text.split("\n\n")
            text = "\n\n".join(block for block in blocks if not is_table(block))
        if source.name == "ruleset.yaml":
            text = text.replace("files:\n", "files:\n" + "".join(f"  - {name}\n" for name in files))
        texts.append((source.name, text))
    return texts


def is_table(block: str) -> bool:
    lines = [line for line in block.split("\n") if line and not line.startswith(("#", "＃"))]
    return bool(lines) and lines[0].startswith(("table ", "决策表 "))


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ("basic,-", "basik,-", "E013", "answers.csv:4:1"),
        ("tier,grade,||", "tier,grade,", "R142", "answers.csv:3:1"),
        ('gold",ordinary', 'gold",', "R065", "answers.csv:5:17"),
        ("a promise", "a | promise", "R144", "answers.csv:5:28"),
        ("answers,unique", "answers,uniqe", "R061", "answers.csv:1:15"),
        ("a promise", '"a promise', "R143", "answers.csv:1:1"),
    ],
)
def test_a_mistake_in_a_cell_is_told_at_the_cell(old: str, new: str, code: str, place: str) -> None:
    told = [(finding.code, str(finding.span)) for finding in with_csv(CSV.replace(old, new)).report.findings]
    assert (code, place) in told, told


def test_a_workbook_keeps_numbers_dates_and_yes_no_as_they_are_written_in_rules(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "seniors"
    for row in (
        ["event", "call"],
        ["senior", "months with us", "||", "priority"],
        [True, 12.5, None, 3],
        [False, 7, None, 1],
    ):
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    folder = tmp_path / "desk"
    folder.mkdir()
    for path in DESK.iterdir():
        text = path.read_text(encoding="utf-8").replace("case.rules", "seniors.xlsx")
        (folder / path.name).write_text(text, encoding="utf-8")
    (folder / "seniors.xlsx").write_bytes(file.getvalue())
    ruleset = read(folder)
    (table,) = model_of(ruleset).every(Table)
    assert (table.id, len(table.rows)) == ("seniors", 2)
    again = read_sources((source.name, source.text) for source in ruleset.sources)
    assert model_digest(model_of(again)) == model_digest(model_of(ruleset))


@pytest.mark.parametrize("content", [b"", b"no workbook", b"PK\x03\x04 cut"])
def test_what_is_no_workbook_is_a_finding(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(Unreadable):
        workbook_text(content)
    (tmp_path / "ruleset.yaml").write_text("ruleset: x\nfiles: [t.xlsx]\nvocabulary: v.yaml\n")
    (tmp_path / "v.yaml").write_text("vocabulary: x\n")
    (tmp_path / "t.xlsx").write_bytes(content)
    assert "R143" in {finding.code for finding in read(tmp_path).report.findings}


@given(st.text(alphabet=st.sampled_from(',;\t\n"|-abc0\x00\ud800语言中文'), max_size=60) | st.text(max_size=40))
def test_any_text_is_tables_or_findings_with_their_places(text: str) -> None:
    ruleset = with_csv(text)
    for finding in ruleset.report.findings:
        assert finding.span is not None
        assert 0 <= finding.span.start <= finding.span.end <= len(finding.span.source.text)


@pytest.mark.parametrize("text", ["", "\n\n", "  ,,\n"])
def test_a_file_without_any_table_is_told_and_does_not_take_one_away_silently(text: str) -> None:
    codes = [(finding.code, str(finding.span)) for finding in with_csv(text).report.findings]
    assert ("R145", "answers.csv:1:1") in codes
