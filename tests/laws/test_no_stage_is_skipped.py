"""Law: whatever steps are tried, in whatever order, by whomever: no version reaches a stage without the one before it.

Nor before it: no step is taken earlier than the last one.

Mutants: `_NEXT.get(here) is not stage` in `facts/standing.py` turned into `False`; killed, as drafts go live. `<`
turned into `<=` where moments are compared; killed by two steps of one moment.
"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engage.facts.standing import Promotion, Refusal, Stage, Standing

TRIES = st.tuples(
    st.sampled_from([Stage.DRAFT, Stage.IN_REVIEW, Stage.APPROVED, Stage.LIVE]),
    st.sampled_from(["author", "owner"]),
    st.sampled_from(["one", "two"]),
    st.sampled_from(["examples", "others"]),
    st.integers(-1, 1),
)
BEFORE = {Stage.IN_REVIEW: Stage.DRAFT, Stage.APPROVED: Stage.IN_REVIEW, Stage.LIVE: Stage.APPROVED}


@given(st.lists(TRIES, max_size=30))
def test_no_stage_is_skipped(tries: list[tuple[Stage, str, str, str, int]]) -> None:
    standing, moment = Standing(), 0
    for stage, by, ruleset, examples, later in tries:
        at = moment + later
        why = standing.refusal(stage, by, "owner", ruleset, examples, at)
        assert (why is Refusal.EARLIER) is bool(standing.steps and at < moment)
        if why is not None:
            continue
        moment = at
        step = Promotion(standing.version_for(stage), stage, by, moment, ruleset, examples)
        here = standing.stage_of(ruleset, examples)
        assert stage is Stage.DRAFT or here is BEFORE[stage]
        assert stage is not Stage.APPROVED or by == "owner"
        standing = standing.promoted(step)
    live = [version for version in standing.versions if version.stage is Stage.LIVE]
    assert len(live) <= 1
    for version in standing.versions:
        stages = [step.stage for step in version.steps]
        if Stage.LIVE in stages:
            approved, reached = version.steps[stages.index(Stage.LIVE) - 1], version.steps[stages.index(Stage.LIVE)]
            assert approved.stage is Stage.APPROVED
            assert (approved.ruleset, approved.examples) == (reached.ruleset, reached.examples)
