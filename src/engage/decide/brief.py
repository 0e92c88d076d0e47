"""What a brief is made of: everything about a customer at the moment of contact, as values, with the ways to print it.

Making one is `runtime`'s work (it reads the storage), with `brief_known` for what is worked out. It is as personal as
the record: no value of it shows in its repr.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Final

from attrs import evolve, field, frozen

from engage.decide.brief_barred import Barred, barred
from engage.decide.brief_json import brief_json
from engage.decide.brief_text import brief_text
from engage.decide.explain_next import OpenQuestion
from engage.decide.explanation import Explanation, ScoreTold, Seen
from engage.facts.decided import Decision
from engage.facts.known import Fact
from engage.facts.plan import HandlingPlan
from engage.facts.vocabulary import EventKind
from engage.ground.numbers import Number
from engage.knowledge.commitments import LOOK, Promise
from engage.knowledge.freshness import Distrust
from engage.program.charts import IN
from engage.program.program import Program

if TYPE_CHECKING:
    from engage.decide.explain_charts import ChartTold

__all__ = ["Brief", "Case", "FactKept", "Happened", "Ordered", "Owed", "Remembered", "Timer", "UsedUp"]

#: How many of each a brief tells of.
_EVENTS: Final = 10
_DECISIONS: Final = 5
_ORDERED: Final = 10
_PROMISES: Final = 20


@frozen
class FactKept:
    """A fact of the profile. `distrust`: why it counts as unknown now (too old, too doubtful, not yet), None where it
    is believed. `until`: when it gets too old (microseconds UTC), None for never. `estimated`: a model says it.
    """

    seen: Seen
    fact: Fact = field(repr=False)
    distrust: Distrust | None = None
    until: int | None = None
    least: Number | None = None
    personal: bool = False
    estimated: bool = False


@frozen
class Remembered:
    """A computed fact that rests on what an event says, as the decision at that event (microseconds UTC) knew it."""

    seen: Seen
    at: int


@frozen
class Happened:
    """An event of the customer, what it said, and what was decided on it."""

    kind: str
    at: int
    said: tuple[Seen, ...] = ()
    contact: str = ""
    case: str = ""
    decision: Decision = field(kw_only=True)


@frozen
class Case:
    """Events that belong together, the newest first. Whether it is closed, its last event says."""

    id: str
    events: tuple[Happened, ...]


@frozen
class Ordered:
    """Work or an offer that was ordered from others, when, and what became of it.

    `kind`: `task` or `offer`, `id` the work or offer. `state` as in the outbox (`new`, `done`, `dead`, `unknown`, …);
    `outcome`: what its receiver answered, empty before. `due`: by when it shall be done.
    """

    key: str
    kind: str
    id: str
    owner: str
    channel: str
    at: int
    due: int | None = None
    state: str = "new"
    outcome: str = ""


@frozen
class Owed:
    """A promise to the customer, with what the event said that made it."""

    promise: Promise
    said: tuple[Seen, ...] = ()


@frozen
class Timer:
    """Something that is asked at a moment to come (microseconds UTC). `rule` waits; empty: lifecycles and segments."""

    rule: str
    due: int


@frozen
class UsedUp:
    """A rule that is once per account spoke for the account at `at`, and is silent until `until` (None: for ever)."""

    rule: str
    at: int
    until: int | None = None


@frozen(slots=False)
class Brief:
    """The whole picture of a customer at one moment. `text(language)` for people, `as_json(language)` for programs.

    `subject` is who was asked for, `key` the customer's key in the storage: two subjects of one customer give equal
    briefs. Both are empty for an anonymous contact, of which nothing is kept. `seen` is everything worked out now, by
    slot of the program's picture; `charts` where the customer stands. `happened` are the newest events, the latest
    first. `account` is that to which the customer belongs, empty for none that is known, `used_up` what its members
    have used up of what they share. `explanation` is that of the decision that stands, None where another ruleset made
    it.
    """

    program: Program = field(repr=False)
    at: int
    key: str = field(default="", repr=False)
    subject: str = field(default="", repr=False, eq=False)
    count: int = 0  # of events recorded so far
    facts: tuple[FactKept, ...] = ()
    seen: Mapping[int, Seen] = field(factory=dict, repr=False)
    computed: tuple[Seen, ...] = ()
    remembered: tuple[Remembered, ...] = ()
    scores: tuple[ScoreTold, ...] = ()
    charts: tuple[ChartTold, ...] = ()
    happened: tuple[Happened, ...] = ()
    ordered: tuple[Ordered, ...] = ()
    timers: tuple[Timer, ...] = ()
    promises: tuple[Owed, ...] = field(default=(), repr=False)
    account: str = field(default="", repr=False)
    used_up: tuple[UsedUp, ...] = ()
    explanation: Explanation | None = field(default=None, repr=False)

    @property
    def anonymous(self) -> bool:
        """Is nobody named, so that nothing can be known?"""
        return not self.key

    @cached_property
    def events(self) -> tuple[Happened, ...]:
        """The last things that happened, without the engine's own timers."""
        return tuple(islice((one for one in self.happened if not one.kind.startswith("timer:")), _EVENTS))

    @cached_property
    def contact(self) -> Happened | None:
        """The last time the customer came to us: an event at which somebody waits for an answer."""
        return next((one for one in self.happened if self._kind(one).contact), None)

    def plan(self, one: Happened) -> HandlingPlan:
        """What was decided at an event, without outputs that nobody set otherwise than they are anyway."""
        usual = {output.id: output.otherwise for output in self.program.outputs}
        outputs = {id: told for id, told in one.decision.plan.outputs.items() if told != usual.get(id)}
        return evolve(one.decision.plan, outputs=outputs)

    def _planned(self, one: Happened) -> bool:
        return self.plan(one) != HandlingPlan()

    def _kind(self, one: Happened) -> EventKind:
        return self.program.vocabulary.event_by_id.get(one.kind) or EventKind(one.kind, "")

    @cached_property
    def standing(self) -> Happened | None:
        """The event whose decision tells how to treat the customer: the last contact, else the last with a plan."""
        return self.contact or next((one for one in self.happened if self._planned(one)), None)

    @property
    def decision(self) -> Decision | None:
        """How the customer is treated, as it was decided last."""
        return self.standing.decision if self.standing else None

    @cached_property
    def decided(self) -> tuple[Happened, ...]:
        """Earlier decisions that had a plan, the latest first."""
        told = (one for one in self.happened if one is not self.standing and self._planned(one))
        return tuple(islice(told, _DECISIONS))

    @cached_property
    def cases(self) -> tuple[Case, ...]:
        """The cases among what happened, the one that something was heard of last first."""
        # That a timer looked whether a promise was kept, and it was, is nothing that happened.
        heard = tuple(one for one in self.happened if one.case and not one.kind.startswith(f"timer:{LOOK}"))
        names = dict.fromkeys(one.case for one in heard)
        return tuple(Case(id, tuple(one for one in heard if one.case == id)) for id in names)

    @cached_property
    def barred(self) -> tuple[Barred, ...]:
        """What must not be said, offered or done, and why."""
        return () if self.decision is None else barred(self.program, self.decision)

    @cached_property
    def inside(self) -> tuple[ChartTold, ...]:
        """Lifecycles, and the segments in which the customer is."""
        return tuple(one for one in self.charts if one.type is not None or one.stage == IN)

    @cached_property
    def under_way(self) -> tuple[Ordered, ...]:
        """Work and offers ordered from others: what did not arrive, then what waits, then the rest, newest first."""
        rank = {"dead": 0, "unknown": 1, "new": 2}
        ranked = sorted(self.ordered, key=lambda one: (rank.get(one.state, 3), -one.at, one.key))
        return tuple(ranked[:_ORDERED])

    @property
    def owed(self) -> tuple[Owed, ...]:
        """Promises: those that were broken and are not made good, open ones, those that were kept late."""
        return self.promises[:_PROMISES]

    @cached_property
    def question(self) -> OpenQuestion | None:
        """What to ask: whose answer changes most. Nothing that is known by now, nor what a model estimates."""
        if self.explanation is None or self.explanation.case is None:
            return None
        known = {kept.seen.name for kept in self.facts if kept.distrust is None}
        declared = self.program.vocabulary.field_by_name
        for asked in self.explanation.questions:
            name = self.explanation.seen[asked.slot].name
            named = name in declared and name not in known
            if asked.matters and named and not declared[name].estimated_by:
                return asked
        return None

    def text(self, language: str = "") -> str:
        """The brief in `en`, `zh` or `zh-Hant`; the ruleset's language when none is said."""
        return brief_text(self, language or self.program.language)

    def as_json(self, language: str = "") -> dict[str, object]:
        """Plain data for JSON: ids and values, labels in the given language, exact decimals as strings."""
        return brief_json(self, language or self.program.language)

    def __str__(self) -> str:
        return self.text()
