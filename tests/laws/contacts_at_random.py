"""Records of contacts at random: several customers, few needs, close moments, so that everything meets everything."""

from __future__ import annotations

from hypothesis import strategies as st

from engage.facts.plan import SieveStep
from engage.facts.vocabulary import Ending
from engage.measure.visits import STEPS, Happening

__all__ = ["HOUR", "happenings", "one_need"]

HOUR = 3_600_000_000


@st.composite
def happenings(draw: st.DrawFn, customers: str = "ab", name: str = "e", start: int = 0) -> list[Happening]:
    """What happened, in the order of time. Contact ids are of one customer each, as the gate has them."""
    found, at = [], start
    for number in range(draw(st.sampled_from([0, 1, 3, 8, 14]))):
        at += draw(st.sampled_from([0, 1, 5, 20, 60])) * HOUR
        customer = draw(st.sampled_from([*customers, customers[0], ""]))
        contact = draw(st.sampled_from(["", "1"]))
        step: SieveStep | None = draw(st.sampled_from([None, *STEPS]))
        ending = draw(st.sampled_from([None, *Ending])) if step is not None else draw(st.sampled_from([*Ending]))
        found.append(
            Happening(
                id=f"{name}{number}",
                at=at,
                customer=customer,
                contact=f"{customer}{contact}" if contact and customer else "",
                case=draw(st.sampled_from(["", "k", "l"])),
                step=step,
                ending=ending,
                reason=draw(st.sampled_from(["bill", "bill", "bill", "fault", ""])),
                by_us=draw(st.integers(0, 3)) == 0,
                window=draw(st.sampled_from([24, 72])) * HOUR,
            )
        )
    return found


@st.composite
def one_need(draw: st.DrawFn) -> list[Happening]:
    """Contacts of one customer about one need and nothing else, so that nearly every one may reverse another one."""
    gaps = draw(st.lists(st.sampled_from([1, 20, 25, 60, 80]), min_size=2, max_size=6))
    moments = [sum(gaps[: place + 1]) * HOUR for place in range(len(gaps))]
    return [
        Happening(
            id=f"e{number}",
            at=at,
            customer="a",
            step=draw(st.sampled_from([SieveStep.SELF_SERVICE, SieveStep.ASSISTED])),
            reason="bill",
            by_us=draw(st.booleans()),
            window=draw(st.sampled_from([24, 72])) * HOUR,
        )
        for number, at in enumerate(moments)
    ]
