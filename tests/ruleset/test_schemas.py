"""Schemas for editors are those that read the files: shipped YAML fits them, and mistakes do not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from engage.ruleset.schemas import schemas

ROOT = Path(__file__).parents[2]
SHIPPED = sorted(
    path
    for path in (ROOT / "rulesets").glob("*/*.yaml")
    if path.name in ("ruleset.yaml", "vocabulary.yaml", "catalogue.yaml")
)


def schema(name: str) -> Any:
    return json.loads(schemas()[f"{name}.json"])


def test_the_published_schemas_are_those_of_the_code() -> None:
    folder = ROOT / "docs" / "reference" / "schemas"
    assert {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()} == dict(schemas())


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_shipped_file_names_its_schema_and_fits_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith(f"# yaml-language-server: $schema=../../docs/reference/schemas/{path.stem}.json\n")
    loaded = yaml.load(text, Loader=yaml.BaseLoader)  # every scalar a text, as engage reads it
    problems = [error.message for error in jsonschema.Draft202012Validator(schema(path.stem)).iter_errors(loaded)]
    # Editors see numbers and yes/no where engage sees texts; only shapes and keys are asked of texts here.
    assert [problem for problem in problems if "Additional" in problem or "required" in problem] == []


@pytest.mark.parametrize(
    ("name", "document"),
    [
        ("vocabulary", {"fields": {"customer.tier": {"typ": "choice"}}}),
        ("ruleset", {"zone": "UTC"}),
        ("catalogue", {"queues": {"desk": {"stp": "expert"}}}),
        ("rules", {"rules": [{"rule": "x", "wen": ["y"]}]}),
    ],
)
def test_a_mistake_does_not_fit(name: str, document: dict[str, object]) -> None:
    assert list(jsonschema.Draft202012Validator(schema(name)).iter_errors(document))
