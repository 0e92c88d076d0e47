"""Frozen values, without behaviour beyond looking themselves up: what is known, what is decided, what may be named.

This room knows only `ground`. It must never read, store or decide anything.
"""
