"""The road from a folder to a Program: `read` (everything found wrong is a finding), `compile`, `load`.

A ruleset is a folder with `ruleset.yaml`, or a single `.rules` or `.yaml` file whose header names its vocabulary, or
which lies beside a `vocabulary.yaml`. Reading never raises on any content of the files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from attrs import evolve, field, frozen

from engage.errors import RulesetError
from engage.facts.standing import Standing
from engage.facts.vocabulary import Vocabulary
from engage.ground.finding import Finding, Report, Severity
from engage.ground.limits import LIMITS
from engage.ground.source import Fragment, Source, Span
from engage.language import Scope, parse_condition, parse_value
from engage.language.tree import Condition, Value
from engage.program.from_model import compile_model
from engage.program.from_model_question import question_of
from engage.program.messages import NO_TEXTS
from engage.program.program import Program
from engage.program.question import Question
from engage.ruleset import document_messages as say
from engage.ruleset.catalogue_file import CatalogueDraft, finish_catalogue, read_catalogue, with_built_ins
from engage.ruleset.causes import causes_first
from engage.ruleset.contradictions import contradictions
from engage.ruleset.digest import examples_digest
from engage.ruleset.document_reader import finding_at
from engage.ruleset.documents import ValueDocument
from engage.ruleset.folder import HEADER_NAMES, Folder, GivenTexts, Shelf, open_file, open_listed
from engage.ruleset.header_file import HeaderDraft, finish_header, read_header
from engage.ruleset.model import Catalogue, Header, Model, Ruleset
from engage.ruleset.nodes import Block, FileNodes
from engage.ruleset.notation_rules import read_rules
from engage.ruleset.notation_yaml import read_yaml_rules
from engage.ruleset.promotions import PROMOTIONS, read_promotions
from engage.ruleset.reasons import reason_values
from engage.ruleset.sheet_file import read_sheet
from engage.ruleset.single_file import header_of, without_header_findings
from engage.ruleset.spell_vocabulary import spell_vocabulary
from engage.ruleset.understand import understand
from engage.ruleset.vocabulary_file import read_vocabulary
from engage.ruleset.yaml_events import read_yaml
from engage.ruleset.yaml_messages import TOO_LARGE

__all__ = ["compile", "from_sources", "load", "question", "read", "read_sources", "read_text"]

_VOCABULARY: Final = "vocabulary.yaml"
_CATALOGUE: Final = "catalogue.yaml"
SHEETS: Final = (".csv", ".xlsx")
NOTHING_RECORDED: Final = Standing()


def read(path: str | Path, vocabulary: Vocabulary | None = None) -> Ruleset:
    """Read a ruleset's folder or single file, with every finding of every file.

    `vocabulary` stands in for the one the ruleset names, for hosts that declare it in Python (`from_pydantic`).
    Raises OSError when there is nothing at the path.
    """
    place = Path(path)
    if place.is_dir():
        return _read_folder(Folder(place), vocabulary)
    if place.name in HEADER_NAMES:
        return _read_folder(Folder(place.parent), vocabulary, place.name)
    return _read_single(Folder(place.parent), open_file(place, place.name), vocabulary)


def read_sources(sources: Iterable[tuple[str, str]], vocabulary: Vocabulary | None = None) -> Ruleset:
    """Read a ruleset from its texts by name, as `Program.sources` keeps them."""
    texts = dict(sources)
    shelf = GivenTexts(texts)
    if any(name in texts for name in HEADER_NAMES) or not texts:
        return _read_folder(shelf, vocabulary)
    first = next((name for name in texts if name not in (_VOCABULARY, _CATALOGUE)), next(iter(texts)))
    return _read_single(shelf, (Source(first, texts[first]), ()), vocabulary)


def read_text(
    text: str,
    vocabulary: Vocabulary,
    *,
    name: str = "text.rules",
    language: str = "en",
    catalogue: Catalogue | None = None,
    header: Header | None = None,
) -> Ruleset:
    """Read the text of one rule file in a vocabulary that has the catalogue's names already, for tests and editors.

    The notation is that of the name's suffix. `header` gives zone, safe default and the rest.
    """
    source = Source(name, text)
    nodes, found = _nodes_of(source)
    model, more = understand(
        (nodes,),
        header or Header(name, language=language),
        with_built_ins(vocabulary),
        catalogue or Catalogue(),
        (source,),
    )
    return Ruleset(model, Report.of((*found, *more, *contradictions(model))), (source,))


def compile(model: Model | Ruleset, sources: Sequence[Source] = ()) -> Program:
    """The program of a model. Of a Ruleset it keeps the sources, so that old decisions can be explained.

    Raises RulesetError for a Ruleset with errors and where a decision would cost too much.
    """
    if isinstance(model, Model):
        return compile_model(model, sources)
    if model.model is None or not model.report.ok:
        raise RulesetError(model.report, model.model.header.language if model.model else "en")
    program = compile_model(model.model, sources or model.sources)
    return evolve(program, stage=model.standing.stage_of(program.hash, examples_digest(model.model)))


def load(path: str | Path, vocabulary: Vocabulary | None = None) -> Program:
    """Read, and compile when nothing is wrong. Raises RulesetError with the whole report otherwise."""
    return compile(read(path, vocabulary))


def from_sources(sources: Iterable[tuple[str, str]]) -> Program:
    """The program of texts by name, as it was when they were stored."""
    return compile(read_sources(sources))


def question(program: Program, text: str = "", *, by: str = "", beside: Sequence[str] = ()) -> Question:
    """A question about customers between events, for `Engine.who`: a condition in the words of the program's ruleset,
    in any of its languages; empty: everybody. Answers can be grouped `by` a value (`relationship`; of a score the
    band), and tell values `beside` (`number of calls in the last 30 days`).

    Raises RulesetError for what cannot be read (its findings point into the text), what rests on an event (V104), how
    long something has held that no rule asks (V105), and a program that has no texts (V106).
    """
    model = read_sources(program.sources).model if program.sources else None
    if model is None:
        raise RulesetError(Report.of([Finding(NO_TEXTS)]))
    condition: Condition | None = None
    if text.strip():
        asked = _fragment(text)
        condition, _ = parse_condition(asked, _scope(asked, model, parse_condition))
    told = [one for text in beside if (one := _value(text, model)) is not None]
    return question_of(model, program, condition, _value(by, model) if by.strip() else None, told)


def _value(text: str, model: Model) -> Value | None:
    asked = _fragment(text)
    return parse_value(asked, _scope(asked, model, parse_value))[0]


def _fragment(text: str) -> Fragment:
    return Fragment(text, Source("question", text))


def _scope(
    asked: Fragment, model: Model, parse: Callable[[Fragment, Scope], tuple[object, Sequence[Finding]]]
) -> Scope:
    """The language in which it can be read. What is wrong is told as of the language it seems to be."""
    chinese = any("\u4e00" <= character <= "\u9fff" for character in asked.text)
    seems = "zh" if chinese else model.header.language
    problems: list[Sequence[Finding]] = []
    for language in dict.fromkeys((seems, model.header.language, "en", "zh")):
        scope = Scope(model.vocabulary, language)
        found, findings = parse(asked, scope)
        if found is not None and not any(each.severity is Severity.ERROR for each in findings):
            return scope
        problems.append(findings)
    raise RulesetError(Report.of(problems[0]), seems)


# ------------------------------------------------------------------------------------------------ one road


@frozen
class _Reading:
    """What gathers on the road: findings and the sources they speak of."""

    shelf: Shelf
    findings: list[Finding] = field(factory=list)
    sources: list[Source] = field(factory=list)
    sizes: list[int] = field(factory=list)
    #: the files that declare names for all others
    declaring: list[str] = field(factory=list)

    def opened(self, name: str, span: Span) -> Source | None:
        """A file that a header names."""
        source, found = open_listed(self.shelf, name, span)
        self.findings.extend(found)
        return self.kept(source)

    def kept(self, source: Source | None) -> Source | None:
        """The same, remembered, unless the whole ruleset has become too large."""
        if source is None:
            return None
        self.sources.append(source)
        self.sizes.append(len(source.text.encode("utf-8", "surrogatepass")))
        if sum(self.sizes) > LIMITS.ruleset_bytes:
            self.findings.append(finding_at(TOO_LARGE, Span(source, 0, 0), limit=str(LIMITS.ruleset_bytes)))
            return None
        return source

    def block(self, source: Source | None) -> Block | None:
        """The keys of a YAML file."""
        if source is None:
            return None
        block, found = read_yaml(source)
        self.findings.extend(found)
        return block

    def given(self, vocabulary: Vocabulary, draft: HeaderDraft) -> Vocabulary:
        """A vocabulary that comes from no file, written down among the sources so that they mean the same for ever."""
        name = draft.vocabulary[0] if draft.vocabulary else _VOCABULARY
        self.sources.append(Source(name, spell_vocabulary(vocabulary)))
        return vocabulary

    def standing(self, zone: str) -> Standing:
        """What is recorded of the ruleset's way to customers, where anything is."""
        if PROMOTIONS not in self.shelf.names():
            return Standing()
        source = self.opened(PROMOTIONS, Span(Source(PROMOTIONS, ""), 0, 0))
        if source is None:
            return Standing()
        standing, found = read_promotions(source, zone)
        self.findings.extend(found)
        return standing

    def finished(self, model: Model | None, standing: Standing = NOTHING_RECORDED) -> Ruleset:
        findings = causes_first(self.findings, frozenset(self.declaring))
        return Ruleset(model, Report.of(findings), tuple(self.sources), standing)


def _read_folder(shelf: Shelf, vocabulary: Vocabulary | None, header_name: str = "") -> Ruleset:
    reading = _Reading(shelf)
    names = shelf.names()
    name = header_name or next((each for each in HEADER_NAMES if each in names), HEADER_NAMES[0])
    nowhere = Span(Source(name, ""), 0, 0)
    source = reading.opened(name, nowhere)
    block = reading.block(source)
    if source is None or block is None:
        return reading.finished(None)
    draft, found = read_header(block, source)
    reading.findings.extend(found)
    if draft is None:
        return reading.finished(None)
    files = tuple(_files(reading, draft))
    return _understood(reading, draft, files, vocabulary)


def _read_single(
    shelf: Shelf, opened: tuple[Source | None, tuple[Finding, ...]], vocabulary: Vocabulary | None
) -> Ruleset:
    reading = _Reading(shelf, list(opened[1]))
    source = reading.kept(opened[0])
    if source is None:
        return reading.finished(None)
    nodes, found = _nodes_of(source)
    block = header_of(nodes, source)
    reading.findings.extend(without_header_findings(found, block))
    draft, found = read_header(block, source)
    reading.findings.extend(found)
    if draft is None:
        return reading.finished(None)
    ruleset = _understood(reading, draft, (nodes,), vocabulary)
    if ruleset.model is None or nodes.header is None:
        return ruleset
    # The file's own header block is the whole header, so that writing the file back keeps all of it.
    file = ruleset.model.files[0]
    own = file.header or ruleset.model.header
    header = evolve(ruleset.model.header, notes=own.notes, key_notes=own.key_notes, safe_sentences=own.safe_sentences)
    file = evolve(file, header=header)
    return evolve(ruleset, model=evolve(ruleset.model, files=(file,)))


def _files(reading: _Reading, draft: HeaderDraft) -> Iterator[FileNodes]:
    """The rule files that the header lists, or all `.rules` files where it lists none."""
    span = draft.places.key(("ruleset",))
    unlisted = [name for name in reading.shelf.names() if name.endswith(".rules")]
    listed = draft.files or tuple((name, span) for name in unlisted)
    seen: set[str] = set()
    for name, place in listed:
        if name in seen:
            reading.findings.append(finding_at(say.FILE_TWICE, place, name=name))
            continue
        seen.add(name)
        if not name.endswith((".rules", ".yaml", ".yml", *SHEETS)):
            reading.findings.append(finding_at(say.FILE_UNKNOWN_KIND, place, name=name))
            continue
        source = reading.opened(name, place)
        if source is not None:
            nodes, found = _nodes_of(source)
            reading.findings.extend(found)
            yield nodes
    reading.findings.extend(
        finding_at(say.UNREAD_FILE, draft.places.key(("files",)), name=name) for name in unlisted if name not in seen
    )


def _nodes_of(source: Source) -> tuple[FileNodes, tuple[Finding, ...]]:
    if source.name.endswith(SHEETS):
        return read_sheet(source)
    return read_rules(source) if source.name.endswith(".rules") else read_yaml_rules(source)


def _understood(reading: _Reading, draft: HeaderDraft, files: Sequence[FileNodes], given: Vocabulary | None) -> Ruleset:
    """From nodes to the model: names first, then constructs, then what may speak of everything."""
    if sum(len(nodes.constructs) for nodes in files) > LIMITS.rules:
        place = draft.places.key(("files",))
        reading.findings.append(finding_at(say.TOO_MANY_RULES, place, limit=str(LIMITS.rules)))
        return reading.finished(None)
    # The catalogue is opened first, because a vocabulary may take the values of a choice from its contact reasons.
    named, opened = _opened_catalogue(reading, draft)
    reasons = reason_values(*opened) if opened is not None else None if named else {}
    vocabulary = reading.given(given, draft) if given is not None else _vocabulary(reading, draft, reasons)
    catalogue, vocabulary = _catalogue(reading, opened, vocabulary)
    model, found = understand(files, draft.header, vocabulary, Catalogue(), tuple(reading.sources))
    reading.findings.extend(found)
    furnished = Catalogue()
    if catalogue is not None:
        furnished, found = finish_catalogue(catalogue, model.vocabulary, draft.header.calendars)
        reading.findings.extend(found)
    header, found = finish_header(draft, model.vocabulary, furnished)
    reading.findings.extend(found)
    model = evolve(model, header=header, catalogue=furnished)
    reading.findings.extend(contradictions(model))
    return reading.finished(model, reading.standing(header.zone))


def _vocabulary(reading: _Reading, draft: HeaderDraft, reasons: Mapping[str, ValueDocument] | None) -> Vocabulary:
    named = draft.vocabulary
    if named is None and _VOCABULARY in reading.shelf.names():
        named = (_VOCABULARY, draft.places.key(("ruleset",)))
    if named is None:
        reading.findings.append(finding_at(say.NO_VOCABULARY, draft.places.key(("ruleset",))))
        return Vocabulary()
    reading.declaring.append(named[0])
    source = reading.opened(*named)
    block = reading.block(source)
    if source is None or block is None:
        return Vocabulary()
    vocabulary, found = read_vocabulary(block, source, reasons)
    reading.findings.extend(found)
    return vocabulary


def _opened_catalogue(reading: _Reading, draft: HeaderDraft) -> tuple[bool, tuple[Block, Source] | None]:
    """Is there a catalogue, and what stands in it; nothing where it cannot be read, which is told."""
    named = draft.catalogue
    if named is None and _CATALOGUE in reading.shelf.names():
        named = (_CATALOGUE, draft.places.key(("ruleset",)))
    if named is not None:
        reading.declaring.append(named[0])
    source = reading.opened(*named) if named is not None else None
    block = reading.block(source)
    return named is not None, None if source is None or block is None else (block, source)


def _catalogue(
    reading: _Reading, opened: tuple[Block, Source] | None, vocabulary: Vocabulary
) -> tuple[CatalogueDraft | None, Vocabulary]:
    if opened is None:
        return None, with_built_ins(vocabulary)
    catalogue, vocabulary, found = read_catalogue(*opened, vocabulary)
    reading.findings.extend(found)
    return catalogue, vocabulary
