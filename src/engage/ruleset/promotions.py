"""promotions.yaml: the record of a ruleset's way to customers, read and written beside its ruleset.yaml.

The file is written by `engage promote` only, one entry a step, and belongs to the ruleset's sources: whoever keeps the
folder in a repository keeps it there. What it records is bound to contents by their hashes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pydantic import BaseModel, ConfigDict

from engage.facts.standing import Promotion, Stage, Standing
from engage.ground.finding import Finding, Message
from engage.ground.source import Source
from engage.ruleset.document_reader import Path, Places, finding_at, read_document
from engage.ruleset.moments import moment_in_zone, read_moment
from engage.ruleset.notation_yaml_writer import scalar
from engage.ruleset.yaml_events import read_yaml

__all__ = ["PROMOTIONS", "read_promotions", "write_promotions"]

#: the file's name, beside ruleset.yaml
PROMOTIONS: Final = "promotions.yaml"
UNKNOWN_STAGE: Final = Message(
    "R140",
    "`{seen}` is not a stage of a ruleset",
    "`{seen}` 不是规则集的阶段",
    "stages: draft, in review, approved, live, superseded; this file is written by `engage promote`, not by hand",
    "阶段：draft、in review、approved、live、superseded；此文件由 `engage promote` 写入，请勿手工修改",
)
BAD_STEP: Final = Message(
    "R141",
    "`{key}` of this step cannot be read",
    "此步骤的 `{key}` 无法读取",
    "take the file back as `engage promote` wrote it",
    "请恢复 `engage promote` 写下的内容",
)
_HEAD: Final = (
    "# Who took this ruleset to which stage, and when. Written by `engage promote`; not to be changed by hand.\n"
)


class PromotionDocument(BaseModel):
    """One step as it stands in the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    version: str
    stage: str
    by: str
    at: str
    ruleset: str
    examples: str
    note: str = ""


class PromotionsDocument(BaseModel):
    """The whole file: steps by their number."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    promotions: dict[str, PromotionDocument] = {}


def read_promotions(source: Source, zone: str) -> tuple[Standing, tuple[Finding, ...]]:
    """The record in a file, and what is wrong with it; a step that cannot be read is left out and told."""
    block, findings = read_yaml(source)
    if block is None:
        return Standing(), findings
    document, places, more = read_document(PromotionsDocument, block, source)
    found = [*findings, *more]
    steps = []
    for name, step in (document.promotions if document else {}).items():
        read = _step(step, places, ("promotions", name), zone, found)
        if read is not None:
            steps.append(read)
    return Standing(tuple(steps)), tuple(found)


def write_promotions(steps: Iterable[Promotion], zone: str) -> str:
    """The file's text; moments are in the ruleset's zone."""
    lines = [_HEAD, "promotions:\n"]
    for number, step in enumerate(steps, 1):
        lines.append(f"  step {number}:\n")
        pairs = {
            "version": str(step.version),
            "stage": step.stage.value,
            "by": step.by,
            "at": moment_in_zone(step.at, zone),
            "ruleset": step.ruleset,
            "examples": step.examples,
            **({"note": step.note} if step.note else {}),
        }
        lines += [f"    {key}: {scalar(text)}\n" for key, text in pairs.items()]
    return "".join(lines)


def _step(document: PromotionDocument, places: Places, path: Path, zone: str, found: list[Finding]) -> Promotion | None:
    stage = next((each for each in Stage if each.value == document.stage), None)
    if stage is None:
        found.append(finding_at(UNKNOWN_STAGE, places.value((*path, "stage")), seen=document.stage))
        return None
    moment = read_moment(document.at, zone)
    number = int(document.version) if document.version.isdecimal() and len(document.version) < 9 else None
    for key, sound in (("at", moment is not None), ("version", number is not None)):
        if not sound:
            found.append(finding_at(BAD_STEP, places.value((*path, key)), key=key))
    if moment is None or number is None:
        return None
    return Promotion(number, stage, document.by, moment[0], document.ruleset, document.examples, document.note)
