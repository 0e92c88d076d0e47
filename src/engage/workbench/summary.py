"""What a run comes to: how customers were treated, which rules spoke, what was not known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from engage.decide.reasons import ReasonCode
from engage.decide.recall import input_name
from engage.facts.decided import Decision, Verdict
from engage.ground.finding import Words
from engage.program.program import (
    CompiledRule,
    HeldInput,
    HistoryInput,
    PatternInput,
    Program,
    RunInput,
    ScoreInput,
)
from engage.workbench.runner import Refused, Repeated

__all__ = ["Summary"]

_TOP = 10


class Summary:
    """Counts over decisions, as they come in. `as_json` is what `engage run --json` prints."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self.decisions = 0
        self.safe_defaults = 0
        self.changed_by_never = 0
        self.ties = 0
        self.effects = 0
        self.kinds: Counter[str] = Counter()
        self.routes: Counter[str] = Counter()
        self.levels: Counter[str] = Counter()
        self.offers: Counter[str] = Counter()
        self.steps: Counter[str] = Counter()
        self.fired: Counter[str] = Counter()
        self.unknown: Counter[str] = Counter()
        self.blocked: dict[str, set[str]] = {}
        self.refused: list[Refused] = []
        self.repeated = 0
        self._words = _words(program)
        self._reads = {kind: _reads(program, kind) for kind in program.shelves}

    def add(self, item: Decision | Refused | Repeated) -> None:
        """Count a decision, or an event that came again, or keep a refusal."""
        if isinstance(item, Repeated):
            self.repeated += 1
            return
        if isinstance(item, Refused):
            self.refused.append(item)
            return
        plan = item.plan
        self.decisions += 1
        self.safe_defaults += item.safe_default
        self.effects += len(item.effects)
        self.kinds[item.kind] += 1
        codes = {reason.code for reason in item.reasons}
        self.changed_by_never += ReasonCode.FORBIDDEN in codes
        self.ties += ReasonCode.TIE in codes
        if plan.route:
            self.routes[plan.route.queue] += 1
        if plan.service_level:
            self.levels[plan.service_level.id] += 1
        if plan.step:
            self.steps[str(plan.step)] += 1
        self.offers.update(offer.id for offer in plan.offers)
        self.fired.update(rule for rule, verdict in item.verdicts.items() if verdict is Verdict.FIRED)
        self._count_unknown(item)

    def _count_unknown(self, decision: Decision) -> None:
        reads = self._reads.get(decision.kind, {})
        for rule, verdict in decision.verdicts.items():
            if verdict is not Verdict.UNKNOWN:
                continue
            for name in reads.get(rule, ()):
                if decision.facts_used.get(name) is None:
                    self.unknown[name] += 1
                    self.blocked.setdefault(name, set()).add(rule)

    @property
    def spoke(self) -> dict[str, int]:
        """How often each rule and each table spoke; rows of tables are left out, which would count twice."""
        tables = [table for shelf in self._program.shelves.values() for table in shelf.tables]
        rows = {row.id for table in tables for row in (*table.rows, *((table.otherwise,) if table.otherwise else ()))}
        return {id: count for id, count in self.fired.items() if id not in rows}

    @property
    def never_fired(self) -> tuple[str, ...]:
        """Rules that no decision fired, by id."""
        rules = {rule.id for shelf in self._program.shelves.values() for rule in shelf.rules}
        return tuple(sorted(rules - set(self.fired)))

    def most_unknown(self) -> tuple[tuple[str, int, tuple[str, ...]], ...]:
        """The facts that most often kept a rule from speaking: name, how often, which rules."""
        ranked = sorted(self.unknown.items(), key=lambda pair: (-pair[1], pair[0]))[:_TOP]
        return tuple((name, count, tuple(sorted(self.blocked[name]))) for name, count in ranked)

    def name_in_words(self, name: str, language: str) -> str:
        """What a fact, or a question to history, is called."""
        return self._words[name].in_language(language) if name in self._words else name

    def as_json(self) -> dict[str, object]:
        """Everything, for `--json`; speed is the caller's to add."""
        return {
            "ruleset": self._program.name,
            "hash": self._program.hash,
            "decisions": self.decisions,
            "effects": self.effects,
            "kinds": _ranked(self.kinds),
            "routes": _ranked(self.routes),
            "levels": _ranked(self.levels),
            "steps": _ranked(self.steps),
            "offers": _ranked(self.offers),
            "safe_defaults": self.safe_defaults,
            "changed_by_never": self.changed_by_never,
            "ties": self.ties,
            "rules_fired": _ranked(self.fired),
            "rules_never_fired": list(self.never_fired),
            "most_unknown": [
                {"fact": name, "times": count, "rules": list(rules)} for name, count, rules in self.most_unknown()
            ],
            "repeated": self.repeated,
            "refused": [item.as_json() for item in self.refused],
        }


def _ranked(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _reads(program: Program, kind: str) -> dict[str, tuple[str, ...]]:
    """What each rule of a shelf reads, by name."""
    shelf = program.shelves[kind]
    names: dict[int, str] = {}
    for source in shelf.inputs:
        names[source.slot] = input_name(source)
        if isinstance(source, ScoreInput) and source.band_slot >= 0:
            names[source.band_slot] = f"{source.name}_band"
    return {rule.id: _names_read(rule, names) for rule in shelf.rules}


def _names_read(rule: CompiledRule, names: Mapping[int, str]) -> tuple[str, ...]:
    slots = sorted({slot for line in rule.lines for slot in line.reads})
    return tuple(names[slot] for slot in slots if slot in names)


def _words(program: Program) -> dict[str, Words]:
    fields = {
        field.name: Words(*(field.labels.in_language(language) or field.name for language in ("en", "zh", "zh-Hant")))
        for field in program.vocabulary.fields
    }
    asked = {
        source.id: source.words
        for shelf in program.shelves.values()
        for source in shelf.inputs
        if isinstance(source, HistoryInput | RunInput | PatternInput | HeldInput) and source.words.en
    }
    return {**fields, **asked}
