"""V017: a text that leaves the house shows something personal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from engage.checks.checked import Checked
from engage.checks.named import called, facts_read, place_of
from engage.ground.finding import Finding, Message, Severity

__all__ = ["PERSONAL", "check"]

PERSONAL: Final = Message(
    "V017",
    "the wording `{wording}` shows {fact}, which is personal, to whoever reads it",
    "话术 `{wording}` 会展示个人信息：{fact}",
    "make sure that the channel reaches this customer alone, or leave the fact out",
    "请确认该渠道只有客户本人可见，或删去此信息",
    severity=Severity.INFO,
)


def check(asked: Checked) -> Iterable[Finding]:
    """One finding for each personal fact in each wording."""
    fields = asked.model.vocabulary.field_by_name
    for item in asked.model.catalogue.items.get("wording", ()):
        for name in sorted(facts_read((item.settings,))):
            field = fields.get(name)
            if field is not None and field.personal:
                labels, wording = field.labels, item.labels
                yield Finding(
                    PERSONAL,
                    item.span or place_of(item.id, asked.program),
                    {
                        "wording": called(wording, item.id),
                        "fact": called(labels, name),
                    },
                )
