"""catalogue.yaml becomes the terms that sentences name, and the Catalogue that plans are composed from.

Two steps, because texts may speak of facts that rules declare: first the names, then, when the vocabulary is
complete, the settings with their texts and lengths of time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from attrs import evolve, frozen

import engage.language as language
from engage.facts.plan import Need
from engage.facts.units import Duration, microseconds
from engage.facts.vocabulary import Domain, Kind, Labels, Term, Type, Vocabulary
from engage.ground.finding import Finding, Words
from engage.ground.numbers import Number
from engage.ground.source import Source, Span
from engage.language.tree import Template
from engage.ruleset import document_messages as say
from engage.ruleset.built_in_events import with_built_in_events
from engage.ruleset.document_reader import Path, Places, finding_at, places_within, read_document, suggest
from engage.ruleset.document_words import SECTIONS
from engage.ruleset.documents import (
    AllowanceDocument,
    AnswerDocument,
    CatalogueDocument,
    ItemDocument,
    LevelDocument,
    MenuDocument,
    MenuItemDocument,
    OfferDocument,
    PoolDocument,
    QueueDocument,
    ReasonDocument,
    SelfServiceDocument,
    WordingDocument,
    WorkDocument,
)
from engage.ruleset.model import Catalogue, CatalogueItem
from engage.ruleset.names import alike
from engage.ruleset.nodes import Block
from engage.ruleset.outgoing import check_outgoing
from engage.ruleset.queue_settings import queue_settings
from engage.ruleset.reason_messages import WINDOW_ELAPSED
from engage.ruleset.reasons import misplaced_reasons
from engage.ruleset.repeated import repeated_terms
from engage.ruleset.self_help import declares_events, menu_settings, tree_settings
from engage.ruleset.soundness_messages import BENEFIT_NEGATIVE
from engage.ruleset.vocabulary_file import DocumentReader, labels_of

__all__ = ["BUILT_IN_TERMS", "CatalogueDraft", "finish_catalogue", "read_catalogue", "with_built_ins"]

Found = tuple[Finding, ...]
Settings = dict[str, object]
_LEVELLED: Final = re.compile(r"(.+?)\s*(\d{1,3})级?", re.ASCII)
_CALENDAR: Final = Words("calendar", "日历", "日曆")
_LENGTH: Final = Type(Kind.DURATION)
_EVENT: Final = Words("event", "事件")
_ID: Final = re.compile(r"[a-z][a-z0-9_]{0,63}", re.ASCII)
#: singular, for messages
_NAMES: Final[Mapping[Domain, Words]] = MappingProxyType(
    {
        Domain.QUEUE: Words("queue", "队列"),
        Domain.POOL: Words("pool", "坐席池"),
        Domain.SKILL: Words("skill", "技能"),
        Domain.LEVEL: Words("service level", "服务等级"),
        Domain.TARGET: Words("target", "时限"),
        Domain.MENU: Words("menu", "菜单"),
        Domain.ITEM: Words("menu item", "菜单项"),
        Domain.WORDING: Words("wording", "话术"),
        Domain.OFFER: Words("offer", "推荐"),
        Domain.GROUP: Words("group", "分组"),
        Domain.ANSWER: Words("answer", "答复"),
        Domain.SELF_SERVICE: Words("self-service", "自助服务"),
        Domain.ALLOWANCE: Words("allowance", "授权"),
        Domain.STEP: Words("step", "步骤"),
        Domain.WORK: Words("work", "工单"),
        Domain.OWNER: Words("owner", "负责部门"),
        Domain.REASON: Words("contact reason", "联系原因", "聯繫原因"),
    }
)
#: What every ruleset may name without declaring it.
BUILT_IN_TERMS: Final[Mapping[Domain, tuple[Term, ...]]] = MappingProxyType(
    {
        Domain.TARGET: (
            Term("first_response", Labels("first response", zh="首次响应", hant="首次回應")),
            Term("next_response", Labels("next response", zh="后续响应", hant="後續回應")),
            Term("resolution", Labels("resolution", zh="办结", hant="辦結")),
        ),
        Domain.ALLOWANCE: (Term("talk_time", Labels("talk time", zh="通话时长", hant="通話時長")),),
        Domain.GROUP: (
            Term("commercial", Labels("commercial", zh="商业类", hant="商業類")),
            Term("service", Labels("service", zh="服务类", hant="服務類")),
            Term("mandatory", Labels("mandatory", zh="必达类", hant="必達類")),
        ),
    }
)


@frozen
class CatalogueDraft:
    """A catalogue whose names are known and whose settings are not read yet."""

    document: CatalogueDocument
    places: Places


def read_catalogue(
    root: Block, source: Source, vocabulary: Vocabulary
) -> tuple[CatalogueDraft | None, Vocabulary, Found]:
    """The catalogue's names, the vocabulary with them in it (built-in ones too), and what is wrong with the file."""
    document, places, findings = read_document(CatalogueDocument, root, source)
    if document is None:
        return None, with_built_ins(vocabulary), findings
    reader = DocumentReader(places)
    terms: list[tuple[Domain, tuple[Term, ...]]] = []
    for section, domain in SECTIONS.items():
        named = tuple(_terms(reader, _section(document, section), section, domain))
        reader.findings += repeated_terms(named, (section,), places)
        if named:
            terms.append((domain, named))
    draft = CatalogueDraft(document, places)
    limits = tuple(_limits(document, places))
    channels = (
        *(each.channel for each in document.works.values()),
        *(each.channel for each in document.offers.values()),
    )
    complete = with_built_ins(evolve(vocabulary, terms=tuple(terms), limits=limits), channels)
    return draft, complete, (*findings, *reader.findings)


def _limits(document: CatalogueDocument, places: Places) -> Iterator[tuple[str, Type]]:
    """What allowances are counted in; what is wrong with a type is said when the settings are read."""
    for id, allowance in document.allowances.items():
        type = DocumentReader(places).type(allowance.type, {}, False, ("allowances", id), id)
        if type is not None:
            yield id, type


def with_built_ins(vocabulary: Vocabulary, channels: Iterable[str] = ()) -> Vocabulary:
    """The vocabulary with the built-in targets, groups, allowance and kinds of events that it does not declare itself.

    `channels`: the logical delivery channels that the catalogue names.
    """
    terms = dict(vocabulary.terms)
    for domain, built_in in BUILT_IN_TERMS.items():
        own = terms.get(domain, ())
        taken = {text for term in own for text in (term.id, term.labels.en, term.labels.zh) if text}
        missing = [term for term in built_in if not taken & {term.id, term.labels.en, term.labels.zh}]
        terms[domain] = (*own, *missing)
    counted = {id for id, _ in vocabulary.limits}
    lengths = [(term.id, _LENGTH) for term in BUILT_IN_TERMS[Domain.ALLOWANCE] if term.id not in counted]
    known = {term.id for term in terms[Domain.ALLOWANCE]}
    limits = (*vocabulary.limits, *(each for each in lengths if each[0] in known))
    return with_built_in_events(evolve(vocabulary, terms=tuple(terms.items()), limits=limits), channels)


def finish_catalogue(
    draft: CatalogueDraft, vocabulary: Vocabulary, calendars: Iterable[str] = ()
) -> tuple[Catalogue, Found]:
    """The catalogue with its settings, read with the complete vocabulary. `calendars` are those that may be named."""
    finisher = _Finisher(DocumentReader(draft.places), vocabulary, tuple(calendars))
    items: dict[str, tuple[CatalogueItem, ...]] = {}
    places = places_within(draft.places)
    for section, domain in SECTIONS.items():
        documents = _section(draft.document, section)
        own = [
            evolve(finisher.item(section, id, documents[id]), places=places.get((section, id), {}))
            for id in documents
            if _ID.fullmatch(id)
        ]
        declared = {item.id for item in own}
        own += [_built_in(domain, term) for term in vocabulary.named(domain) if term.id not in declared]
        if own:
            items[domain] = tuple(own)
    finisher.reader.findings += misplaced_reasons(draft.document.reasons, draft.places)
    return Catalogue(items, draft.document.reasons_version), tuple(finisher.reader.findings)


def _built_in(domain: Domain, term: Term) -> CatalogueItem:
    settings: Settings = {"type": _LENGTH} if domain is Domain.ALLOWANCE else {}
    return CatalogueItem(term.id, term.labels, settings)


def _section(document: CatalogueDocument, section: str) -> Mapping[str, ItemDocument]:
    documents: Mapping[str, ItemDocument] = getattr(document, section.replace(" ", "_").replace("-", "_"))
    return documents


def _terms(
    reader: DocumentReader, documents: Mapping[str, ItemDocument], section: str, domain: Domain
) -> Iterator[Term]:
    for id, document in documents.items():
        path: Path = (section, id)
        if not _ID.fullmatch(id):
            what = Words(f"one of the {section}", _NAMES[domain].zh)
            reader.found(finding_at(say.BAD_NAME, reader.places.key(path), name=id, what=what, like=""))
            continue
        yield Term(id, labels_of(reader, document, id, path))


@frozen
class _Finisher:
    """Reads the settings of each thing; `reader` gathers what is wrong with them."""

    reader: DocumentReader
    vocabulary: Vocabulary
    calendars: tuple[str, ...] = ()

    def item(self, section: str, id: str, document: ItemDocument) -> CatalogueItem:
        path: Path = (section, id)
        labels = labels_of(DocumentReader(self.reader.places), document, id, path)
        settings = _SETTINGS[type(document)](self, document, path) if type(document) in _SETTINGS else {}
        kept = {key: value for key, value in settings.items() if value not in (None, "", (), {})}
        return CatalogueItem(id, labels, kept, self.reader.places.key(path))

    # ---------------------------------------------------------------------------------------- settings

    def queue(self, document: QueueDocument, path: Path) -> Settings:
        pools = [
            pool
            for place, pool in enumerate(document.staffed_by)
            if self.known(Domain.POOL, pool, (*path, "staffed by", place))
        ]
        own = queue_settings(self.reader, self.vocabulary, path)
        own["hours"] = self.calendar(document.hours, (*path, "hours"))
        return {"step": document.step, "staffed by": tuple(pools), **own}

    def pool(self, document: PoolDocument, path: Path) -> Settings:
        return {"outsourced": document.outsourced or None, "quality floor": document.quality_floor}

    def level(self, document: LevelDocument, path: Path) -> Settings:
        targets: dict[str, Duration] = {}
        for metric in document.targets:
            place = (*path, "targets", metric)
            if not self.known(Domain.TARGET, metric, place, key=True):
                continue
            duration = self.reader.duration(place)
            if duration is not None:
                targets[metric] = duration
        return {"targets": targets, "calendar": self.calendar(document.calendar, (*path, "calendar"))}

    def calendar(self, name: str, path: Path) -> str:
        """A calendar of the ruleset by its id; none where there is no such one."""
        if not name or name in self.calendars:
            return name
        fix, suggestion = suggest(name, self.calendars)
        span = self.reader.places.value(path)
        self.reader.found(finding_at(say.UNKNOWN_NAME, span, fix, name=name, what=_CALENDAR, suggestion=suggestion))
        return ""

    def menu_item(self, document: MenuItemDocument, path: Path) -> Settings:
        # Where the vocabulary could not be read, that is told, and nothing of what follows from it.
        unknown = document.finishes and document.finishes not in self.vocabulary.event_by_id
        if unknown and declares_events(self.vocabulary):
            kinds = [kind.id for kind in self.vocabulary.events]
            self.unknown(document.finishes, kinds, _EVENT, self.reader.places.value((*path, "finishes")))
        if document.score is not None and not 0 <= document.score <= 1:
            span = self.reader.places.value((*path, "score"))
            self.reader.found(finding_at(say.NUMBER_RANGE, span, key="score", low="0", high="1", example="0.6"))
        return {"reaches": document.reaches, "finishes": document.finishes, "score": document.score}

    def menu(self, document: MenuDocument, path: Path) -> Settings:
        items = [
            item for place, item in enumerate(document.items) if self.known(Domain.ITEM, item, (*path, "items", place))
        ]
        return {"items": tuple(items), **menu_settings(self, document, path)}

    def wording(self, document: WordingDocument, path: Path) -> Settings:
        written = {"en": document.text_en, "zh": document.text_zh, "zh-Hant": document.text_zh_hant}
        texts: dict[str, Template] = {}
        for tongue, text in written.items():
            if not text:
                continue
            fragment = self.reader.places.text((*path, f"text {tongue}"))
            template, findings = language.parse_template(fragment, language.Scope(self.vocabulary, tongue))
            self.reader.findings += findings
            if template is not None:
                self.reader.findings += check_outgoing(template, self.vocabulary, tongue)
                texts[tongue] = template
        if not any(written.values()):
            self.reader.found(
                finding_at(say.MISSING_KEY, self.reader.places.key(path), key="text en", place=f"`{path[-1]}`")
            )
        return {"placement": document.placement, "texts": texts}

    def offer(self, document: OfferDocument, path: Path) -> Settings:
        if document.group:
            self.known(Domain.GROUP, document.group, (*path, "group"))
        if document.propensity is not None and not 0 <= document.propensity <= 1:
            span = self.reader.places.value((*path, "propensity"))
            self.reader.found(finding_at(say.NUMBER_RANGE, span, key="propensity", low="0", high="1", example="0.6"))
        if document.benefit is not None and document.benefit < 0:
            self.reader.found(finding_at(BENEFIT_NEGATIVE, self.reader.places.value((*path, "benefit"))))
        treatments = []
        for place, treatment in enumerate(document.treatments):
            if treatment.wording:
                self.known(Domain.WORDING, treatment.wording, (*path, "treatments", place, "wording"))
            treatments.append({key: value for key, value in treatment.model_dump(by_alias=True).items() if value})
        numbers: dict[str, Number | None] = {
            "propensity": document.propensity,
            "value": document.value,
            "context": document.context,
            "cost": document.cost,
            "benefit": document.benefit,
        }
        texts = {"class": document.class_, "group": document.group, "channel": document.channel}
        return {**texts, **numbers, "treatments": tuple(treatments)}

    def allowance(self, document: AllowanceDocument, path: Path) -> Settings:
        return {"type": self.reader.type(document.type, {}, False, path, str(path[-1]))}

    def answer(self, document: AnswerDocument, path: Path) -> Settings:
        if document.wording:
            self.known(Domain.WORDING, document.wording, (*path, "wording"))
        within = self.reader.duration((*path, "contained within")) if document.contained_within else None
        if within is not None and microseconds(within) is None:
            self.reader.found(finding_at(WINDOW_ELAPSED, self.reader.places.value((*path, "contained within"))))
            within = None
        return {"wording": document.wording, "contained within": within}

    def reason(self, document: ReasonDocument, path: Path) -> Settings:
        if document.under:
            self.known(Domain.REASON, document.under, (*path, "under"))
        if document.owner:
            self.known(Domain.OWNER, document.owner, (*path, "owner"))
        texts = {key: getattr(document, key) for key in ("under", "owner", "cause", "action")}
        # False is left out, as whatever nobody wrote: it is what a reason is without the key.
        return {
            **texts,
            "avoidable": document.avoidable or None,
            "was": tuple(document.was),
            "needs": self.needs(document, path),
        }

    def needs(self, document: ReasonDocument, path: Path) -> tuple[Need, ...]:
        """`network 2`: a skill by its id or a label, and a level, 1 unless said."""
        named = self.vocabulary.named(Domain.SKILL)
        spoken = ((term.id, term.labels) for term in named)
        ids = {alike(said): id for id, is_ in spoken for said in (id, is_.en, is_.zh, is_.hant) if said}
        found = []
        for place, written in enumerate(document.needs):
            skill, level = (written, 1) if (cut := _LEVELLED.fullmatch(written)) is None else (cut[1], int(cut[2]))
            if alike(skill) in ids:
                found.append(Need(ids[alike(skill)], level))
            else:
                span = self.reader.places.value((*path, "needs", place))
                self.unknown(skill, list(ids.values()), _NAMES[Domain.SKILL], span)
        return tuple(found)

    def self_service(self, document: SelfServiceDocument, path: Path) -> Settings:
        said = self.answer(document, path)
        return {**said, **tree_settings(self, document, path, said["contained within"])}

    def work(self, document: WorkDocument, path: Path) -> Settings:
        if document.owner:
            self.known(Domain.OWNER, document.owner, (*path, "owner"))
        due = self.reader.duration((*path, "due")) if document.due else None
        return {"owner": document.owner, "channel": document.channel, "due": due}

    def known(self, domain: Domain, id: str, path: Path, *, key: bool = False) -> bool:
        """Reports an id that the domain has not; `key` when it stands where a key stands."""
        known = [term.id for term in self.vocabulary.named(domain)]
        if id in known:
            return True
        places = self.reader.places
        self.unknown(id, known, _NAMES[domain], places.key(path) if key else places.value(path))
        return False

    def unknown(self, id: str, known: Sequence[str], what: Words, span: Span) -> None:
        """Reports a name that stands for nothing."""
        fix, suggestion = suggest(id, known)
        self.reader.found(finding_at(say.UNKNOWN_NAME, span, fix, name=id, what=what, suggestion=suggestion))


_SETTINGS: Final[Mapping[type[ItemDocument], Callable[..., Settings]]] = MappingProxyType(
    {
        PoolDocument: _Finisher.pool,
        QueueDocument: _Finisher.queue,
        LevelDocument: _Finisher.level,
        MenuItemDocument: _Finisher.menu_item,
        MenuDocument: _Finisher.menu,
        WordingDocument: _Finisher.wording,
        OfferDocument: _Finisher.offer,
        AllowanceDocument: _Finisher.allowance,
        AnswerDocument: _Finisher.answer,
        SelfServiceDocument: _Finisher.self_service,
        WorkDocument: _Finisher.work,
        ReasonDocument: _Finisher.reason,
    }
)
