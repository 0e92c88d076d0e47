"""How many contacts a worker may have at once, by channel, and which channels may run beside one another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from attrs import field, frozen

from engage.service.given import each_a, names_in, whole

__all__ = ["Capacity", "Share"]


def _names(given: Iterable[str]) -> frozenset[str]:
    return names_in("beside", given)


@frozen
class Share:
    """At most so many contacts of a channel at once, none for 0; `beside`: channels of which one may begin meanwhile.

    Raises EngageError for one text as `beside` (S075), and for a number that is not whole or below 0 (S076).
    """

    most: int = 1
    beside: frozenset[str] = field(default=frozenset(), converter=_names)

    def __attrs_post_init__(self) -> None:
        whole("most", self.most)


_ALONE: Final = Share()


@frozen
class Capacity:
    """By channel. One that is not named is served one contact at a time, with nothing beside it.

    A channel that shares with nobody blocks all others while it is in progress; one that shares does not keep a
    channel from beginning that shares with nobody (the semantics of Amazon Connect's cross-channel concurrency).
    Whatever is offered, in progress or being wrapped up counts alike. Raises EngageError (S076) for what is no Share.
    """

    channels: Mapping[str, Share] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        each_a("channels", self.channels, Share)

    def room(self, work: Mapping[str, int], channel: str) -> bool:
        """Whether a worker with this work (contacts by channel) may be given one more of `channel`."""
        if work.get(channel, 0) >= self.channels.get(channel, _ALONE).most:
            return False
        return all(
            not count or other == channel or channel in self.channels.get(other, _ALONE).beside
            for other, count in work.items()
        )
