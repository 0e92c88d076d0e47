"""durable_rules for tests, where it is installed; elsewhere its tests skip with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from engage_durable import DurableCorrelator, DurableOpinion, open_correlator, open_durable

__all__ = ["durable_correlator", "durable_opinion"]


def durable_opinion() -> Iterator[DurableOpinion]:
    """A running second opinion, closed afterwards."""
    opinion = open_durable()
    assert isinstance(opinion, DurableOpinion)
    with closing(opinion):
        missing = opinion.unavailable()
        if missing is not None:
            pytest.skip(missing.en)
        yield opinion


def durable_correlator() -> DurableCorrelator:
    """A correlator that runs; whoever opens it closes it."""
    correlator = open_correlator("")
    missing = correlator.unavailable()
    if missing is not None:
        pytest.skip(missing.en)
    return correlator
