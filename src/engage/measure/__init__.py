"""From the record to figures: what customers did and are worth, over all of them. Pure functions, exact amounts.

This room must never decide about a customer, read a storage itself, or show who somebody is where only sums are asked.
"""

from __future__ import annotations
