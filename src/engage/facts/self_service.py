"""What customers settle by themselves: the trees of steps and the prompts of menus that web and phone share."""

from __future__ import annotations

from attrs import field, frozen

from engage.facts.units import Duration
from engage.facts.vocabulary import Labels

__all__ = ["PERSON", "Prompt", "Step", "StepTree"]

#: where a choice leads that no step is named by: to a person. No id of a step is spelled like it.
PERSON = "a person"


@frozen
class Prompt:
    """What a menu does from the `count`-th time on that nobody answers it: it says a wording, or takes an item."""

    count: int
    wording: str = ""
    item: str = ""


@frozen
class Step:
    """One step. It asks for a choice, gives an answer, asks for facts, or is the end (`done`).

    `choices` are (menu item, next step) in their order; `form` are names of facts that are asked for; `next` is the
    step after an answer or a form. A next step may be PERSON.
    """

    id: str
    labels: Labels = field(factory=Labels, eq=False)
    wording: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    answer: str = ""
    form: tuple[str, ...] = ()
    next: str = ""
    done: bool = False

    @property
    def following(self) -> tuple[str, ...]:
        """Where the step leads, without PERSON."""
        steps = (*(step for _, step in self.choices), self.next)
        return tuple(dict.fromkeys(step for step in steps if step not in ("", PERSON)))


@frozen
class StepTree:
    """A self-service: its steps, the first one first, and the effort after which a customer is handed over.

    `failures` and `most` (steps entered) are the effort cap, 0 where it has none. `queue` takes over; `contained` is
    how long the customer must not come back for the same need.
    """

    id: str
    steps: tuple[Step, ...]
    failures: int = 0
    most: int = 0
    queue: str = ""
    contained: Duration | None = None

    def step(self, id: str) -> Step:
        """The step of this id. Raises KeyError where the tree has none."""
        for step in self.steps:
            if step.id == id:
                return step
        raise KeyError(id)
