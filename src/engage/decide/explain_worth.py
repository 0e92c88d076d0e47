"""How a customer's value came about: as things are, what the scenario would add, which bound is the next one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Protocol

from engage.decide.value_words import value_words
from engage.ground.finding import Words
from engage.program.value_model import ModelledValue

if TYPE_CHECKING:
    from engage.decide.explanation import Seen
    from engage.program.program import Program

__all__ = ["Witnessed", "told_worths", "worth_lines", "worths_json"]

_WORDS: Final[Mapping[str, Words]] = {
    "now": Words("as things are, over {0} months", "按现状，{0} 个月", "按現狀，{0} 個月"),
    "least": Words("not below {0}", "不低于{0}", "不低於{0}"),
    "most": Words("not above {0}", "不高于{0}", "不高於{0}"),
    "potential": Words("more under {0}", "“{0}”下可增加", "“{0}”下可增加"),
    "below": Words("{0} below {1}", "{1}以下为{0}", "{1}以下為{0}"),
    "from": Words("{0} from {1} on", "{1}起为{0}", "{1}起為{0}"),
}


class Witnessed(Protocol):
    """Anything that knows by which program what was seen: an explanation, a brief."""

    @property
    def program(self) -> Program:
        """By which ruleset."""
        ...

    @property
    def seen(self) -> Mapping[int, Seen]:
        """Everything that was seen, by slot."""
        ...


def told_worths(explanation: Witnessed) -> Iterator[tuple[ModelledValue, Mapping[str, Seen]]]:
    """Every value model that was asked, with what was seen of its fields by their ending (`total`)."""
    for model in explanation.program.value_models:
        seen = {
            one.name.removeprefix(f"{model.name}_"): one
            for one in explanation.seen.values()
            if one.name.startswith(f"{model.name}_")
        }
        if "current" in seen:
            yield model, seen


def worth_lines(explanation: Witnessed, language: str) -> Iterator[tuple[str, str, tuple[tuple[str, str], ...]]]:
    """Of each model: what it is called with the value, the tier, and lines of an amount and what it is."""
    zone = explanation.program.zone

    def said(one: Seen | None) -> str:
        return "" if one is None else value_words(one.value, one.type, language, zone)

    def filled(key: str, *values: str) -> str:
        text = _WORDS[key].in_language(language)
        for number, value in enumerate(values):
            text = text.replace(f"{{{number}}}", value)
        return text

    comma = "；" if language.startswith("zh") else "; "
    for model, seen in told_worths(explanation):
        whole = seen.get("total") or seen["current"]
        lines = [(said(seen["current"]), filled("now", str(model.months)))]
        ends = [filled(key, said(seen[part])) for part, key in (("low", "least"), ("high", "most")) if part in seen]
        lines += [("", comma.join(ends))] if ends else []
        if "potential" in seen and (model.scenario.en or model.scenario.zh):
            lines.append((said(seen["potential"]), filled("potential", model.scenario.in_language(language))))
        if "tier" in seen:
            text = comma.join(_bounds(model, seen["tier"], whole, filled, language, zone))
            lines += [("", text)] if text else []
        colon = "：" if language.startswith("zh") else ": "
        label = f"{whole.label.in_language(language)}{colon}{said(whole)}"
        yield label, said(seen.get("tier")), tuple(lines)


def _bounds(
    model: ModelledValue, tier: Seen, whole: Seen, filled: Callable[..., str], language: str, zone: str
) -> Iterator[str]:
    """The tier below and the tier above, each with the bound that leads there."""
    place = next((number for number, (id, _, _) in enumerate(model.tiers) if id == tier.value), None)
    if place is None:
        return
    _, low, high = model.tiers[place]

    def bound(amount: int | Decimal) -> str:
        return value_words(amount, whole.type, language, zone)

    for amount, other, key in ((low, place - 1, "below"), (high, place + 1, "from")):
        if amount is not None and 0 <= other < len(model.tiers):
            yield filled(key, value_words(model.tiers[other][0], tier.type, language, zone), bound(amount))


def worths_json(explanation: Witnessed, plain: Callable[[object], object]) -> list[dict[str, object]]:
    """The same as plain data: the fields by their endings."""
    return [
        {
            "name": model.name,
            "months": model.months,
            "scenario": model.scenario.en or model.scenario.zh,
            **{part: plain(seen[part].value) for part in sorted(seen)},
            "tiers": [{"id": id, "low": plain(low), "high": plain(high)} for id, low, high in model.tiers],
        }
        for model, seen in told_worths(explanation)
    ]
