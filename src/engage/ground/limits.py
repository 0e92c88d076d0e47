"""Every published limit, in one place, checked before anything recurses. docs/reference/limits.md lists them."""

from __future__ import annotations

from attrs import frozen

__all__ = ["LIMITS", "Limits"]


@frozen
class Limits:
    """Sizes in bytes of UTF-8 unless a name says otherwise."""

    ruleset_bytes: int = 1024 * 1024
    ruleset_depth: int = 32
    rules: int = 10_000
    condition_bytes: int = 4 * 1024
    condition_depth: int = 32
    condition_nodes: int = 500
    list_items: int = 1_000
    event_bytes: int = 256 * 1024
    event_depth: int = 32
    event_keys: int = 1_000
    string_bytes: int = 32 * 1024
    id_bytes: int = 1_024
    integer_bits: int = 64
    decimal_digits: int = 34
    decimal_exponent: int = 308
    message_bytes: int = 64 * 1024
    pattern_bytes: int = 512
    pattern_steps: int = 5
    cost_per_event: int = 100_000


LIMITS = Limits()
