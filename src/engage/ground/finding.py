"""What was found wrong, as values: a message from a room's catalogue, a place, the value seen, a way to mend it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from attrs import evolve, field, frozen

from engage.ground.script import traditional, traditional_around_quotes
from engage.ground.source import Span

__all__ = ["Finding", "Fix", "Message", "Report", "Severity", "Words", "in_words", "listing"]


class Severity(StrEnum):
    """How grave a finding is. An error keeps a ruleset from being compiled; nothing else does."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@frozen
class Words:
    """The same thing said in each language. An empty `hant` (traditional script) falls back to `zh`, `zh` to `en`."""

    en: str
    zh: str = ""
    hant: str = ""

    def in_language(self, language: str) -> str:
        """The words for `en`, `zh` or `zh-Hant`."""
        if language == "zh-Hant":
            return self.hant or self.zh or self.en
        return (self.zh or self.en) if language == "zh" else (self.en or self.zh)

    def filled(self, **values: object) -> Words:
        """The same with what was seen in place of `{names}`; a value in braces is never read as a name."""
        hant = _filled(self.hant or self.zh, values, "zh-Hant", own=not self.hant)
        return Words(_filled(self.en, values, "en"), _filled(self.zh, values, "zh"), hant)


def _filled(template: str, values: Mapping[str, object], language: str, *, own: bool = False) -> str:
    """A sentence with its values; `own`: what is said in simplified script is put into traditional script."""
    parts: list[str] = []
    rest = template
    while "{" in rest:
        before, _, tail = rest.partition("{")
        name, _, rest = tail.partition("}")
        value = values.get(name, "")
        said = in_words(value if isinstance(value, Words) else str(value), language)
        parts += [traditional(before) if own else before, said]
    return "".join([*parts, traditional(rest) if own else rest])


@frozen
class Message:
    """A sentence a room can say, in both languages, with `{names}` for what was seen.

    Sentences are lower case in English, without a full stop, the user's text in backticks. Codes are public
    and never reused. A room keeps all of its messages in one file, `messages.py`.
    """

    code: str
    en: str
    zh: str
    hint_en: str = ""
    hint_zh: str = ""
    severity: Severity = Severity.ERROR


@frozen
class Fix:
    """Replacing the text at `span` by `replacement` mends the finding.

    `decides`: what is decided by it, where something else might be meant as well. Whoever makes it must tell.
    """

    span: Span
    replacement: str
    decides: Words | None = None


def in_words(value: str | Words, language: str) -> str:
    """A value of a message in a language. Words that have no traditional form of their own are turned into it."""
    if not isinstance(value, Words):
        return value
    if language == "zh-Hant" and not value.hant:
        return traditional_around_quotes(value.zh or value.en)
    return value.in_language(language)


def listing(english: str, chinese: str, names: Iterable[str], more: bool = False) -> Words:
    """`values: gold, silver`; the names are somebody's own and stay as they are in either script."""
    some = tuple(names)
    listed = f"{'、'.join(some)}{'…' * more}"
    en = f"{english}: {', '.join(some)}{' …' if more else ''}"
    return Words(en, f"{chinese}：{listed}", f"{traditional(chinese)}：{listed}")


@frozen
class Finding:
    """One problem: what, where, what was seen there, and how to mend it.

    `values` fills the message's names; it never holds a value of a customer. `related` are other places that
    belong to it (the first of two equal keys). `example` describes a customer on whom the problem shows.
    `possible`: nothing proves it and no customer was found on whom it shows; it is then no more than information.
    `cause`: others may only follow from it, so it is told first.
    """

    message: Message
    span: Span | None = None
    values: Mapping[str, str | Words] = field(factory=dict)
    fixes: tuple[Fix, ...] = ()
    related: tuple[Span, ...] = ()
    example: str | Words = ""
    possible: bool = False
    cause: bool = False

    @property
    def code(self) -> str:
        """The public code of its message."""
        return self.message.code

    @property
    def severity(self) -> Severity:
        """How grave it is, as its message says; what is only possible is information."""
        return Severity.INFO if self.possible else self.message.severity

    def text(self, language: str = "en") -> str:
        """The sentence in a language."""
        perhaps = ("可能：" if language.startswith("zh") else "possibly: ") if self.possible else ""
        return perhaps + self._fill(self.message.zh if language.startswith("zh") else self.message.en, language)

    def hint(self, language: str = "en") -> str:
        """What to do about it, in a language; empty when nothing can be said."""
        return self._fill(self.message.hint_zh if language.startswith("zh") else self.message.hint_en, language)

    def _fill(self, template: str, language: str) -> str:
        return _filled(template, self.values, language, own=language == "zh-Hant")


@frozen
class Report:
    """All findings of a ruleset, in the order of their places."""

    findings: tuple[Finding, ...] = ()

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> Report:
        """A report causes first, in the order of files and places; findings without a place come last."""

        def place(finding: Finding) -> tuple[bool, bool, str, int, str]:
            span = finding.span
            return (
                not finding.cause,
                span is None,
                span.source.name if span else "",
                span.start if span else 0,
                finding.code,
            )

        return cls(tuple(sorted(findings, key=place)))

    @property
    def ok(self) -> bool:
        """True when no finding is an error."""
        return not any(finding.severity is Severity.ERROR for finding in self.findings)

    def __add__(self, other: Report) -> Report:
        return evolve(self, findings=Report.of((*self.findings, *other.findings)).findings)
