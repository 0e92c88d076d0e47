"""What plugs in, as Protocols: Storage, Channel, Estimator, FactProvider, with the values they pass; and the hooks.

This room must never touch a disk or a network itself, nor call a plugin's hook while an event is decided.
"""

from __future__ import annotations
