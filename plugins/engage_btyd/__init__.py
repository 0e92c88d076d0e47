"""BG/NBD with Gamma-Gamma as an estimator: `btyd:btyd.json`. What a customer will buy again, and is worth by it.

The extra `value` brings numpy and scipy, which load when a model is opened.
"""

from __future__ import annotations

from engage.plugins import Estimator, EstimatorRegistry, hookimpl

__all__ = ["engage_estimators", "open_btyd"]


def open_btyd(where: str) -> Estimator:
    """The file of settings at this path; nothing after the colon is a model that has not learnt yet."""
    from engage_btyd.estimator import open_btyd as opened

    return opened(where)


@hookimpl
def engage_estimators(registry: EstimatorRegistry) -> None:
    """Register `btyd`."""
    registry.add("btyd", open_btyd)
