"""How customers are served, as pure functions: when something is due.

This room must never read a clock or a disk, nor decide who is served how.
"""

from __future__ import annotations

from engage.service.due import due_at

__all__ = ["due_at"]
