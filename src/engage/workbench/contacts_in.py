"""Contacts from events of a file: what came in, how long it waited, how it left; one contact may be several events.

What cannot be read is told by its line; what has no outcome, or one that is none of ours, is counted and left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from attrs import define, field, frozen

from engage.errors import EventRejected
from engage.gate.json_in import parse_json
from engage.gate.values import read_moment
from engage.ground.finding import Words
from engage.measure.contacts import Exit, HandledContact
from engage.workbench.events_in import BadLine, RawEvent

__all__ = ["OUTCOMES", "ContactFields", "Contacts", "read_contacts"]

_NO_MOMENT: Final = Words("the time of the event cannot be read", "事件的时间无法识别")
_NO_LENGTH: Final = Words(
    "field `{field}` is not a number of seconds, from 0 to a hundred years; in a mapping it needs `number: yes`",
    "字段“{field}”不是 0 至一百年之间的秒数；映射文件中要写 `number: yes`",
)
_SECOND: Final = 1_000_000
#: A hundred years: nobody waits longer, so what says so is no wait.
_LONGEST: Final = 100 * 365 * 86_400

#: Words of an outcome that are understood without being told.
OUTCOMES: Final[Mapping[str, Exit]] = {
    "answered": Exit.ANSWERED,
    "abandoned": Exit.ABANDONED,
    "gave_up": Exit.ABANDONED,
    "early": Exit.EARLY,
    "other": Exit.OTHER,
}


@frozen
class ContactFields:
    """Which field of the data says what. `outcomes` says which exit each word of the outcome is.

    `joined` names a field that only those have who joined the queue: who gave up without it left before. `need` and
    `worker` may be empty: nobody says.
    """

    outcome: str = "outcome"
    waited: str = "seconds_waited"
    served: str = "seconds_served"
    need: str = ""
    worker: str = "worker"
    joined: str = ""
    outcomes: Mapping[str, Exit] = OUTCOMES


@frozen
class Contacts:
    """What was read: contacts by arrival; lines that cannot be read; how many have no outcome, or another one.

    `until` is the last moment of any event, in microseconds UTC; 0 without events.
    """

    contacts: tuple[HandledContact, ...]
    bad: tuple[BadLine, ...] = ()
    without_outcome: int = 0
    left_out: int = 0
    until: int = 0


@define
class _Open:
    """A contact while its events come together."""

    first: int
    last: int
    customer: str = ""
    data: dict[str, object] = field(factory=dict)
    line: int = 0
    events: int = 0


_FIELDS: Final = ContactFields()


def read_contacts(events: Iterable[RawEvent | BadLine], fields: ContactFields = _FIELDS) -> Contacts:
    """The contacts that these events tell of. Events with the same `contact` are one, an event without is one alone.

    A contact arrives with its first event and ends with its last. Of a field that several events have, the last one
    in the file counts.
    """
    found: dict[str, _Open] = {}
    bad: list[BadLine] = []
    for event in events:
        if isinstance(event, BadLine):
            bad.append(event)
            continue
        problem = _add(found, event)
        if problem is not None:
            bad.append(problem)
    contacts: list[HandledContact] = []
    without = left_out = 0
    for id, one in found.items():
        outcome = one.data.get(fields.outcome)
        exit = fields.outcomes.get(outcome) if isinstance(outcome, str) else None
        if exit is None:
            without, left_out = without + (outcome is None), left_out + (outcome is not None)
            continue
        made = _made(id, one, exit, fields)
        if isinstance(made, BadLine):
            bad.append(made)
        else:
            contacts.append(made)
    contacts.sort(key=lambda one: (one.arrived, one.id))
    until = max((one.last for one in found.values()), default=0)
    return Contacts(tuple(contacts), tuple(bad), without, left_out, until)


def _add(found: dict[str, _Open], event: RawEvent) -> BadLine | None:
    try:
        content = parse_json(event.envelope) if isinstance(event.envelope, str) else event.envelope
    except EventRejected as refusal:
        return BadLine(event.line, refusal.words)
    if not isinstance(content, dict):
        return BadLine(event.line, _NO_MOMENT)
    moment = read_moment(str(content.get("time", "")))
    if moment is None:
        return BadLine(event.line, _NO_MOMENT)
    contact, subject, data = content.get("contact"), content.get("subject"), content.get("data")
    name = contact if isinstance(contact, str) and contact else f"{content.get('source')} {content.get('id')}"
    one = found.setdefault(name, _Open(moment[0], moment[0], line=event.line))
    one.first, one.last = min(one.first, moment[0]), max(one.last, moment[0])
    one.events += 1
    one.customer = subject if isinstance(subject, str) else one.customer
    one.data.update(data if isinstance(data, dict) else {})
    return None


def _made(id: str, one: _Open, exit: Exit, fields: ContactFields) -> HandledContact | BadLine:
    lengths: list[int | None] = []
    for name in (fields.waited, fields.served):
        value = one.data.get(name)
        sound = isinstance(value, int | Decimal) and not isinstance(value, bool) and 0 <= value <= _LONGEST
        if value is not None and not sound:
            return BadLine(one.line, _NO_LENGTH.filled(field=name))
        lengths.append(int(value * _SECOND) if isinstance(value, int | Decimal) else None)
    if fields.joined and exit is Exit.ABANDONED and one.data.get(fields.joined) is None:
        exit = Exit.EARLY
    need, worker = one.data.get(fields.need), one.data.get(fields.worker)
    return HandledContact(
        id=id,
        arrived=one.first,
        exit=exit,
        waited=None if exit is Exit.EARLY else lengths[0],
        served=lengths[1] if exit is Exit.ANSWERED else None,
        ended=one.last if one.events > 1 else None,
        customer=one.customer,
        need=need if isinstance(need, str) else None,
        worker=worker if isinstance(worker, str) else None,
        groups={name: str(value) for name, value in one.data.items() if isinstance(value, str | int | Decimal)},
    )
