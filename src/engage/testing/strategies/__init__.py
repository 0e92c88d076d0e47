"""Hypothesis strategies for whoever tests rulesets, notations or engines: well-typed trees over vocabularies.

Everything made here is in the parser's normal form, so that parse(print(x)) = x may be asked of it. Nothing here
makes text; that is the printer's work.
"""

from engage.testing.strategies.actions import actions, templates
from engage.testing.strategies.conditions import cells, conditions, tests_of
from engage.testing.strategies.history import history_terms, measures, rows, windows
from engage.testing.strategies.values import durations, elapsed, literals, numbers, texts, values
from engage.testing.strategies.vocabularies import vocabularies

__all__ = [
    "actions",
    "cells",
    "conditions",
    "durations",
    "elapsed",
    "history_terms",
    "literals",
    "measures",
    "numbers",
    "rows",
    "templates",
    "tests_of",
    "texts",
    "values",
    "vocabularies",
    "windows",
]
