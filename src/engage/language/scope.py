"""What a text may name, and in whose words it is written."""

from __future__ import annotations

from attrs import frozen

from engage.facts.vocabulary import Vocabulary

__all__ = ["Scope"]


@frozen
class Scope:
    """The vocabulary (derived facts, scores and catalogue terms in it), the language, the kinds a rule speaks at.

    `language` is `en`, `zh` or `zh-Hant`; Chinese takes both scripts. `events` empty: any event field may be named.
    """

    vocabulary: Vocabulary
    language: str = "en"
    events: tuple[str, ...] = ()
