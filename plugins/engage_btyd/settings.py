"""What a file of settings holds: which events are purchases, the horizon, and what was learnt. Read strictly."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from math import isfinite
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from attrs import asdict, evolve, fields, frozen

from engage.plugins import Words
from engage_btyd.bg_nbd import BgNbd
from engage_btyd.gamma_gamma import GammaGamma
from engage_btyd.messages import model_error

__all__ = ["Settings", "read_settings", "written"]

_FORMAT: Final = 1
_BG_NBD: Final = ("r", "alpha", "a", "b")
_GAMMA_GAMMA: Final = ("p", "q", "v")


@frozen
class Settings:
    """`purchase` is the kind of event, `amount` its field; days are those of `zone`. The value counts `periods` of
    `period_days` days, each discounted by `discount`, of the share `margin` of every amount."""

    purchase: str = "purchase"
    amount: str = "amount"
    zone: str = "UTC"
    periods: int = 12
    period_days: int = 30
    discount: Decimal = Decimal("0.01")
    margin: Decimal = Decimal(1)
    habits: BgNbd | None = None
    amounts: GammaGamma | None = None
    customers: int = 0
    until: str = ""


def written(settings: Settings) -> str:
    """The settings as the text of a file; the same settings give the same bytes."""
    content: dict[str, object] = {"engage_btyd": _FORMAT}
    for name in ("purchase", "amount", "zone", "periods", "period_days"):
        content[name] = asdict(settings, recurse=False)[name]
    content |= {"discount": str(settings.discount), "margin": str(settings.margin)}
    if settings.habits and settings.amounts:
        learnt = {**asdict(settings.habits), **asdict(settings.amounts)}
        content["learnt"] = {"customers": settings.customers, "until": settings.until, **learnt}
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def read_settings(text: str) -> Settings:
    """The settings in a text. Raises PluginError that names the key, without what stands there."""
    try:
        content = json.loads(text)
    except ValueError:
        raise model_error("T004", why=Words("it is no JSON", "不是 JSON")) from None
    if not isinstance(content, dict) or content.pop("engage_btyd", None) != _FORMAT:
        raise model_error("T004", why=Words("it is no file of this model", "不是此模型的文件"))
    learnt = content.pop("learnt", None)
    known = {each.name for each in fields(Settings)} - {"habits", "amounts", "customers", "until"}
    for key in content:
        if key not in known:
            raise _wrong(str(key))
    settings = Settings(
        _text(content, "purchase"),
        _text(content, "amount"),
        _zone(content),
        _whole(content, "periods"),
        _whole(content, "period_days"),
        _share(content, "discount", Settings().discount),
        _share(content, "margin", Settings().margin),
    )
    return settings if learnt is None else _learnt(settings, learnt)


def _learnt(settings: Settings, learnt: object) -> Settings:
    if not isinstance(learnt, Mapping):
        raise _wrong("learnt")
    habits, amounts = ([_positive(learnt, name) for name in names] for names in (_BG_NBD, _GAMMA_GAMMA))
    customers, until = learnt.get("customers"), learnt.get("until")
    if not isinstance(customers, int) or not isinstance(until, str):
        raise _wrong("learnt")
    return evolve(settings, habits=BgNbd(*habits), amounts=GammaGamma(*amounts), customers=customers, until=until)


def _wrong(key: str) -> Exception:
    return model_error("T004", why=Words(f"`{key}` is unknown or wrong", f"`{key}` 未知或有误"))


def _text(content: Mapping[str, object], key: str) -> str:
    value = content.get(key, asdict(Settings(), recurse=False)[key])
    if not isinstance(value, str) or not value:
        raise _wrong(key)
    return value


def _zone(content: Mapping[str, object]) -> str:
    name = _text(content, "zone")
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise _wrong("zone") from None
    return name


def _whole(content: Mapping[str, object], key: str) -> int:
    value = content.get(key, asdict(Settings(), recurse=False)[key])
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 1_200:
        raise _wrong(key)
    return value


def _share(content: Mapping[str, object], key: str, otherwise: Decimal) -> Decimal:
    try:
        value = Decimal(str(content.get(key, otherwise)))
    except InvalidOperation:
        raise _wrong(key) from None
    if not value.is_finite() or not 0 <= value <= 1:
        raise _wrong(key)
    return value


def _positive(content: Mapping[str, object], key: str) -> float:
    value = content.get(key)
    if not isinstance(value, int | float) or isinstance(value, bool) or not isfinite(value) or value <= 0:
        raise _wrong(key)
    return float(value)
