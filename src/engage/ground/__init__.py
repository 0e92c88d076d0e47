"""Things with no opinion: sources and places, findings and reports, exact numbers, limits.

This room knows no other. It must never speak of customers, rules or storage.
"""

from engage.ground.canonical import canonical_json, derived_id, digest
from engage.ground.finding import Finding, Fix, Message, Report, Severity, Words
from engage.ground.limits import LIMITS, Limits
from engage.ground.render import render, render_finding
from engage.ground.source import Fragment, Source, Span

__all__ = [
    "LIMITS",
    "Finding",
    "Fix",
    "Fragment",
    "Limits",
    "Message",
    "Report",
    "Severity",
    "Source",
    "Span",
    "Words",
    "canonical_json",
    "derived_id",
    "digest",
    "render",
    "render_finding",
]
