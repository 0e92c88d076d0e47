"""A simulated month as figures by group: three orders of the same queue, and what was recorded, apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from attrs import asdict, frozen

from engage.ground.finding import Words, in_words
from engage.measure.contacts import Exit, HandledContact
from engage.measure.kpis import nearest_rank
from engage.workbench.kpi_words import spoken
from engage.workbench.page import bars_of, page, section
from engage.workbench.simulate import Arrival, Rank, Shift, by_head_start, first_come, simulate, strictly
from engage.workbench.value_page import listed_html
from engage.workbench.value_told import Listed

__all__ = ["ORDERS", "Line", "SimulateReport", "simulate_report"]

#: The orders that are compared, by id. `strict` is a contrast only.
ORDERS: Final[Mapping[str, Rank]] = {"first_come": first_come, "head_start": by_head_start, "strict": strictly}
_NAMES: Final = {
    "first_come": Words("simulated: first come, first served", "模拟：先到先接"),
    "head_start": Words("simulated: with the head start", "模拟：排队提前"),
    "strict": Words(
        "simulated: strict precedence (contrast only; no ruleset can ask for it)",
        "模拟：绝对优先（仅作对照，规则集不能采用）",
    ),
    "recorded": Words("recorded in the log, for comparison", "日志实绩，供对照"),
}
_HEAD: Final = (
    Words("arrivals", "到达"),
    Words("mean", "平均等待"),
    Words("p90", "p90"),
    Words("p99", "p99"),
    Words("abandoned", "放弃"),
    Words("left at the end", "结束时仍在等"),
)
_TITLE: Final = Words("Simulated, not recorded", "模拟结果，并非实绩")
_LEAD: Final = Words(
    "{arrivals} arrivals of the log, {workers} workers; head start: {ahead}",
    "日志中的 {arrivals} 次到达，{workers} 位坐席；排队提前：{ahead}",
)
_WAITS: Final = Words("waits of the answered; percentiles by nearest rank", "接起者的等待；百分位取最近秩")
_STAFF: Final = {
    False: Words(
        "staff: when the log shows workers at work ({hours} hours), breaks of more than half an hour taken out",
        "排班：日志显示坐席在工作的时间（{hours} 小时），除去半小时以上的间歇",
    ),
    True: Words(
        "staff: each worker's day on the shift of the table that covers most of it ({hours} hours)",
        "排班：每位坐席每天归入班表中最吻合的班次（{hours} 小时）",
    ),
}
_PATIENCE: Final = {
    True: Words(
        "patience: of those who gave up, their wait; of those served, longer, by Kaplan-Meier in their group",
        "放弃者的耐心：其等待时间；接起者：按本组 Kaplan–Meier 估计，长于其等待",
    ),
    False: Words(
        "patience: of those who gave up, their wait; of those served, without an end, so abandonment is too low",
        "放弃者的耐心：其等待时间；接起者：视为无限，故放弃率偏低",
    ),
}
_GROUP: Final = Words("group", "组")
_NOBODY: Final = Words("none", "无")


@frozen
class Line:
    """One group under one order. Waits of the answered, in microseconds; None where nobody was answered."""

    group: str
    arrivals: int
    answered: int
    abandoned: int
    unserved: int
    waited: int
    p90: int | None
    p99: int | None


@frozen
class SimulateReport:
    """What was simulated, from what, and what the log says. `orders` are lines by group, by the order's id."""

    orders: Mapping[str, tuple[Line, ...]]
    recorded: tuple[Line, ...]
    arrivals: int
    workers: int
    staffed: int
    ahead: Mapping[str, int]
    by_table: bool
    estimated: bool

    def lead(self, language: str) -> str:
        """What was simulated, in a line."""
        ahead = ", ".join(f"{name} {spoken(length, language)}" for name, length in self.ahead.items())
        counted = {"arrivals": f"{self.arrivals:,}", "workers": f"{self.workers:,}"}
        return in_words(_LEAD.filled(ahead=ahead or in_words(_NOBODY, language), **counted), language)

    def tables(self, language: str) -> list[Listed]:
        """A table an order, and the log's own, last and apart."""
        head = (in_words(_GROUP, language), *(in_words(words, language) for words in _HEAD))
        return [
            Listed(id, in_words(_NAMES[id], language), head, tuple(_cells(line, language) for line in lines))
            for id, lines in (*self.orders.items(), ("recorded", self.recorded))
        ]

    def remarks(self, language: str) -> list[str]:
        """Where waits, staff and patience come from."""
        staff = _STAFF[self.by_table].filled(hours=f"{self.staffed / 3.6e9:,.0f}")
        return [in_words(words, language) for words in (_WAITS, staff, _PATIENCE[self.estimated])]

    def page(self, language: str) -> str:
        """A page with the p90 of each group under each order as bars, and the tables."""
        parts = []
        most = max((line.p90 or 0 for lines in self.orders.values() for line in lines), default=1)
        for id, lines in self.orders.items():
            rows = [(line.group or "–", _wait(line.p90, language)) for line in lines]
            drawn = bars_of(rows, [line.p90 or 0 for line in lines], most)
            parts.append(section(f"{in_words(_NAMES[id], language)} · p90", drawn, f"{id}-bars"))
        parts += [section(each.title, listed_html(each), each.key) for each in self.tables(language)]
        parts.append("".join(f'<p class="soft">{remark}</p>' for remark in self.remarks(language)))
        return page(in_words(_TITLE, language), self.lead(language), parts, language)

    def title(self, language: str) -> str:
        """That it is simulated."""
        return in_words(_TITLE, language)

    def as_json(self) -> dict[str, object]:
        """Everything as data, lengths in seconds. `recorded` is False: only the part `log` is what happened."""
        return {
            "recorded": False,
            "arrivals": self.arrivals,
            "workers": self.workers,
            "staffed_hours": self.staffed / 3.6e9,
            "staff": "table of shifts" if self.by_table else "seen at work",
            "patience_of_the_served": "estimated" if self.estimated else "endless",
            "head_start_seconds": {name: length / 1e6 for name, length in self.ahead.items()},
            "simulated": {id: [_plain(line) for line in lines] for id, lines in self.orders.items()},
            "log": [_plain(line) for line in self.recorded],
        }


def simulate_report(
    arrivals: Sequence[Arrival],
    staff: Sequence[Shift],
    recorded: Iterable[tuple[str, HandledContact]],
    ahead: Mapping[str, int],
    *,
    by_table: bool,
    estimated: bool,
    watch: Callable[[Iterable[str]], Iterable[str]] = lambda orders: orders,
) -> SimulateReport:
    """Simulate each order. `recorded` are the log's contacts with their group; `watch` sees the orders pass."""
    orders = {}
    for id in watch(list(ORDERS)):
        ends = ((one.arrival.group, one.waited, one.answered) for one in simulate(arrivals, staff, ORDERS[id]))
        orders[id] = _lines(ends)
    log = ((name, one.waited or 0, one.exit is Exit.ANSWERED) for name, one in recorded)
    return SimulateReport(
        orders=orders,
        recorded=_lines(log),
        arrivals=len(arrivals),
        workers=len({one.worker for one in staff}),
        staffed=sum(one.until - one.start for one in staff),
        ahead=ahead,
        by_table=by_table,
        estimated=estimated,
    )


def _lines(ends: Iterable[tuple[str, int, bool | None]]) -> tuple[Line, ...]:
    waits: dict[str, list[int]] = defaultdict(list)
    others: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for group, waited, answered in ends:
        if answered:
            waits[group].append(waited)
        else:
            others[group][answered is None] += 1
    found = []
    for group in sorted({*waits, *others}):
        ordered, (abandoned, unserved) = sorted(waits[group]), others[group]
        p90, p99 = (nearest_rank(ordered, percent)[1] for percent in (90, 99))
        arrivals = len(ordered) + abandoned + unserved
        found.append(Line(group, arrivals, len(ordered), abandoned, unserved, sum(ordered), p90, p99))
    return tuple(found)


def _cells(line: Line, language: str) -> tuple[str, ...]:
    mean = line.waited / line.answered if line.answered else None
    return (
        line.group or "–",
        f"{line.arrivals:,}",
        *(_wait(each, language) for each in (mean, line.p90, line.p99)),
        f"{100 * line.abandoned / line.arrivals:.1f} %" if line.arrivals else "–",
        f"{line.unserved:,}",
    )


def _wait(length: float | None, language: str) -> str:
    return "–" if length is None else spoken(round(length / 100_000) * 100_000, language)


def _plain(line: Line) -> dict[str, object]:
    told = asdict(line)
    waited, p90, p99 = told.pop("waited"), told.pop("p90"), told.pop("p99")
    return {
        **told,
        "mean_wait_seconds": waited / line.answered / 1e6 if line.answered else None,
        "p90_seconds": None if p90 is None else p90 / 1e6,
        "p99_seconds": None if p99 is None else p99 / 1e6,
    }
