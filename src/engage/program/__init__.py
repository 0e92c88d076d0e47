"""What a compiled ruleset is (`program.py`), and the compiler that makes one of a model (`from_model*.py`).

A program runs without the compiler: only `from_model*.py` may know the model and its trees, and nothing here imports
them. This room must never read a file, a clock or a customer.
"""
