"""What a question has for an answer for one customer. Pure: the situation is that of an event of no kind."""

from __future__ import annotations

from attrs import field, frozen

from engage.decide.explain import Witness
from engage.decide.explanation import Seen, State
from engage.facts.known import Situation
from engage.knowledge import fill
from engage.program.inputs import Values
from engage.program.question import Asked, Question

__all__ = ["Reply", "reply_to"]


@frozen
class Reply:
    """Does the condition hold of the customer (None: nobody knows), on which unknown values does that hang; the value
    it is grouped by, and those asked beside.
    """

    customer: str = field(repr=False)
    holds: bool | None
    unknown: tuple[Seen, ...] = ()
    by: Seen | None = None
    beside: tuple[Seen, ...] = ()


def reply_to(question: Question, situation: Situation) -> Reply:
    """The answer for the customer of a situation."""
    program, shelf = question.program, question.program.picture.shelf
    values = fill(program, shelf, situation)
    beside = tuple(_seen(one, values) for one in question.beside)
    by = None if question.by is None else _seen(question.by, values)
    key = situation.profile.key
    if question.line is None:
        return Reply(key, True, by=by, beside=beside)
    told = Witness(program, shelf, values, {}).line(question.line)
    if told.state is not State.UNKNOWN:
        return Reply(key, told.state is State.HOLDS, by=by, beside=beside)
    return Reply(key, None, tuple(seen for seen in told.seen if seen.value is None), by, beside)


def _seen(asked: Asked, values: Values) -> Seen:
    return Seen(asked.words.en, asked.words, asked.compute(values), asked.type)
