"""What plugs in: Storage, Channel and Estimator as Protocols with the values that pass through them, and the hooks.

This room must never touch a disk or a network itself, nor call a plugin's hook while an event is decided.
"""

from __future__ import annotations
