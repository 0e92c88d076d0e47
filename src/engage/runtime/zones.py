"""Which edition of the time zone data this machine has. A decision is recorded with it, beside what was decided."""

from __future__ import annotations

import zoneinfo
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

__all__ = ["edition_of", "tzdata_version"]

_UNKNOWN: Final = "unknown"
_LONGEST: Final = 64


@cache
def tzdata_version() -> str:
    """The edition, as `2026f`: of the system's files where `zoneinfo` takes those, else of the package `tzdata`.

    `unknown` where the system does not say. Read once: a running process keeps the zones it has loaded, too.
    """
    for folder in map(Path, zoneinfo.TZPATH):
        if folder.is_dir():
            return edition_of(folder)
    package = find_spec("tzdata")
    places = package.submodule_search_locations if package is not None else None
    return edition_of(Path(places[0]) / "zoneinfo") if places else _UNKNOWN


def edition_of(folder: Path) -> str:
    """The edition of a folder of zone files: its `+VERSION`, or the first line of its `tzdata.zi`."""
    for name, before in (("+VERSION", ""), ("tzdata.zi", "# version ")):
        try:
            with (folder / name).open(encoding="ascii", errors="replace") as file:
                line = file.readline(_LONGEST).strip()
        except OSError:
            continue
        edition = line.removeprefix(before).strip()
        if line.startswith(before) and edition:
            return edition
    return _UNKNOWN
