"""The dice of `engage.ground.dice`, for those who write tests."""

from __future__ import annotations

from engage.ground.dice import Dice

__all__ = ["Dice"]
