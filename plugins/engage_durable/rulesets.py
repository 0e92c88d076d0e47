"""Claims as rulesets of durable_rules, in plain dictionaries, within the limits that were measured to be safe.

One rule a ruleset, one condition a rule. Every condition begins with the property `asked`, which only our events have:
the state that durable_rules keeps is a message too, would meet a condition of absences, and be answered for ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from attrs import define, field, frozen

from engage.plugins import Against, Alike, Claim, Every, Known, Says, Some, Spelled, Words
from engage_durable import messages
from engage_durable.carriage import LARGEST, Property, Sort, Uncarried, digits_of, sort_of
from engage_durable.patterns import Untranslatable, translated

__all__ = ["Condition", "Ruleset", "Unfit", "ruleset"]

Condition = dict[str, object]
#: only our own events have it
_ASKED: Final = "asked"
_RESERVED: Final = (_ASKED, "id", "sid", "$s")
_OPERATORS: Final = {"=": "", "!=": "$neq", "<": "$lt", "<=": "$lte", ">": "$gt", ">=": "$gte"}
_SORTS: Final = {
    "text": Sort.TEXT,
    "yes/no": Sort.YES_NO,
    "number": Sort.NUMBER,
    "date": Sort.DATE,
    "time": Sort.TIME,
}
#: durable_rules drops an event that meets more than 64 branches, and never ends on 513 under one node
_MOST_WAYS: Final = 32
#: durable_rules has room for 31 marks, two an `and` or `or`; one pair is the condition's own
_MOST_JOINTS: Final = 14
_MOST_FACTS: Final = 64
_MOST_DIGITS: Final = 12
#: the unit of two amounts that are compared with each other, unless constants are finer
_DIGITS_BETWEEN: Final = 4


class Unfit(Exception):
    """The claim cannot be expressed; `why` in words."""

    def __init__(self, why: Words) -> None:
        super().__init__(why.en)
        self.why = why


@frozen
class Ruleset:
    """A claim as durable_rules reads it: a condition on one message, and the properties its events have."""

    condition: Condition
    properties: tuple[Property, ...]


def ruleset(claim: Claim) -> Ruleset:
    """The ruleset of a claim. Raises Unfit."""
    says = _flat(claim.says)
    if _ways(says) > _MOST_WAYS:
        raise Unfit(messages.FEW_WAYS)
    if _joints(says) > _MOST_JOINTS:
        raise Unfit(messages.FEW_JOINTS)
    properties = _properties(says)
    writer = _Writer({(each.fact, each.sort): each for each in properties})
    condition = writer.written(says)
    parts = condition["$and"] if isinstance(says, Every) and says.parts else [condition]
    assert isinstance(parts, list)
    return Ruleset({"$and": [{_ASKED: 1}, *parts]}, properties)


# ------------------------------------------------------------------------------------------- measuring


def _flat(says: Says) -> Says:
    """Without an `every` in an `every`, a `some` in a `some`, or a joint of one part."""
    if not isinstance(says, Every | Some):
        return says
    parts: list[Says] = []
    for part in map(_flat, says.parts):
        parts += part.parts if isinstance(part, Every | Some) and type(part) is type(says) else [part]
    if len(parts) == 1:
        return parts[0]
    return type(says)(tuple(parts))


def _ways(says: Says) -> int:
    """How many branches of the network an event may meet at most."""
    if isinstance(says, Some):
        return sum(map(_ways, says.parts)) or 1
    ways = 1
    for part in says.parts if isinstance(says, Every) else ():
        ways = min(ways * _ways(part), _MOST_WAYS + 1)
    return ways


def _joints(says: Says) -> int:
    if isinstance(says, Every | Some):
        return bool(says.parts) + sum(map(_joints, says.parts))
    return int(isinstance(says, Alike))


def _tests(says: Says) -> Iterator[Against | Alike | Spelled | Known]:
    if isinstance(says, Every | Some):
        for part in says.parts:
            yield from _tests(part)
    else:
        yield says


# ------------------------------------------------------------------------------------------ properties


@define
class _Use:
    """How a fact is used in a claim."""

    sorts: set[Sort] = field(factory=set)
    digits: int = 0
    exact: bool = False


def _properties(says: Says) -> tuple[Property, ...]:
    uses: dict[str, _Use] = {}
    tests = list(_tests(says))
    for test in tests:
        _note(test, uses)
    between = [test for test in tests if isinstance(test, Alike)]
    # Sorts and units spread over facts that are compared with each other, until nothing changes any more.
    for _ in range(len(between) + 1):
        for test in between:
            _share(uses[test.fact], uses[test.other])
    made = tuple(found for fact, use in sorted(uses.items()) for found in _made(fact, use))
    names = [*_RESERVED, *(each.name for each in made)]
    if len(uses) > _MOST_FACTS:
        raise Unfit(messages.FEW_FACTS)
    if len({_hash(name) for name in names}) < len(names):
        raise Unfit(messages.NAMES)
    return made


def _note(test: Against | Alike | Spelled | Known, uses: dict[str, _Use]) -> None:
    use = uses.setdefault(test.fact, _Use())
    if isinstance(test, Against):
        use.sorts.add(sort_of(test.value))
        use.digits = max(use.digits, digits_of(test.value))
    elif isinstance(test, Spelled):
        use.sorts.add(Sort.BACKWARDS if test.test == "ends with" else Sort.TEXT)
    elif isinstance(test, Alike):
        use.sorts.add(_SORTS[test.of])
        for each in (use, uses.setdefault(test.other, _Use())):
            each.exact, each.digits = True, max(each.digits, _DIGITS_BETWEEN)


def _share(left: _Use, right: _Use) -> None:
    left.sorts |= right.sorts - {Sort.BACKWARDS}
    right.sorts |= left.sorts - {Sort.BACKWARDS}
    left.digits = right.digits = max(left.digits, right.digits)


def _made(fact: str, use: _Use) -> Iterable[Property]:
    name = fact.replace(".", "_")
    if use.digits > _MOST_DIGITS:
        raise Unfit(messages.TOO_LARGE)
    if use.sorts - {Sort.BACKWARDS} and len(use.sorts - {Sort.BACKWARDS}) > 1:
        raise Unfit(messages.KINDS)
    for sort in sorted(use.sorts):
        suffix = "_backwards" if sort is Sort.BACKWARDS else ""
        yield Property(name + suffix, fact, sort, use.digits if sort is Sort.NUMBER else 0, use.exact)
    if not use.sorts:
        yield Property(name, fact, Sort.PRESENCE)


def _hash(name: str) -> int:
    """What durable_rules knows a property by: 32 bits of FNV-1a."""
    found = 0x811C9DC5
    for byte in name.encode():
        found = (found ^ byte) * 16_777_619 & 0xFFFFFFFF
    return found


# --------------------------------------------------------------------------------------------- writing


@frozen
class _Writer:
    properties: Mapping[tuple[str, Sort], Property]

    def written(self, says: Says) -> Condition:
        if isinstance(says, Every | Some):
            return self._joint(says)
        if isinstance(says, Known):
            return {"$ex" if says.known else "$nex": {self._any(says.fact).name: 1}}
        if isinstance(says, Spelled):
            return self._spelled(says)
        if isinstance(says, Alike):
            return self._alike(says)
        return self._tested(says)

    def _joint(self, says: Every | Some) -> Condition:
        if not says.parts:
            return {"$ex" if isinstance(says, Every) else "$nex": {_ASKED: 1}}
        return {"$and" if isinstance(says, Every) else "$or": [self.written(part) for part in says.parts]}

    def _tested(self, test: Against) -> Condition:
        sort = sort_of(test.value)
        if sort in (Sort.TEXT, Sort.YES_NO) and test.op not in ("=", "!="):
            raise Unfit(messages.ORDER_OF_TEXTS)
        try:
            value = self.properties[test.fact, sort].carry(test.value)
        except Uncarried:
            raise Unfit(messages.TOO_LARGE if sort is Sort.NUMBER else messages.NOT_CARRIED) from None
        if isinstance(value, int) and abs(value) >= LARGEST // 2:
            raise Unfit(messages.TOO_LARGE)
        return _compared(test.op, self.properties[test.fact, sort].name, value)

    def _alike(self, test: Alike) -> Condition:
        left, right = self._any(test.fact), self._any(test.other)
        if left.sort in (Sort.TEXT, Sort.YES_NO) and test.op not in ("=", "!="):
            raise Unfit(messages.ORDER_OF_TEXTS)
        # Invariant: the other fact is known to be there before it is read; durable_rules does not look.
        return {"$and": [{"$ex": {right.name: 1}}, _compared(test.op, left.name, {"$m": right.name})]}

    def _spelled(self, test: Spelled) -> Condition:
        if not test.holds:
            raise Unfit(messages.NOT_SPELLED)
        if test.test == "contains":
            raise Unfit(messages.CONTAINS)
        sort = Sort.BACKWARDS if test.test == "ends with" else Sort.TEXT
        found = self.properties[test.fact, sort]
        try:
            if test.test == "matches":
                return {"$mt": {found.name: f"t{translated(test.text)}"}}
            return {"$mt": {found.name: f"{found.carry(test.text)}.*"}}
        except Untranslatable:
            raise Unfit(messages.PATTERN) from None
        except Uncarried:
            raise Unfit(messages.NOT_CARRIED) from None

    def _any(self, fact: str) -> Property:
        """A property of the fact, whichever there is; that of its own kind first."""
        found = [each for (of, _), each in sorted(self.properties.items()) if of == fact]
        return next((each for each in found if each.sort is not Sort.BACKWARDS), found[0])


def _compared(op: str, name: str, value: object) -> Condition:
    return {_OPERATORS[op]: {name: value}} if _OPERATORS[op] else {name: value}
