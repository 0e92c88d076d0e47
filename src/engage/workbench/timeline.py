"""Whose timeline a page shows when nobody was named: the customer who was decided on most."""

from __future__ import annotations

from collections import Counter

__all__ = ["Busiest"]


class Busiest:
    """Counts events by subject as they pass."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def add(self, subject: str) -> None:
        """Count an event; anonymous ones count for nobody."""
        if subject:
            self._counts[subject] += 1

    @property
    def subject(self) -> str:
        """The busiest one, the first by name among equals; empty when there was none."""
        return min(self._counts, key=lambda subject: (-self._counts[subject], subject), default="")
