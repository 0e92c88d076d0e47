"""What outcomes and purchases teach: rules mined from baskets, due dates, how products relate. Only proposals.

Nothing that is learnt here ever decides by itself: a person takes a proposal into a ruleset, or leaves it.
"""

from __future__ import annotations
