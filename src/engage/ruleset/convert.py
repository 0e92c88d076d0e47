"""The canonical text of a file, and a whole ruleset in the other notation or another language.

Goes by the model, so that every sentence is spelled anew; what is not supported yet is carried along as it stands,
or as a comment where the notation or the language changes. Never writes to a disk.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Final, Literal

from attrs import evolve

from engage.ground.source import Fragment, Source
from engage.ruleset.document_words import KEYS, spelled
from engage.ruleset.model import File, Model
from engage.ruleset.nodes import AS_IT_STANDS, Block, Entry, FileNodes, ListNode, Text
from engage.ruleset.notation_rules import later_blocks, write_rules
from engage.ruleset.notation_yaml import later_lists, write_yaml_rules
from engage.ruleset.notation_yaml_writer import scalar
from engage.ruleset.sheet_file import NOTATION
from engage.ruleset.single_file import header_texts, more_of_header
from engage.ruleset.spell import spell_file
from engage.ruleset.yaml_events import read_yaml

__all__ = ["Notation", "convert", "converted_name", "format_text"]

Notation = Literal["rules", "yaml"]
_HEADER: Final = "ruleset.yaml"
_LANGUAGE_PARTS: Final = frozenset({".en", ".zh", ".zh-Hant"})


def format_text(file: File, model: Model, source: Source | None = None) -> str:
    """A file in canonical form, in its own notation and language.

    `source` is what it was read from; without it, blocks of kinds that are not supported yet would be lost.
    """
    if file.notation == NOTATION and source is not None:
        return source.text  # a spreadsheet keeps its own layout
    nodes = spell_file(file, model, file.language)
    if file.notation == "yaml":
        if source is None:
            return write_yaml_rules(nodes, file.language)
        return write_yaml_rules(_with_more(nodes, file, source), file.language) + "".join(later_lists(source))
    return write_rules(_with_later(nodes, source) if source else nodes, file.language)


def convert(model: Model, to: Notation, language: str, sources: Sequence[Source] = ()) -> Mapping[str, str]:
    """Every file of a ruleset in a notation and a language, by its new name.

    With the `sources` it was read from, the result is the whole folder: `ruleset.yaml` names the new files, and
    everything else is there as it stood. A single YAML file whose header says more than a `.rules` file can gets a
    `ruleset.yaml` beside it.
    """
    by_name = {source.name: source for source in sources}
    names: dict[str, str] = {}
    texts: dict[str, str] = {}
    for file in model.files:
        name = _free(converted_name(file.name, to, language), texts)
        names[file.name] = name
        source = by_name.get(file.name)
        if to == "rules" and file.header is not None and source is not None and _more(file, source):
            # A header block of `.rules` cannot say all of it; a ruleset.yaml beside the file can.
            texts[_HEADER] = _header_apart(source, file.header.name, name)
            file = evolve(file, header=None)
        texts[name] = _converted(file, model, to, language, source)
    for source in sources:
        if source.name not in names and source.name not in texts:
            listed = PurePosixPath(source.name).name == _HEADER
            texts[source.name] = _renamed(source, names) if listed else source.text
    return texts


def converted_name(name: str, to: Notation, language: str) -> str:
    """`cancel.rules` becomes `cancel.yaml`; a language in the name (`complaint.zh.rules`) changes with the text."""
    path = PurePosixPath(name)
    stem = PurePosixPath(path.stem)
    base = f"{stem.stem}.{language}" if stem.suffix in _LANGUAGE_PARTS else path.stem
    return str(path.with_name(f"{base}.{to}"))


def _free(name: str, taken: Mapping[str, str]) -> str:
    path = PurePosixPath(name)
    number = 2
    while name in taken:
        name = str(path.with_name(f"{path.stem}-{number}{path.suffix}"))
        number += 1
    return name


def _converted(file: File, model: Model, to: Notation, language: str, source: Source | None) -> str:
    nodes = spell_file(file, model, language)
    nodes = evolve(nodes, notation=to)
    if source is not None:
        if (to, language) == (file.notation, file.language):
            return format_text(file, model, source)
        later = _not_supported(file, source)
        nodes = evolve(nodes, notes=(*nodes.notes, *(line for text in later for line in text.split("\n"))))
        nodes = _with_more(nodes, file, source)
    return write_yaml_rules(nodes, language) if to == "yaml" else write_rules(nodes, language)


def _not_supported(file: File, source: Source) -> Sequence[str]:
    if file.notation == NOTATION:
        return ()
    return later_lists(source) if file.notation == "yaml" else [text for _, text in later_blocks(source)]


def _more(file: File, source: Source) -> tuple[str, ...]:
    return more_of_header(source) if file.notation == "yaml" else ()


def _header_apart(source: Source, ruleset: str, file: str) -> str:
    said = header_texts(source)
    name = () if "ruleset" in said else (f"ruleset: {scalar(ruleset)}",)
    return "\n".join((*name, *(text for key, text in said.items() if key != "files"), f"files: [{scalar(file)}]", ""))


def _with_more(nodes: FileNodes, file: File, source: Source) -> FileNodes:
    """The nodes with what only the header of a single YAML file can say, as it stands there."""
    more = _more(file, source)
    if nodes.header is None or not more:
        return nodes
    said = [Entry(AS_IT_STANDS, Text(Fragment.of(text), block=True), Fragment.of(text).span()) for text in more]
    return evolve(nodes, header=evolve(nodes.header, entries=(*nodes.header.entries, *said)))


def _with_later(nodes: FileNodes, source: Source) -> FileNodes:
    """The nodes with what is not supported yet at its place between them."""
    blocks = list(nodes.constructs)
    for place, text in reversed(later_blocks(source)):
        fragment = Fragment.of(text)
        kept = Block((Entry(AS_IT_STANDS, Text(fragment, block=True), fragment.span()),), fragment.span())
        blocks.insert(min(place, len(blocks)), kept)
    return evolve(nodes, constructs=tuple(blocks))


def _renamed(source: Source, names: Mapping[str, str]) -> str:
    """The text of `ruleset.yaml` with the new names of its files, everything else as it stands."""
    root, _ = read_yaml(source)
    text = source.text
    listed = [entry.value for entry in root.entries if spelled(KEYS, entry.key) == "files"] if root else []
    items = [item for value in listed for item in (value.items if isinstance(value, ListNode) else (value,))]
    for item in reversed(items):
        if isinstance(item, Text) and item.text in names:
            span = item.span
            start, end = (span.start - 1, span.end + 1) if item.quoted else (span.start, span.end)
            text = text[:start] + scalar(names[item.text]) + text[end:]
    if not listed and not all(name.endswith(".rules") for name in names.values()):
        # Without a list only `.rules` files are read.
        text = f"{text.rstrip()}\nfiles: [{', '.join(scalar(name) for name in names.values())}]\n"
    return text
