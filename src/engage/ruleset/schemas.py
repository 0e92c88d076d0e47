"""JSON Schemas for editors: what each YAML file of a ruleset may hold, from the same documents that read it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from engage.ruleset import construct_documents, documents

__all__ = ["MODELINE", "schemas"]

#: the first line of a YAML file that names its schema to editors; `{path}` is relative to the file
MODELINE: Final = "# yaml-language-server: $schema={path}"


def schemas() -> Mapping[str, str]:
    """The text of each schema by its file's name: `ruleset.json`, `vocabulary.json`, `catalogue.json`, `rules.json`."""
    found = {name: documents.json_schema(name) for name in documents.DOCUMENTS}
    found["rules"] = construct_documents.json_schema()
    return {f"{name}.json": _text(schema) for name, schema in sorted(found.items())}


def _text(schema: object) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
