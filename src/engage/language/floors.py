"""The sentences of a floor, as a tree: what it guarantees whomever it concerns."""

from __future__ import annotations

from attrs import frozen

from engage.facts.floors import Guarantee
from engage.language.tree import Node

__all__ = ["Holding"]


@frozen
class Holding(Node):
    """`answer within 180 seconds`: one line of a floor."""

    guarantee: Guarantee
