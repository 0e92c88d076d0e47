"""Figures of service by name: what each counts above and below the line, in which unit, and who publishes it so.

Everything is exact: whole numbers over whole numbers. Percentages are never averaged; a group's figure is counted from
the group's contacts. Sources and traps of each: docs/reference/kpis.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from typing import Final

from attrs import field, frozen

from engage.ground.finding import Words
from engage.measure.contacts import Exit, Figure, HandledContact, microseconds
from engage.measure.messages import misuse
from engage.measure.repeats import Follow
from engage.measure.service_level import service_level

__all__ = ["KPIS", "Asked", "Kpi", "Unit", "figures", "nearest_rank"]

Contacts = Sequence[HandledContact]


class Unit(StrEnum):
    """What the value of a figure is."""

    SHARE = "share"
    TIME = "time"


@frozen
class Asked:
    """What the formulas need beside the contacts. Lengths in microseconds.

    `threshold`: within which an answer is in time, and giving up is short. `follows`: what came after each contact,
    from `repeats.follows`. `staffed`: how long workers were there to serve, all together; None where nobody says.
    Raises EngageError (S085) for what is no length.
    """

    threshold: int
    follows: Mapping[str, Follow] = field(factory=dict, repr=False)
    staffed: int | None = None

    def __attrs_post_init__(self) -> None:
        microseconds("threshold", self.threshold)
        if self.staffed is not None:
            microseconds("staffed", self.staffed)


@frozen
class Kpi:
    """A figure: its id, its name, what stands above and below the line, its unit, how it is counted."""

    id: str
    name: Words
    top: Words
    bottom: Words
    unit: Unit
    counted: Callable[[Contacts, Asked], Figure]


def figures(contacts: Contacts, asked: Asked, names: Iterable[str] = ()) -> tuple[Figure, ...]:
    """The figures of these contacts, all of them in the order of KPIS, or those named in the order of the names.

    Raises EngageError for a name that is none (S082), and for one text where a list is meant (S084).
    """
    if isinstance(names, str):
        raise misuse("S084")
    wanted = [_named(name) for name in names] or KPIS.values()
    return tuple(kpi.counted(contacts, asked) for kpi in wanted)


def _named(name: str) -> Kpi:
    found = KPIS.get(str(name))
    if found is None:
        raise misuse("S082", name=str(name), known=", ".join(KPIS))
    return found


def nearest_rank(values: Sequence[int], percent: int) -> tuple[int, int | None]:
    """The rank, from 1, of a percentile by nearest rank, ceil(p n / 100), and the value there; nothing is interpolated,
    so it is a value that occurred. (0, None) of nothing. `values` are in order."""
    rank = -(-percent * len(values) // 100)
    return (rank, values[rank - 1]) if rank else (0, None)


def _over(kpi: str, top: int, bottom: int, open: int = 0) -> Figure:
    return Figure(kpi, top, bottom, Fraction(top, bottom) if bottom else None, open)


def _waits(contacts: Contacts, *exits: Exit) -> list[int]:
    return [one.waited for one in contacts if one.exit in exits and one.waited is not None]


def _exits(contacts: Contacts, *exits: Exit) -> int:
    return sum(one.exit in exits for one in contacts)


_QUEUED: Final = (Exit.ANSWERED, Exit.ABANDONED, Exit.OTHER)


def _level(formula: str) -> Callable[[Contacts, Asked], Figure]:
    return lambda contacts, asked: service_level(contacts, asked.threshold, formula)


def _asa(contacts: Contacts, asked: Asked) -> Figure:
    waits = _waits(contacts, Exit.ANSWERED)
    return _over("asa", sum(waits), len(waits))


def _mean_wait(contacts: Contacts, asked: Asked) -> Figure:
    waits = _waits(contacts, *_QUEUED)
    return _over("mean_wait", sum(waits), len(waits))


def _percentile(kpi: str, percent: int, *exits: Exit) -> Callable[[Contacts, Asked], Figure]:
    def counted(contacts: Contacts, asked: Asked) -> Figure:
        waits = sorted(_waits(contacts, *exits))
        rank, wait = nearest_rank(waits, percent)
        return Figure(kpi, rank, len(waits), None if wait is None else Fraction(wait))

    return counted


def _abandonment(contacts: Contacts, asked: Asked) -> Figure:
    return _over("abandonment", _exits(contacts, Exit.ABANDONED), _exits(contacts, *_QUEUED))


def _short_abandonment(contacts: Contacts, asked: Asked) -> Figure:
    short = sum(wait <= asked.threshold for wait in _waits(contacts, Exit.ABANDONED))
    return _over("abandonment.short", short, _exits(contacts, *_QUEUED))


def _early(contacts: Contacts, asked: Asked) -> Figure:
    return _over("left_before_queue", _exits(contacts, Exit.EARLY), len(contacts))


def _aht(contacts: Contacts, asked: Asked) -> Figure:
    served = [one.served for one in contacts if one.exit is Exit.ANSWERED and one.served is not None]
    return _over("aht", sum(served), len(served))


def _occupancy(contacts: Contacts, asked: Asked) -> Figure:
    served = sum(one.served or 0 for one in contacts if one.exit is Exit.ANSWERED)
    return _over("occupancy", served, asked.staffed or 0)


def _repeats(contacts: Contacts, asked: Asked) -> Figure:
    known = [asked.follows[one.id] for one in contacts if one.id in asked.follows]
    closed = [one for one in known if one.closed]
    return _over("repeat_rate", sum(one.again for one in closed), len(closed), len(known) - len(closed))


def _first_contact(contacts: Contacts, asked: Asked) -> Figure:
    needs = [(one, asked.follows[one.id]) for one in contacts if one.id in asked.follows]
    needs = [(one, follow) for one, follow in needs if follow.first]
    closed = [(one, follow) for one, follow in needs if follow.closed]
    met = sum(one.exit is Exit.ANSWERED and not follow.again for one, follow in closed)
    return _over("first_contact_resolution", met, len(closed), len(needs) - len(closed))


_A: Final = Words("answered", "接起")
_IN: Final = Words("answered within T", "T 内接起")
_AB: Final = Words("answered + abandoned", "接起 + 放弃")
_O: Final = Words("answered + abandoned + other", "接起 + 放弃 + 其他")
_WAITS: Final = Words("time in the queue", "排队时间")


def _levels() -> Iterable[Kpi]:
    both = Words("answered or abandoned within T", "T 内接起或放弃")
    words = {
        "answered": (_IN, _A),
        "answered_plus_short_abandon": (both, _AB),
        "offered": (_IN, _AB),
        "ex_short": (_IN, Words("answered + abandoned after T", "接起 + T 后放弃")),
        "removed": (Words("left the queue within T, in any way", "T 内以任何方式离队"), _O),
        "offered_with_flow_outs": (_IN, _O),
    }
    for formula, (top, bottom) in words.items():
        name = Words(f"SL {formula}", f"服务水平 {formula}")
        yield Kpi(f"service_level.{formula}", name, top, bottom, Unit.SHARE, _level(formula))


def _percentiles() -> Iterable[Kpi]:
    ranked = Words("rank, nearest", "名次（最近秩）")
    for percent in (50, 90, 95):
        id = f"wait_answered.p{percent}"
        name = Words(f"wait of the answered, p{percent}", f"接起者等待 p{percent}")
        yield Kpi(id, name, ranked, _A, Unit.TIME, _percentile(id, percent, Exit.ANSWERED))
    for percent in (50, 90, 95):
        id = f"wait.p{percent}"
        name = Words(f"wait of all, p{percent}", f"全部等待 p{percent}")
        yield Kpi(id, name, ranked, _O, Unit.TIME, _percentile(id, percent, *_QUEUED))


def _others() -> Iterable[Kpi]:
    share, time = Unit.SHARE, Unit.TIME
    abandoned, served = Words("abandoned", "放弃"), Words("talk, hold and wrap-up", "通话、保持与事后处理")
    yield Kpi("abandonment", Words("abandonment", "放弃率"), abandoned, _O, share, _abandonment)
    short, short_top = Words("short abandonment", "短时放弃率"), Words("abandoned within T", "T 内放弃")
    yield Kpi("abandonment.short", short, short_top, _O, share, _short_abandonment)
    early, everybody = Words("left before the queue", "入队前离开"), Words("all contacts", "全部接触")
    yield Kpi("left_before_queue", early, early, everybody, share, _early)
    yield Kpi("aht", Words("handling time (AHT)", "处理时长（AHT）"), served, _A, time, _aht)
    there = Words("time workers were there", "坐席在岗时间")
    yield Kpi("occupancy", Words("occupancy", "占用率"), served, there, share, _occupancy)
    again = Words("came again in the window", "窗口期内再次来访")
    closed = Words("known customers, window closed", "客户已知且窗口期已满")
    yield Kpi("repeat_rate", Words("repeat rate", "重复来访率"), again, closed, share, _repeats)
    met = Words("answered at once, not again in the window", "首次即接起，窗口期内未再来访")
    needs = Words("needs, window closed", "窗口期已满的需求")
    name = Words("first-contact resolution", "首次解决率")
    yield Kpi("first_contact_resolution", name, met, needs, share, _first_contact)


#: Every figure by its id, in the order in which they are told.
KPIS: Final[Mapping[str, Kpi]] = {
    kpi.id: kpi
    for kpi in (
        *_levels(),
        Kpi("asa", Words("speed of answer (ASA)", "平均接起时间（ASA）"), _WAITS, _A, Unit.TIME, _asa),
        Kpi("mean_wait", Words("mean wait of all", "全部平均等待"), _WAITS, _O, Unit.TIME, _mean_wait),
        *_percentiles(),
        *_others(),
    )
}
