"""Patterns for whole texts: RE2 only, which never takes more than linear time. What is wrong with one, and where."""

from __future__ import annotations

import re2

__all__ = ["pattern_problem"]


def pattern_problem(pattern: str) -> tuple[str, int, int] | None:
    """What is wrong with a pattern, and from where to where in it; None for a sound one."""
    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(pattern, options)
    except (re2.error, UnicodeEncodeError) as error:
        said = error.args[0] if error.args else ""
        words = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        blamed = words.rpartition(": ")[2]
        at = pattern.find(blamed) if blamed and blamed != words else -1
        return (words, at, at + len(blamed)) if at >= 0 else (words, 0, 0)
    return None
