"""The page of the sieve: the picture, then every table."""

from __future__ import annotations

from engage.workbench.funnel_picture import funnel_picture
from engage.workbench.funnel_told import FunnelTold
from engage.workbench.page import page, section
from engage.workbench.value_page import listed_html

__all__ = ["funnel_page"]


def funnel_page(told: FunnelTold) -> str:
    """The whole page as HTML."""
    pictures = {"steps": funnel_picture(told)}
    parts = [section(each.title, pictures.get(each.key, "") + listed_html(each), each.key) for each in told.tables()]
    return page(f"{told.report.program.name}: {told.say('title')}", told.lead(), parts, told.language)
