"""Applying the repairs that findings carry to the files they stand in."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from engage.ground.finding import Finding, Fix

__all__ = ["ROUNDS", "apply_fixes", "mended"]

#: How often a ruleset is read again after repairs: each round may make room for those that overlapped, and
#: repairs that undo each other must come to an end.
ROUNDS: Final = 12


def apply_fixes(folder: Path, findings: Iterable[Finding]) -> tuple[Fix, ...]:
    """Write the first repair of each finding into its file; those that were made.

    Only files below the ruleset's folder are touched, and only where their text is still the one that was read.
    Of repairs that overlap the first one is made; the next check shows what is left.
    """
    by_file: dict[str, list[Fix]] = {}
    for finding in findings:
        if finding.fixes:
            by_file.setdefault(finding.fixes[0].span.source.name, []).append(finding.fixes[0])
    done: list[Fix] = []
    for name in sorted(by_file):
        path = folder / name if folder.is_dir() else folder
        inside = folder.resolve() in path.resolve().parents or path == folder
        if not inside or not path.is_file():
            continue
        source = by_file[name][0].span.source
        if path.read_text(encoding="utf-8") != source.text:
            continue
        text, made = mended(source.text, by_file[name])
        path.write_text(text, encoding="utf-8", newline="")
        done += made
    return tuple(done)


def mended(text: str, fixes: Iterable[Fix]) -> tuple[str, tuple[Fix, ...]]:
    """The text with repairs that do not overlap, and which of them were made."""
    kept: list[Fix] = []
    for fix in sorted(fixes, key=lambda fix: (fix.span.start, fix.span.end)):
        # Two that put something in at the same place would both begin where the other ends.
        if not kept or (kept[-1].span.end <= fix.span.start and kept[-1].span != fix.span):
            kept.append(fix)
    for fix in reversed(kept):
        text = text[: fix.span.start] + fix.replacement + text[fix.span.end :]
    return text, tuple(kept)
