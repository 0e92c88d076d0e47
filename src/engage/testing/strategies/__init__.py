"""Hypothesis strategies for whoever tests rulesets, notations or engines: well-typed trees over vocabularies.

Everything made here is in the parser's normal form, so that parse(print(x)) = x may be asked of it. Nothing here
makes text; that is the printer's work.
"""

from engage.testing.strategies.actions import actions, templates
from engage.testing.strategies.conditions import cells, conditions, tests_of
from engage.testing.strategies.history import history_terms, measures, patterns, rows, windows
from engage.testing.strategies.sentences import absences, actives, event_givens, givens, onces, pasts
from engage.testing.strategies.values import durations, elapsed, literals, numbers, texts, values
from engage.testing.strategies.vocabularies import vocabularies

__all__ = [
    "absences",
    "actions",
    "actives",
    "cells",
    "conditions",
    "durations",
    "elapsed",
    "event_givens",
    "givens",
    "history_terms",
    "literals",
    "measures",
    "numbers",
    "onces",
    "pasts",
    "patterns",
    "rows",
    "templates",
    "tests_of",
    "texts",
    "values",
    "vocabularies",
    "windows",
]
