"""Where a ruleset stands on its way to customers, draft to superseded; who took each step, and when.

Pure: a record of steps and the one function that says which step may come next. Steps belong to versions, counted
from 1; a version starts as a draft and ends when another one goes live.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from attrs import evolve, frozen

__all__ = ["Promotion", "Refusal", "Stage", "Standing", "Version"]


class Stage(StrEnum):
    """How far a version has come. None can be skipped."""

    DRAFT = "draft"
    IN_REVIEW = "in review"
    APPROVED = "approved"
    LIVE = "live"
    SUPERSEDED = "superseded"


class Refusal(StrEnum):
    """Why a step may not be taken."""

    SKIPS = "skips"  # a stage in between was not passed
    CHANGED = "changed"  # the ruleset or its examples are not those that were reviewed or approved
    ALREADY = "already"  # it stands there
    NOT_OWNER = "not owner"  # only the owner approves
    EARLIER = "earlier"  # the step before it was taken later
    LIVE_STAYS = "live stays"  # what is live is left only by another version


@frozen
class Promotion:
    """One step: the stage reached, by whom, when (microseconds UTC), and what exactly was meant.

    `ruleset` is the hash of what it decides, `examples` that of the analysts' examples.
    """

    version: int
    stage: Stage
    by: str
    at: int
    ruleset: str
    examples: str
    note: str = ""


@frozen
class Version:
    """The steps of one version, in order."""

    number: int
    steps: tuple[Promotion, ...]

    @property
    def stage(self) -> Stage:
        """How far it has come."""
        return self.steps[-1].stage

    @property
    def lead_time(self) -> int | None:
        """Microseconds from its first step to going live, None before."""
        live = next((step.at for step in self.steps if step.stage is Stage.LIVE), None)
        return None if live is None else live - self.steps[0].at


_NEXT: Final = {Stage.DRAFT: Stage.IN_REVIEW, Stage.IN_REVIEW: Stage.APPROVED, Stage.APPROVED: Stage.LIVE}


@frozen
class Standing:
    """Everything that was recorded of a ruleset, in the order it happened."""

    steps: tuple[Promotion, ...] = ()

    @property
    def versions(self) -> tuple[Version, ...]:
        """The versions, the first one first."""
        numbers = dict.fromkeys(step.version for step in self.steps)
        return tuple(Version(n, tuple(step for step in self.steps if step.version == n)) for n in numbers)

    @property
    def latest(self) -> Version | None:
        """The version that was worked on last."""
        return self.versions[-1] if self.steps else None

    def stage_of(self, ruleset: str, examples: str) -> Stage:
        """Where these very contents stand: a draft as soon as anything of them was changed after the last step."""
        latest = self.latest
        if latest is None or not _same(latest.steps[-1], ruleset, examples):
            return Stage.DRAFT
        return latest.stage

    def following(self, ruleset: str, examples: str) -> Stage:
        """The stage that these contents can reach next. What is live can only be followed by another draft."""
        stage = self.stage_of(ruleset, examples)
        return _NEXT.get(stage, Stage.DRAFT)

    def refusal(self, stage: Stage, by: str, owner: str, ruleset: str, examples: str, at: int) -> Refusal | None:
        """Why this step may not be taken at this moment (microseconds UTC), None when it may."""
        here, latest = self.stage_of(ruleset, examples), self.latest
        if latest is not None and at < latest.steps[-1].at:
            return Refusal.EARLIER
        if stage is here and latest is not None and _same(latest.steps[-1], ruleset, examples):
            return Refusal.ALREADY
        if stage is Stage.DRAFT:
            return Refusal.LIVE_STAYS if here is Stage.LIVE else None
        if _NEXT.get(here) is not stage:
            moved_on = latest is not None and latest.stage in (Stage.IN_REVIEW, Stage.APPROVED)
            return Refusal.CHANGED if here is Stage.DRAFT and moved_on else Refusal.SKIPS
        return Refusal.NOT_OWNER if stage is Stage.APPROVED and by != owner else None

    def promoted(self, step: Promotion) -> Standing:
        """The record with one more step; going live supersedes the version that was live."""
        added = [step]
        if step.stage is Stage.LIVE:
            before = next((v for v in reversed(self.versions) if v.stage is Stage.LIVE), None)
            if before is not None:
                last = before.steps[-1]
                added.append(evolve(last, stage=Stage.SUPERSEDED, by=step.by, at=step.at, note=""))
        return Standing((*self.steps, *added))

    def version_for(self, stage: Stage) -> int:
        """The number of the version that a step to this stage belongs to: a draft after a live one is a new one."""
        latest = self.latest
        if latest is None:
            return 1
        return latest.number + 1 if latest.stage in (Stage.LIVE, Stage.SUPERSEDED) else latest.number


def _same(step: Promotion, ruleset: str, examples: str) -> bool:
    return step.ruleset == ruleset and step.examples == examples
