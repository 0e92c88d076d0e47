"""Every example of docs/reference/language.md is read, and the languages and notations of one example mean the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from engage import compile
from engage.facts.vocabulary import Kind, Type
from engage.ground.finding import Finding, Report
from engage.ground.render import render
from engage.ground.source import Fragment
from engage.language import (
    Scope,
    parse_action,
    parse_cell,
    parse_condition,
    parse_duration,
    parse_event_name,
    parse_given,
    parse_literal,
    parse_template,
    parse_value,
)
from engage.language.floor_parser import parse_guarantee
from engage.language.small_sentences import parse_absence, parse_active, parse_once, parse_past
from engage.language.tree import Fact
from engage.load import read, read_sources, read_text
from engage.ruleset import keys, slots
from engage.ruleset.digest import model_digest, model_json
from engage.ruleset.document_words import SETTLINGS, fold
from engage.ruleset.model import Model, Rule, TableOutput
from engage.workbench.examples import run_examples
from house.pages import ROOT, Table, fences, tables, ticked

PAGE = ROOT / "docs" / "reference" / "language.md"
FILES = {fence.mark.split()[1]: fence.text for fence in fences(PAGE) if fence.mark.startswith("file ")}
Read = tuple[object, Sequence[Finding]]


def blocks(sort: str) -> list[str]:
    """The blocks of the page in one notation or language; Chinese ones with their names and texts in English."""
    found = []
    for fence in fences(PAGE):
        kind, _, names = fence.mark.removeprefix("block").partition(":")
        if not fence.mark.startswith("block") or kind.strip() != sort:
            continue
        text = fence.text
        for pair in names.split(";") if names else ():
            chinese, _, english = pair.partition(" = ")
            assert chinese.strip() in text, chinese
            text = text.replace(chinese.strip(), english)
        found.append(text)
    return found


def understood(name: str, text: str) -> Model:
    """The model of the page's ruleset with one rule file."""
    files = {**FILES, "ruleset.yaml": FILES["ruleset.yaml"].replace("page.rules", name), name: text}
    found = read_sources(files.items())
    assert found.report.findings == (), render(found.report)
    assert found.model is not None
    return found.model


ENGLISH = understood("page.rules", "\n".join(blocks("")))
VOCABULARY = ENGLISH.vocabulary


def test_the_blocks_mean_the_same_in_english_and_chinese() -> None:
    chinese = understood("page.zh.rules", "语言 中文\n\n" + "\n".join(blocks("zh")))
    # Only the language that a text is kept under differs.
    assert model_json(chinese).replace('"because":{"zh":', '"because":{"en":') == model_json(ENGLISH)


def test_the_blocks_mean_the_same_in_yaml() -> None:
    yaml = understood("page.yaml", "".join(blocks("yaml")))
    assert model_digest(yaml) == model_digest(ENGLISH)


def test_the_examples_of_the_page_pass() -> None:
    results = run_examples(ENGLISH, compile(ENGLISH))
    assert [result.id for result in results if not result.passed] == []
    assert len(results) == 3


def _literals(type: str, text: str, scope: Scope) -> Read:
    kind, _, currency = type.partition(" ")
    return parse_literal(Fragment.of(text), Type(Kind(kind), currency=currency), scope)


def _events(text: str, scope: Scope) -> Read:
    if "without" in text or "没有" in text:
        return parse_absence(Fragment.of(text), scope)
    names = [name for comma in text.split(",") for part in comma.split("、") for name in part.split(" or ")]
    names = [name for part in names for name in part.split("或")]
    read = [parse_event_name(Fragment.of(name.strip()), scope) for name in names]
    return [kind for kind, _ in read], [finding for _, found in read for finding in found]


def _cell(column: str, text: str, scope: Scope) -> Read:
    subject = Fact(column, VOCABULARY.field_by_name[column].type)
    return parse_cell(Fragment.of(text), subject, scope)


#: How a sentence of a table is read; the last argument is the scope.
READERS: dict[str, Callable[[str, Scope], Read]] = {
    "condition": lambda text, scope: parse_condition(Fragment.of(text), scope),
    "value": lambda text, scope: parse_value(Fragment.of(text), scope),
    "duration": lambda text, scope: parse_duration(Fragment.of(text), scope),
    "action": lambda text, scope: parse_action(Fragment.of(text), scope),
    "guarantee": lambda text, scope: parse_guarantee(Fragment.of(text), scope),
    "event": _events,
    "active": lambda text, scope: parse_active(Fragment.of(text), scope),
    "once": lambda text, scope: parse_once(Fragment.of(text), scope),
    "given": lambda text, scope: parse_given(Fragment.of(text), scope),
    "history": lambda text, scope: parse_past(Fragment.of(text), scope),
    "template": lambda text, scope: parse_template(Fragment.of(text), scope),
}


def _rows() -> list[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
    """Every row of a table of sentences: how to read it, its column or type, the English, the Chinese."""
    found = []
    for table in tables(PAGE):
        verb, _, sort = table.mark.partition(" ")
        if verb != "parse" or sort in ("hits", "settlings", "columns"):
            continue
        for row in table.rows:
            cells = row if sort in ("literals", "cells") else ("", *row)
            found.append((sort, cells[0].strip("`"), tuple(ticked(cells[1])), tuple(ticked(cells[2]))))
    return found


def _read(sort: str, about: str, text: str, language: str) -> object:
    scope = Scope(VOCABULARY, language)
    if sort == "literals":
        tree, found = _literals(about, text, scope)
    elif sort == "cells":
        tree, found = _cell(about, text, scope)
    else:
        tree, found = READERS[sort](text, scope)
    assert not found, render(Report.of(found))
    assert tree is not None or text == "-"
    return tree


@pytest.mark.parametrize(("sort", "about", "english", "chinese"), _rows())
def test_a_row_means_the_same_in_each_spelling(
    sort: str, about: str, english: tuple[str, ...], chinese: tuple[str, ...]
) -> None:
    assert english
    assert chinese
    if sort == "literals" and len(english) == len(chinese) and english[0] in ("yes", "12"):
        for one, other in zip(english, chinese, strict=True):  # different values side by side
            assert _read(sort, about, one, "en") == _read(sort, about, other, "zh")
        return
    trees = [_read(sort, about, text, "en") for text in english] + [_read(sort, about, text, "zh") for text in chinese]
    assert all(tree == trees[0] for tree in trees), trees


def _refused() -> list[tuple[str, str]]:
    (table,) = [table for table in tables(PAGE) if table.mark == "refused"]
    return [(ticked(sentence)[0], code) for sentence, code, _ in table.rows]


@pytest.mark.parametrize(("sentence", "code"), _refused())
def test_a_refused_sentence_has_the_code_that_the_page_says(sentence: str, code: str) -> None:
    _, found = parse_condition(Fragment.of(sentence), Scope(VOCABULARY, "en"))
    assert [finding.code for finding in found] == [code], render(Report.of(found))


def _words(name: str) -> Table:
    (table,) = [table for table in tables(PAGE) if table.mark == f"parse {name}"]
    return table


def test_the_hit_policies_are_all_there_with_their_chinese() -> None:
    listed = {ticked(row[0])[0]: ticked(row[1])[0] for row in _words("hits").rows}
    assert listed == {key: word.printed("zh") for key, word in keys.HITS.items()}


def test_the_columns_of_results_are_all_there_with_their_chinese() -> None:
    listed = {ticked(row[0])[0]: ticked(row[1])[0] for row in _words("columns").rows}
    columns = [TableOutput(slot) for slot in slots._SENTENCES]
    printed = [[slots.slot_text(column, VOCABULARY, language) for column in columns] for language in ("en", "zh")]
    assert listed == dict(zip(*printed, strict=True))


def test_the_settlings_are_all_there_and_their_chinese_is_read() -> None:
    for english, chinese, _ in _words("settlings").rows:
        first, second = ticked(english)[0].split()[0], ticked(chinese)[0].split()[0]
        assert SETTLINGS[fold(second)] == SETTLINGS[fold(first)]
    assert {ticked(row[0])[0].split()[0] for row in _words("settlings").rows} == set(SETTLINGS.values())


def test_the_rule_of_the_readme_means_the_same_in_both_columns() -> None:
    shown = next(fence for fence in fences(ROOT / "README.md") if fence.text.startswith("rule "))
    lines = [line for line in shown.text.splitlines() if "ordinary cancel" not in line]
    split = lines[0].index("规则")
    vocabulary = read(ROOT / "rulesets" / "telecom-care").model
    assert vocabulary is not None
    rules = list[Rule]()
    for language, columns in (("en", [line[:split] for line in lines]), ("zh", [line[split:] for line in lines])):
        text = "\n".join(columns) + "\n"
        found = read_text(text, vocabulary.vocabulary, language=language, catalogue=vocabulary.catalogue)
        assert found.report.findings == (), render(found.report)
        assert found.model is not None
        rules += found.model.every(Rule)
    assert rules[0].lines == rules[1].lines
    assert rules[0].actions == rules[1].actions
