"""Every exception that leaves engage, as a tree.

    EngageError
    ├── RulesetError          a ruleset is not fit to run; carries the whole report
    ├── EventRejected         an envelope is bad or a limit is broken; nothing was stored
    ├── EventConflict         same id and source, another content; the first stands
    ├── StorageError          the storage failed; the event was not acknowledged
    │   ├── StorageBusy       version conflicts did not end; try again
    │   ├── StorageLocked     another process keeps all of it locked; try again
    │   └── SchemaMismatch    the database is of another version of engage
    ├── ActivationError       a program was refused; the last good one stays
    ├── ChannelError          a delivery failed
    │   ├── Retryable         worth another attempt, perhaps after `retry_after` seconds
    │   ├── Permanent         refused for good
    │   └── UnknownOutcome    it may have arrived
    ├── PluginError           a plugin is missing, broken, or claims a name that is taken
    ├── CalendarError         no calendar, no moment with a zone, no length of time
    ├── TransitionNotAllowed  a lifecycle or segment permits no such move from where the customer stands
    └── NotFound              no such decision, customer or ruleset

No message carries a value of a customer: it names a code, a place (a JSON pointer for events) and a way out.
"""

from __future__ import annotations

from engage.ground.finding import Report, Words, in_words
from engage.ground.render import render

__all__ = [
    "ActivationError",
    "CalendarError",
    "ChannelError",
    "EngageError",
    "EventConflict",
    "EventRejected",
    "NotFound",
    "Permanent",
    "PluginError",
    "Retryable",
    "RulesetError",
    "SchemaMismatch",
    "StorageBusy",
    "StorageError",
    "StorageLocked",
    "TransitionNotAllowed",
    "UnknownOutcome",
]


class EngageError(Exception):
    """What every exception of engage is: `code`, `where` and `hint`, never a value of a customer.

    As a text it is English; `text` says it in `en`, `zh` or `zh-Hant`.
    """

    def __init__(self, code: str, message: str | Words, *, where: str = "", hint: str | Words = "") -> None:
        self._message, self._hint = _words(message), _words(hint)
        self.code, self.where, self.hint = code, where, self._hint.in_language("en")
        super().__init__(self.text())

    @property
    def words(self) -> Words:
        """The line in every language."""
        return Words(self.text(), self.text("zh"), self.text("zh-Hant"))

    def text(self, language: str = "en") -> str:
        """What is wrong, where, and the way out, in one line."""
        message, hint = in_words(self._message, language), in_words(self._hint, language)
        if language.startswith("zh"):
            place = f"（{self.where}）" if self.where else ""
            return f"{self.code}{place}：{message}" + (f"（{hint}）" if hint else "")
        place = f" at {self.where}" if self.where else ""
        return f"{self.code}{place}: {message}" + (f" ({hint})" if hint else "")


def _words(said: str | Words) -> Words:
    return said if isinstance(said, Words) else Words(said)


class RulesetError(EngageError):
    """A ruleset has errors. `report` holds every finding of every file, each with its place."""

    def __init__(self, report: Report, language: str = "en") -> None:
        self.report = report
        first = next((finding.span for finding in report.findings if finding.span), None)
        super().__init__("ruleset", "the ruleset has errors\n\n" + render(report, language), where=str(first or ""))


class EventRejected(EngageError):
    """An event's envelope is bad or a limit is broken. Nothing of it was stored. `where` is a JSON pointer."""


class EventConflict(EngageError):
    """The same (source, id) came with another content. The first event and its decision stand."""


class StorageError(EngageError):
    """The storage failed. The event was not acknowledged; send it again."""


class StorageBusy(StorageError):
    """Others changed the same customer again and again. The event was not acknowledged; send it again."""


class StorageLocked(StorageError):
    """Another process keeps the storage locked. The event was not acknowledged; send it again."""


class SchemaMismatch(StorageError):
    """The database was made by another version of engage; the message names it and what to do."""


class ActivationError(EngageError):
    """A program was refused as the active one. The last good one stays active."""


class ChannelError(EngageError):
    """A delivery failed."""


class Retryable(ChannelError):
    """Worth another attempt. `retry_after` in seconds, None when the receiver did not say."""

    def __init__(
        self, code: str, message: str | Words, *, retry_after: float | None = None, hint: str | Words = ""
    ) -> None:
        super().__init__(code, message, hint=hint)
        self.retry_after = retry_after


class Permanent(ChannelError):
    """The receiver refused it for good; it becomes a dead letter at once."""


class UnknownOutcome(ChannelError):
    """Nobody knows whether it arrived (a time-out after sending)."""


class PluginError(EngageError):
    """A plugin is missing, broken, or claims a name that is already taken (both are named)."""


class CalendarError(EngageError):
    """What was written is no calendar, no moment with a zone or no length of time. `where` is a JSON pointer."""


class TransitionNotAllowed(EngageError):
    """A lifecycle or segment permits no such move. `permitted` are the stages that may be entered, by their ids."""

    permitted: tuple[str, ...] = ()


class NotFound(EngageError):
    """There is no such decision, customer or ruleset in this storage."""
