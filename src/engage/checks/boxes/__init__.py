"""The box algebra: for which customers a condition certainly holds, certainly fails, or is unknown, as sets of boxes.

A `Space` has one dimension for each question that conditions ask (a fact, a count of past events, an hour), cut into
cells that no condition of the space tells apart; what cannot be read as a question with constants is a dimension of
its own with the cells yes, no and unknown. A `Region` is a union of boxes; a box names, for some dimensions, the cells
it allows.

    space = Space.of(conditions, model)
    gap = space.without(space.full, space.holds(condition))
    space.point(gap[0])                      # a value a dimension: an example that lies in it

Every dimension is taken as independent of the others, so a region may hold points that no customer can be at. From
that follows what may be claimed: that a region is *empty* is proved; that it is not needs a customer that the real
evaluator confirms (`checks.witness`).
"""

from engage.checks.boxes.atoms import Ahead, Key, Names
from engage.checks.boxes.constants import duration_of, literal_of
from engage.checks.boxes.regions import Box, Region, TooManyBoxes
from engage.checks.boxes.space import Dimension, Space
from engage.checks.boxes.spoken import condition_of
from engage.knowledge.scales import Cell, Scale

__all__ = [
    "Ahead",
    "Box",
    "Cell",
    "Dimension",
    "Key",
    "Names",
    "Region",
    "Scale",
    "Space",
    "TooManyBoxes",
    "condition_of",
    "duration_of",
    "literal_of",
]
