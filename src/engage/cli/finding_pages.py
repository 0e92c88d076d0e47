"""What there is to read of a finding's code: its sentence, its hint, and the page of the check that tells it.

The pages of checks are those of the documentation; an installed engage carries them.
"""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

from engage.checks import CHECKS
from engage.ground.finding import Message, Severity
from engage.ground.script import traditional

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__all__ = ["every_message", "page_of"]

#: The rooms whose modules hold messages.
_ROOMS: Final = ("engage.checks", "engage.language", "engage.program", "engage.ruleset", "engage.workbench")
_DOCS: Final = Path("docs", "reference", "checks")


def every_message() -> dict[str, tuple[Message, ...]]:
    """Every message that a finding may carry, by its code, in which several sentences may share one."""
    found: dict[str, dict[Message, None]] = {}
    for message in _messages():
        found.setdefault(message.code, {})[message] = None
    return {code: tuple(messages) for code, messages in found.items()}


def page_of(code: str, language: str) -> str:
    """What is to be read of a code, as Markdown; empty for a code that no finding has."""
    messages = every_message().get(code, ())
    if not messages:
        return ""
    chinese = language.startswith("zh")
    page = _check_page(code, "zh" if chinese else "en")
    lines = []
    for message in messages:
        grave = "" if message.severity is Severity.ERROR else f" ({message.severity})"
        lines.append(f"{code}{grave}: {message.zh if chinese else message.en}")
        hint = message.hint_zh if chinese else message.hint_en
        lines += [f"  = {hint}"] if hint else []
    lines = [traditional(line) for line in lines] if language == "zh-Hant" else lines
    return "\n".join([*lines, "", page] if page else lines)


def _messages() -> Iterator[Message]:
    for room in _ROOMS:
        package = import_module(room)
        for module in pkgutil.iter_modules(package.__path__, f"{room}."):
            yield from (value for value in vars(import_module(module.name)).values() if isinstance(value, Message))


def _check_page(code: str, language: str) -> str:
    """The page whose headings name the code."""
    folder = _pages()
    for name in CHECKS:
        page = folder / (f"{name}.zh.md" if language == "zh" else f"{name}.md")
        text = page.read_text(encoding="utf-8") if page.is_file() else ""
        if re.search(rf"^#+ {code}\b", text, re.MULTILINE):
            # A link leads nowhere on a terminal: its words stay.
            return re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", text).rstrip("\n")
    return ""


def _pages() -> Traversable:
    """The folder of the pages: inside an installed package, or the documentation beside the sources."""
    inside = files("engage.checks") / "pages"
    return inside if inside.is_dir() else Path(__file__).parents[3] / _DOCS
