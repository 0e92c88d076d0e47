"""Nodes of a vocabulary, catalogue or header file become a pydantic document, each key remembered with its place.

Unknown keys and wrong shapes are reported here, with the nearest known word; what is wrong is left out, and the rest
is read, so that one reading reports everything.
"""

from __future__ import annotations

import difflib
import types
from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeVar, Union, get_args, get_origin

from attrs import evolve, field, frozen
from pydantic import BaseModel, ValidationError

from engage.ground.finding import Finding, Fix, Message, Words
from engage.ground.source import Fragment, Source, Span
from engage.language.slips import only_a_slip
from engage.ruleset import document_messages as say
from engage.ruleset import document_words as words
from engage.ruleset.nodes import Block, Entry, ListNode, Node, Text
from engage.ruleset.yaml_messages import KEY_TWICE

__all__ = ["Path", "Places", "finding_at", "places_within", "read_document", "suggest"]

D = TypeVar("D", bound=BaseModel)
Path = tuple[str | int, ...]
_ROOT: Final = Words("this file", "这个文件")


@frozen
class Places:
    """Where each key and text of a document stands, by its path of canonical keys."""

    source: Source
    keys: Mapping[Path, Span] = field(factory=dict)
    texts: Mapping[Path, Fragment] = field(factory=dict)

    def key(self, path: Path) -> Span:
        """The place of a key, or of the nearest one around it."""
        while path:
            if path in self.keys:
                return self.keys[path]
            path = path[:-1]
        return Span(self.source, 0, 0)

    def value(self, path: Path) -> Span:
        """The place of a text, or of the key where there is none."""
        fragment = self.texts.get(path)
        return fragment.span() if fragment is not None and fragment.text else self.key(path)

    def text(self, path: Path) -> Fragment:
        """The text at a path with its places; empty where there is none."""
        fragment = self.texts.get(path)
        return fragment if fragment is not None else Fragment("", self.source, ((0, self.key(path).start),))


def places_within(places: Places) -> Mapping[Path, Mapping[str, Span]]:
    """By section and id where each setting of a thing stands, by its keys joined with dots: `targets.resolution`."""
    found: dict[Path, dict[str, Span]] = {}
    for path in (*places.keys, *places.texts):
        if len(path) > 2:
            found.setdefault(path[:2], {})[".".join(map(str, path[2:]))] = places.value(path)
    return found


def finding_at(message: Message, span: Span, fix: str = "", **values: str | Words) -> Finding:
    """A finding with an optional replacement of its place."""
    return Finding(message, span, values, (Fix(span, fix),) if fix else ())


def suggest(seen: str, known: Iterable[str]) -> tuple[str, Words]:
    """The repair, where what was seen can only be a slip, and the words that offer the nearest known word."""
    spelt = {words.fold(name): name for name in known}
    near = difflib.get_close_matches(words.fold(seen)[:80], spelt, 1, 0.6)
    if not near:
        return "", Words("")
    best = spelt[near[0]]
    sure = only_a_slip(seen, best, {name: name for name in spelt.values()}, "en" if seen.isascii() else "zh")
    return best if sure else "", Words(f"did you mean `{best}`? ", f"是否想写 `{best}`？")


def read_document(kind: type[D], root: Block, source: Source) -> tuple[D | None, Places, tuple[Finding, ...]]:
    """The document, the places of its keys, and everything wrong with its shape; None when too much is missing."""
    reader = _Shaper(source)
    plain = reader.keys(kind, root, ())
    places = Places(source, reader.spans, reader.texts)
    document, findings = _validated(kind, plain, places, reader.blamed)
    return document, places, (*reader.findings, *findings)


class _Shaper:
    """Nodes to plain values, guided by the models' annotations."""

    def __init__(self, source: Source) -> None:
        self.findings: list[Finding] = []
        self.spans: dict[Path, Span] = {}
        self.texts: dict[Path, Fragment] = {}
        #: keys that are missing because what was written for them is wrong, which has been said
        self.blamed: set[Path] = set()
        self._source = source

    def keys(self, kind: type[BaseModel], block: Block, path: Path) -> dict[str, object]:
        """The known keys of a block, by canonical name."""
        known = {str(info.alias or name): info.annotation for name, info in kind.model_fields.items()}
        plain: dict[str, object] = {}
        for entry in block.entries:
            key = entry.key if entry.key in known else words.spelled(words.KEYS, entry.key) or entry.key
            if key not in known:
                self._unknown(entry, known, path)
            elif key in plain:
                first = self.spans[(*path, key)]
                twice = finding_at(KEY_TWICE, entry.key_span, key=entry.key, line=str(first.line))
                self.findings.append(evolve(twice, related=(first,)))
            else:
                value = self._value(known[key], entry, (*path, key))
                if value is not None:
                    plain[key] = value
        return plain

    def _unknown(self, entry: Entry, known: Iterable[str], path: Path) -> None:
        if entry.key == "note" or not entry.key:
            return
        spelt = {name: name for name in known}
        if not entry.key.isascii():
            spelt = {word: key for word, key in words.KEYS.items() if key in spelt and not word.isascii()}
        fix, suggestion = suggest(entry.key, spelt)
        if fix:
            self.blamed.add((*path, spelt[fix]))
        first = {key: word for word, key in reversed(spelt.items())}  # of several spellings the printed one
        options = ", ".join(reversed(first.values()))
        values = {"key": entry.key, "place": _place(path), "known": options, "suggestion": suggestion}
        self.findings.append(finding_at(say.UNKNOWN_KEY, entry.key_span, fix, **values))

    def _value(self, annotation: Any, entry: Entry, path: Path) -> object:
        self.spans[path] = entry.key_span
        return self._shaped(annotation, entry.value, path, entry.key)

    def _shaped(self, annotation: Any, node: Node, path: Path, key: str) -> object:
        """A value in the shape of an annotation, None when it has another one or nothing is written."""
        shape = _bare(annotation)
        origin = get_origin(shape)
        if origin is dict:
            return self._mapping(get_args(shape)[1], node, path, key)
        if origin is list:
            return self._items(get_args(shape)[0], node, path, key)
        if isinstance(shape, type) and issubclass(shape, BaseModel):
            return self._labels_or_keys(shape, node, path, key)
        if not isinstance(node, Text):
            self.blamed.add(path)
            self.findings.append(finding_at(say.NEEDS_TEXT, self.spans.get(path, node.span), key=key))
            return None
        self.texts[path] = node.fragment
        return node.text.strip() or None

    def _mapping(self, inner: Any, node: Node, path: Path, key: str) -> object:
        if isinstance(node, Text) and not node.text.strip():
            return None
        if isinstance(node, ListNode) and all(isinstance(item, Text) for item in node.items):
            return self._bare_names(node, path)
        if not isinstance(node, Block):
            self.findings.append(finding_at(say.NEEDS_KEYS, self.spans.get(path, node.span), key=key))
            return None
        found: dict[str, object] = {}
        for entry in node.entries:
            value = self._value(inner, entry, (*path, entry.key))
            found[entry.key] = {} if value is None and _is_document(inner) else value
        return {name: value for name, value in found.items() if value is not None}

    def _bare_names(self, node: ListNode, path: Path) -> dict[str, object]:
        """`values: [gold, silver]`: names without labels."""
        names: dict[str, object] = {}
        for item in node.items:
            if isinstance(item, Text) and item.text.strip():
                name = item.text.strip()
                self.spans[(*path, name)] = item.span
                if name in names:
                    self.findings.append(finding_at(say.LABEL_TWICE, item.span, label=name, first=name, second=name))
                names[name] = {}
        return names

    def _items(self, inner: Any, node: Node, path: Path, key: str) -> object:
        if isinstance(node, Text):
            if not node.text.strip():
                return None
            node = ListNode((node,), node.span)  # one text is a list of one
        if not isinstance(node, ListNode):
            self.findings.append(finding_at(say.NEEDS_LIST, self.spans.get(path, node.span), key=key))
            return None
        shaped: list[object] = []
        for item in node.items:
            place = (*path, len(shaped))
            self.spans[place] = item.span
            value = self._shaped(inner, item, place, key)
            if value is not None:
                shaped.append(value)
        return shaped

    def _labels_or_keys(self, shape: type[BaseModel], node: Node, path: Path, key: str) -> object:
        if isinstance(node, Block):
            return self.keys(shape, node, path)
        if isinstance(node, Text):
            text = node.text.strip()
            language = "en" if text.isascii() else "zh"
            if not text:
                return None
            if language in shape.model_fields:  # `gold: 金卡` says the label alone
                self.texts[(*path, language)] = node.fragment
                self.spans[(*path, language)] = node.span
                return {language: text}
        self.findings.append(finding_at(say.NEEDS_KEYS, self.spans.get(path, node.span), key=key))
        return None


def _bare(annotation: Any) -> Any:
    """An annotation without `| None`."""
    if get_origin(annotation) in (Union, types.UnionType):
        inner = [part for part in get_args(annotation) if part is not type(None)]
        return inner[0] if len(inner) == 1 else str
    return annotation


def _is_document(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _place(path: Path) -> str | Words:
    return f"`{path[-1]}`" if path else _ROOT


# -------------------------------------------------------------------------------------------- validation


def _validated(
    kind: type[D], plain: dict[str, object], places: Places, blamed: set[Path]
) -> tuple[D | None, list[Finding]]:
    """Validates, leaves out what is wrong, and validates what is left, until it passes."""
    findings: list[Finding] = []
    dropped = set(blamed)
    while True:
        try:
            return kind.model_validate(plain), findings
        except ValidationError as error:
            problems = error.errors(include_url=False, include_input=False)
        changed = False
        for problem in problems:
            path: Path = tuple(problem["loc"])
            if path not in dropped:
                findings.append(_said(problem["type"], path, problem.get("ctx", {}), places))
            drop = path[:-1] if problem["type"] == "missing" else path
            dropped.add(path)
            if not drop:
                return None, findings
            changed = _without(plain, drop) or changed
        if not changed:
            return None, findings


def _said(code: str, path: Path, seen: Mapping[str, Any], places: Places) -> Finding:
    key = str(path[-1]) if path else ""
    values = {name: str(value) for name, value in seen.items()}
    if code == "missing":
        return finding_at(say.MISSING_KEY, places.key(path[:-1]), key=key, place=_place(path[:-1]))
    span = places.value(path)
    if code == "one_of":
        fix, suggestion = suggest(values["seen"], values.pop("spellings").split("|"))
        return finding_at(say.NOT_ONE_OF, span, fix, suggestion=suggestion, **values)
    if code == "yes_no":
        return finding_at(say.BAD_YES_NO, span, seen=values["seen"])
    return finding_at(say.BAD_NUMBER, span, seen=places.text(path).text)


def _without(plain: object, path: Path) -> bool:
    """Takes the key at a path out; False when it is not there."""
    for step in path[:-1]:
        if isinstance(plain, dict):
            plain = plain.get(step)
        elif isinstance(plain, list) and isinstance(step, int) and step < len(plain):
            plain = plain[step]
    return isinstance(plain, dict) and plain.pop(path[-1], None) is not None
