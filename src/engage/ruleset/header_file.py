"""ruleset.yaml, or the header of a single file, becomes a Header: zone, calendar, files, outputs, safe default."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Final

from attrs import evolve, frozen

import engage.language as language
from engage.facts.vocabulary import Kind, Output, Settling, Type, Vocabulary
from engage.ground.finding import Finding
from engage.ground.source import Source, Span
from engage.language.actions import Action
from engage.ruleset import document_messages as say
from engage.ruleset.calendars_file import read_calendars, zone_of
from engage.ruleset.document_reader import Places, finding_at, read_document
from engage.ruleset.documents import HeaderDocument
from engage.ruleset.model import Catalogue, Header, WorkingWeek
from engage.ruleset.nodes import Block
from engage.ruleset.opening_hours import date_of, holidays, weekly_hours
from engage.ruleset.safe_default import safe_default_plan
from engage.ruleset.vocabulary_file import DocumentReader

__all__ = ["OFFERS", "HeaderDraft", "finish_header", "read_header"]

Found = tuple[Finding, ...]
_VERSION: Final = 1
#: the id of the plan's slot whose `best N` a header may set
OFFERS: Final = "offers"


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
        zone=zone_of(document.zone, reader, ("zone",)),
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
        working=WorkingWeek(
            weekly_hours(document.working_week, reader, ("working week",)),
            frozenset(holidays(document.holidays, reader, ("holidays",))),
        ),
        calendars=read_calendars(document, reader),
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


def _in_languages(zh: str, hant: str) -> dict[str, str]:
    return {tongue: text for tongue, text in (("zh", zh), ("zh-Hant", hant)) if text}


def _horizon(document: HeaderDocument, reader: DocumentReader) -> datetime.date | None:
    """The day by which the objective is reached."""
    day = date_of(document.horizon) if document.horizon else None
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
    reader.found(finding_at(say.NUMBER_RANGE, span, key="billing day", low="1", high="28", example="1"))
    return 1
