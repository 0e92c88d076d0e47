"""ruleset.yaml, or the header of a single file, becomes a Header: zone, calendar, files, outputs, safe default."""

from __future__ import annotations

import datetime
import itertools
import re
import zoneinfo
from collections.abc import Iterator, Mapping
from typing import Final

from attrs import evolve, frozen

import engage.language as language
from engage.facts.vocabulary import Kind, Output, Settling, Type, Vocabulary
from engage.ground.finding import Finding, Words
from engage.ground.source import Source, Span
from engage.language.actions import Action
from engage.ruleset import document_messages as say
from engage.ruleset import document_words as words
from engage.ruleset.document_reader import Places, finding_at, read_document, suggest
from engage.ruleset.documents import HeaderDocument
from engage.ruleset.model import Catalogue, Header, WorkingWeek
from engage.ruleset.nodes import Block
from engage.ruleset.safe_default import safe_default_plan
from engage.ruleset.vocabulary_file import DocumentReader

__all__ = ["OFFERS", "HeaderDraft", "finish_header", "read_header"]

Found = tuple[Finding, ...]
_VERSION: Final = 1
#: the id of the plan's slot whose `best N` a header may set
OFFERS: Final = "offers"
_SPAN: Final = re.compile(r"\s*(\d{1,2})[:：](\d{2})\s*(?:to|至|到|-|–|—|~)\s*(\d{1,2})[:：](\d{2})\s*", re.IGNORECASE)
_TO: Final = re.compile(r"\s+to\s+|\s*[至到]\s*|\s*[-–—~]\s*", re.IGNORECASE)
_AND: Final = re.compile(r"\s*[,，、]\s*|\s+and\s+|\s*和\s*", re.IGNORECASE)
_DATE: Final = re.compile(r"(\d{4})(?:-|年)(\d{1,2})(?:-|月)(\d{1,2})日?", re.ASCII)
_THROUGH: Final = re.compile(r"\s+(?:to|through)\s+|\s*[至到]\s*", re.IGNORECASE)
_DAY_MINUTES: Final = 24 * 60
Hours = tuple[tuple[datetime.time, datetime.time], ...]


@frozen
class HeaderDraft:
    """A header whose safe default is not read yet, with what the loader needs: the names of the files."""

    document: HeaderDocument
    places: Places
    header: Header
    files: tuple[tuple[str, Span], ...] = ()
    vocabulary: tuple[str, Span] | None = None
    catalogue: tuple[str, Span] | None = None


def read_header(root: Block, source: Source) -> tuple[HeaderDraft | None, Found]:
    """The header as far as it stands alone, and what is wrong with it; None when it has no name."""
    document, places, findings = read_document(HeaderDocument, root, source)
    if document is None:
        return None, findings
    reader = DocumentReader(places)
    if document.engage != _VERSION:
        reader.found(
            finding_at(say.UNKNOWN_VERSION, places.value(("engage",)), str(_VERSION), seen=str(document.engage))
        )
    header = Header(
        name=document.ruleset,
        engage=_VERSION,
        language=document.language,
        zone=_zone(document.zone, reader),
        objective=document.objective,
        objective_in=_in_languages(document.objective_zh, document.objective_zh_hant),
        metric=document.metric,
        metric_in=_in_languages(document.metric_zh, document.metric_zh_hant),
        horizon=_horizon(document, reader),
        owner=document.owner,
        reach_us={
            tongue: text
            for tongue, text in (
                ("en", document.reach_us_en),
                ("zh", document.reach_us_zh),
                ("zh-Hant", document.reach_us_zh_hant),
            )
            if text
        },
        outputs=(*_offers(document, reader), *reader.outputs(document.outputs, ("outputs",))),
        working=WorkingWeek(_hours(document, reader), frozenset(_holidays(document, reader))),
        billing_day=_billing_day(document, reader),
        vocabulary=document.vocabulary,
        catalogue=document.catalogue,
    )
    draft = HeaderDraft(
        document,
        places,
        header,
        tuple((name, places.value(("files", place))) for place, name in enumerate(document.files)),
        (document.vocabulary, places.value(("vocabulary",))) if document.vocabulary else None,
        (document.catalogue, places.value(("catalogue",))) if document.catalogue else None,
    )
    return draft, (*findings, *reader.findings)


def finish_header(draft: HeaderDraft, vocabulary: Vocabulary, catalogue: Catalogue) -> tuple[Header, Found]:
    """The header with its safe default, whose sentences name things of the vocabulary and the catalogue."""
    findings: list[Finding] = []
    actions: list[Action] = []
    for place in range(len(draft.document.safe_default)):
        fragment = draft.places.text(("safe default", place)).strip()
        action, found = language.parse_action(fragment, language.Scope(vocabulary, draft.header.language))
        findings += found
        if action is not None:
            actions.append(evolve(action, span=fragment.span()))
    if not draft.document.safe_default:
        findings.append(finding_at(say.NO_SAFE_DEFAULT, draft.places.key(("ruleset",))))
    plan, found = safe_default_plan(tuple(actions), catalogue)
    return evolve(draft.header, safe_default=plan, safe_sentences=tuple(actions)), (*findings, *found)


# ------------------------------------------------------------------------------------------------ settings


def _zone(name: str, reader: DocumentReader) -> str:
    try:
        return zoneinfo.ZoneInfo(name).key
    except (zoneinfo.ZoneInfoNotFoundError, OSError, ValueError):
        pass  # OSError and ValueError: `Asia`, `../Asia`, a name without end
    # The list takes a tenth of a second, so it is made for the hint only.
    fix, suggestion = suggest(name, zoneinfo.available_timezones())
    reader.found(finding_at(say.UNKNOWN_ZONE, reader.places.value(("zone",)), fix, seen=name, suggestion=suggestion))
    return "UTC"


def _in_languages(zh: str, hant: str) -> dict[str, str]:
    return {tongue: text for tongue, text in (("zh", zh), ("zh-Hant", hant)) if text}


def _horizon(document: HeaderDocument, reader: DocumentReader) -> datetime.date | None:
    """The day by which the objective is reached."""
    day = _date(document.horizon) if document.horizon else None
    if document.horizon and day is None:
        reader.found(finding_at(say.BAD_DATE, reader.places.value(("horizon",)), seen=document.horizon))
    return day


def _offers(document: HeaderDocument, reader: DocumentReader) -> Iterator[Output]:
    """`offers: best 2`: how many offers a plan has."""
    if not document.offers:
        return
    settling, limit = reader.settling(document.offers, ("offers",))
    if settling is not Settling.BEST and not reader.findings:
        span = reader.places.value(("offers",))
        reader.found(finding_at(say.NOT_ONE_OF, span, seen=document.offers, options="best 1, best 2", suggestion=""))
    yield Output(OFFERS, Type(Kind.LIST, item=Type(Kind.TEXT)), settling=Settling.BEST, limit=limit)


def _billing_day(document: HeaderDocument, reader: DocumentReader) -> int:
    # The 29th to 31st do not come in every month.
    if 1 <= document.billing_day <= 28:
        return document.billing_day
    span = reader.places.value(("billing day",))
    reader.found(finding_at(say.NUMBER_RANGE, span, key="billing day", low="1", high="28"))
    return 1


def _holidays(document: HeaderDocument, reader: DocumentReader) -> Iterator[datetime.date]:
    """`2026-10-01`, or `2026-10-01 to 2026-10-07` with both ends."""
    for place, written in enumerate(document.holidays):
        ends = [_date(part) for part in _THROUGH.split(written.strip())]
        known = [end for end in ends if end is not None]
        days = (known[-1] - known[0]).days if known else -1
        if len(known) != len(ends) or len(known) > 2 or not 0 <= days <= 366:
            reader.found(finding_at(say.BAD_DATE, reader.places.value(("holidays", place)), seen=written))
            continue
        yield from (known[0] + datetime.timedelta(days=step) for step in range(days + 1))


def _date(written: str) -> datetime.date | None:
    match = _DATE.fullmatch(written.strip())
    try:
        return datetime.date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def _hours(document: HeaderDocument, reader: DocumentReader) -> dict[int, Hours]:
    """Open times by weekday; a span that ends at or before its start runs overnight, 24:00 is an end of 00:00."""
    hours: dict[int, Hours] = {}
    for days, times in document.working_week.items():
        path = ("working week", days)
        numbers = _weekdays(days)
        if not numbers:
            span = reader.places.key(path)
            reader.found(finding_at(say.BAD_WEEK, span, seen=days, what=Words("days of the week", "星期")))
        opened = [_open(part) for part in _AND.split(times)]
        kept = [span for span in opened if span is not None]
        merged = {**hours, **{number: tuple(sorted((*hours.get(number, ()), *kept))) for number in numbers}}
        if len(kept) != len(opened) or _overlap(merged):
            span = reader.places.value(path)
            reader.found(finding_at(say.BAD_WEEK, span, seen=times, what=Words("opening times", "工作时段")))
            continue
        hours = merged
    return hours


def _overlap(hours: Mapping[int, Hours]) -> bool:
    """True when the week is open twice at one time, nights included."""
    spans = sorted(
        (_minutes(start) + day * _DAY_MINUTES, _minutes(end) + (day + (end <= start)) * _DAY_MINUTES)
        for day, opened in hours.items()
        for start, end in opened
    )
    if not spans:
        return False
    again = (spans[0][0] + 7 * _DAY_MINUTES, spans[0][1] + 7 * _DAY_MINUTES)  # Sunday's night is before Monday
    return any(before[1] > after[0] for before, after in itertools.pairwise((*spans, again)))


def _minutes(time: datetime.time) -> int:
    return time.hour * 60 + time.minute


def _weekdays(written: str) -> tuple[int, ...]:
    """`monday to friday`, `saturday, sunday` -> numbers from 0 for Monday; empty when a day is unknown."""
    numbers: list[int] = []
    for part in _AND.split(written.strip()):
        ends = [words.spelled(words.WEEKDAYS, end) for end in _TO.split(part)]
        known = [int(end) for end in ends if end is not None]
        if len(known) != len(ends) or len(known) > 2:
            return ()
        numbers += [(known[0] + step) % 7 for step in range((known[-1] - known[0]) % 7 + 1)]
    return tuple(dict.fromkeys(numbers))


def _open(written: str) -> tuple[datetime.time, datetime.time] | None:
    match = _SPAN.fullmatch(written)
    if match is None:
        return None
    first, first_minute, last, last_minute = (int(part) for part in match.groups())
    if first > 23 or first_minute > 59 or last_minute > 59 or last > 24 or (last == 24 and last_minute):
        return None
    if (last, last_minute) == (first, first_minute):
        return None
    return datetime.time(first, first_minute), datetime.time(last % 24, last_minute)
