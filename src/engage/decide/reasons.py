"""The codes of reasons: why the plan is what it is. docs/reference/reasons.md says what each means; none is reused."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["ReasonCode"]


class ReasonCode(StrEnum):
    """In each comment: what `slot`, `rule` and `detail` of the `Reason` name. No customer value is in any of them."""

    CHOSEN = "chosen"  # slot; who proposed it; what: an id, empty for computed values
    TIE = "tie"  # slot; the winner; the loser that neither beats nor is beaten
    VIOLATED = "violated"  # slot or empty; the table, empty for an output; the answers that clash, joined by `, `
    FORBIDDEN = "forbidden"  # slot; the `never`; what was taken out
    RAISED = "raised"  # slot; the floor below which the plan was; the item, queue or wording that was put in
    WITHHELD = "withheld"  # slot; the rule that withheld; the offer
    OTHERWISE = "otherwise"  # slot empty; the table whose `otherwise` answered
    DEFAULT = "default"  # slot: an output that nobody set and that has an `otherwise`
    UNSET = "unset"  # slot: an output that nobody set and that has none
    UNKNOWN_VALUE = "unknown value"  # slot; the rule whose value could not be computed
    STALE = "too old"  # slot and rule empty; a fact that is older than its `max age`: unknown
    DOUBTFUL = "too doubtful"  # the same; a fact of which its source is less sure than its `confidence` asks for
    AHEAD = "not yet"  # the same; a fact that was told ahead, for a moment after the event
    OLDER = "later known"  # slot and rule empty; a fact: what is told of it now is older than what is kept
    UNREADABLE = "unreadable"  # slot empty; rule: why (`wrong-type` …); detail: a declared event field
    NOT_ESTIMATED = "not estimated"  # slot: why (`late`, `failed` …); the estimator and what it was asked; the fact
    NOT_PROVIDED = "not provided"  # slot: why (`late`, `failed` …); the host's provider that was asked; the fact
    DIVISION_BY_ZERO = "division by zero"  # slot empty; who worked it out; the calculation, by names of facts
    OVERFLOW = "overflow"  # the same; or empty and the history term: the result outgrew every number
    MIXED_CURRENCIES = "mixed currencies"  # as division by zero
    NO_RATE = "no rate"  # as division by zero: a rate of a value model lies outside what it can be
    NO_BENEFIT = "no benefit"  # slot `offer`; who proposed it; an offer whose benefit to the customer is negative
    NO_TREATMENT = "no treatment"  # slot `offer`; who proposed it; an offer none of whose treatments fits here
    PLACE_TAKEN = "place taken"  # slot; the answer, self-service or offer; its wording, where another one stands
    CUT = "cut"  # slot of a wording, empty for a `because`; the wording or rule; the language of the text
    UNSAID = "unsaid"  # slot of a wording; the wording; the fact that is missing: the text in one language is left out
    NO_OFFER = "no offer"  # slot: offers were proposed and none is in the plan
    NO_MENU = "no menu"  # slot `show ITEM`; an item is shown where no menu is
    NO_ROUTE_TO_LEAD = "no route"  # slot `ahead`; a head start without a route
    SKILL_MISMATCH = "skill mismatch"  # slot `route`; rule empty; the skill that its reason needs, and the level
    UNSERVED = "unserved"  # a customer waits and nobody serves: route and level of the safe default
    NO_ACCOUNT = "no account"  # slot empty; a rule that is `once per account`, and spoke or did already: no account is
    # known, and it counted for the customer alone
    NO_TARGET = "no target"  # slot: the target whose clock would start, had the plan one for it
    MOVED = "moved"  # slot: the lifecycle or segment; rule: its move, `start` or `asked`; the stage that was entered
    STAYS = "stays"  # the same, of a move whose guard holds: the event came late, and charts never move on such
    CIRCLE = "circle"  # slot: the chart; rule: the move that would lead back to a stage just left
    REFUSED = "refused"  # slot: the chart; detail: the stage that was asked for and cannot be entered from here
    LATE = "late"  # the event lies before one already decided on: as of its own moment, with the profile of now
    UNCORRELATED = "uncorrelated"  # the correlator; why its answer was left out, and engage's own one taken
    UNKNOWN_KIND = "unknown kind"  # the type of event is not in the vocabulary: safe default
    FAILED = "failed"  # the pipeline broke: safe default; rule: the step; detail: the class of the error
