"""Names and words that nobody declared: where they end, what was probably meant, and what may be mended by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from attrs import frozen

from engage.facts.vocabulary import EventKind, Kind
from engage.ground.finding import Message, Words, listing
from engage.ground.script import traditional
from engage.language import messages as say
from engage.language import slip_messages as slip
from engage.language.folding import folded, is_word_char
from engage.language.look_alikes import latin, letters_between
from engage.language.names import choices_of, names_of
from engage.language.nearness import Spellings
from engage.language.parser_names import NameReader
from engage.language.parser_numbers import Wanted
from engage.language.slips import NEGATIONS, only_a_slip

__all__ = ["UnknownReader"]

_STOPS: Final = ("is", "is not", ">", "<", ">=", "<=", "and", "or", "comma", "open", "close", "unknown", "known")
_STOPS_ENGLISH: Final = (
    "between",
    "in a row",
    "window last",
    "window this",
    "within",
    "for",
    "contains",
    "falls",
    "rises",
    "starts with",
    "ends with",
    "matches",
)
_COMPARING: Final = (">", "<", ">=", "<=", "is", "is not", "between", "date <", "date <=", "date >", "date >=")
_NEGATING: Final = ("un", "in", "non", "not ", "no ", "dis")
#: how people call whom every condition is about
_SUBJECTS: Final = ("customer", "the customer", "this customer", "client", "the client", "user", "the user")
_SUBJECTS_CHINESE: Final = ("客户", "该客户", "此客户", "本客户", "用户", "该用户", "客戶", "該客戶", "此客戶", "用戶")
_ARTICLES: Final = ("a ", "an ", "one of the ")
_LISTED: Final = 8
_WORDS: Final = 4
_LONGEST: Final = 120


@frozen
class _Known:
    """How known things are spelled and printed: labels by folded name."""

    labels: Mapping[str, str]
    spellings: Spellings


class UnknownReader(NameReader):
    """Says what is wrong with a name that is none."""

    def unknown_end(self, start: int) -> int:
        """Where a name that nobody declared may end: before the next word that parts a sentence."""
        keys = _STOPS if self.chinese else (*_STOPS, *_STOPS_ENGLISH)
        for at in range(start + 1, len(self.text)):
            if self.inside_quotes(at) or self.text[at] in "+*×÷":
                return at
            if self.text[at - 1 : at + 2] in (" - ", " / "):
                return at
            if not self.chinese and is_word_char(self.text[at]) and is_word_char(self.text[at - 1]):
                continue
            if self._spelled(self.lexicon.words.get(self.plain[at], ()), at, keys)[1]:
                return at
        return len(self.text)

    def note_unknown_field(self, start: int, end: int) -> None:
        """The finding that nothing is called so; look-alike letters and other languages' labels are recognised."""
        if (meant := self._said_of_customer(start, end)) is not None:
            last, text = meant
            way_out = Words(f"write `{text}`: every line is about the customer", f"请写“{text}”：每一行都是关于客户的")
            self.note(say.UNKNOWN_FIELD, start, last, text, text=self.raw(start, end), way_out=way_out)
            return
        known = self._known_fields()
        if self._is_subject(start, end):
            like = self._has_value(self._behind_subject(end)) or self._like_it(self._behind_subject(end), known)
            way_out = Words(
                f"every line is about the customer: begin with what is asked; {like.en}",
                f"每一行都是关于客户的，请直接写信息项；{like.zh}",
                f"{traditional('每一行都是关于客户的，请直接写信息项；')}{like.hant or like.zh}",
            )
            self.note(say.UNKNOWN_FIELD, start, end, way_out=way_out)
            return
        end = self._foreign_end(start, end)
        end = self._near_end(start, end, known)
        if self.past is None:
            self._note_unknown(say.UNKNOWN_FIELD, start, end, known, self._elsewhere(start, end))
            return
        own = list(dict.fromkeys(known.labels.values()))
        has = listing("it has", "它有", own) if own else Words("", "")
        self._note_unknown(say.NOT_A_FIELD_OF, start, end, known, self._elsewhere(start, end), has)

    def _said_of_customer(self, start: int, end: int) -> tuple[int, str] | None:
        """Where `customer is a senior customer` ends, and what to write for it; None where it is not that."""
        if not self._is_subject(start, end):
            return None
        before, self.at = self.at, end
        at = self.skipped()
        phrase = self.phrase_here(at)
        verb = self.take("is", "is not")
        article = next((one for one in _ARTICLES if self.text.startswith(one, self.skipped())), "")
        self.at = self.skipped() + len(article)
        field = self.field_here(self.skipped()) if verb else None
        self.at = before
        if phrase is not None:
            return phrase.end, self.raw(at, phrase.end)
        if field is None or field.meanings[0].type.kind is not Kind.YES_NO:
            return None
        label = self.field_label(field.meanings[0])
        said = next((one for one in field.meanings[0].phrases[verb == "is not" :]), None)
        denied = f"{label} 为 否" if self.chinese else f"{label} is no"
        plain = denied if verb == "is not" else label
        return field.end, (said.in_language(self.language) if said is not None else "") or plain

    def _is_subject(self, start: int, end: int) -> bool:
        """True for words that only say whom every condition is about."""
        subjects = _SUBJECTS_CHINESE if self.chinese else _SUBJECTS
        return self.past is None and folded(self.raw(start, end), self.language) in subjects

    def _behind_subject(self, end: int) -> str:
        """What `the customer is a …` says of the customer."""
        before, self.at = self.at, end
        self.take("is", "is not")
        start = self.skipped()
        self.at = before
        if start >= len(self.text):
            return ""
        article = next((one for one in _ARTICLES if self.text.startswith(one, start)), "")
        return self.raw(start + len(article), self.unknown_end(start + len(article)))

    def _has_value(self, said: str) -> Words | None:
        """`customer tier is gold` for the `gold` that was said of the customer."""
        for field in self.vocabulary.fields:
            if field.type.kind is Kind.CHOICE and field.root != "event" and said:
                terms = choices_of(self.vocabulary, field.type, self.language).exactly(folded(said, self.language))
                if terms:
                    label, value = self.field_label(field), self.term_label(terms[0])
                    return Words(f"for example `{label} is {value}`", f"例如“{label} 是 {value}”")
        return None

    def _known_fields(self) -> _Known:
        """What a field may be called where one is read, worked out once."""
        key = ("known fields", self.language, self.past.id if self.past else "")
        found = self.vocabulary.indexes.get(key)
        if not isinstance(found, _Known):
            table = self.names.past_fields if self.past else self.names.fields
            fields = {name: each[0] for name, each in table if not self.past or each[0].short in self.past.fields}
            labels = {name: self.field_label(field) for name, field in fields.items()}
            found = self.vocabulary.indexes[key] = _Known(labels, Spellings.of(labels))
        return found

    def _known_events(self, *, one: bool) -> _Known:
        """What an event may be called, worked out once; `one`: where one of them is meant, by its singular."""
        key = ("known events", self.language, str(one))
        found = self.vocabulary.indexes.get(key)
        if not isinstance(found, _Known):
            like = (lambda _, kind: self.event_label(kind)) if one else self._like
            labels = {name: like(name, kinds[0]) for name, kinds in self.names.events}
            found = self.vocabulary.indexes[key] = _Known(labels, Spellings.of(labels))
        return found

    def _near_end(self, start: int, end: int, known: _Known) -> int:
        """`resaon network`: of several words, those at the beginning that are a name with a slip in it."""
        ends = [at for at in range(start + 1, end) if self.text[at] == " " or self._apart(at)][:_WORDS]
        for at in (end, *reversed(ends)):
            if self._slip(self.raw(start, at), known):
                return at
        return end

    def _apart(self, at: int) -> bool:
        """True where a space was written that Chinese does without."""
        return self.chinese and self.places[at] - self.places[at - 1] > 1

    def no_comparison(self, start: int, end: int, word: str = "") -> Exception:
        """The exception that a misspelt comparison stands here; without a word, one in signs that is none."""
        if word:
            way_out = Words(f"did you mean `{word}`?", f"是不是“{word}”？")
            return self.stuck(slip.NOT_A_COMPARISON, start, end, word, way_out=way_out)
        way_out = Words("write one of `=`, `!=`, `<`, `<=`, `>`, `>=`", "请写其中一个：“=”、“!=”、“<”、“<=”、“>”、“>=”")
        return self.stuck(slip.NOT_A_COMPARISON, start, end, way_out=way_out)

    def turned_round(self, start: int) -> Exception | None:
        """The exception that a yes/no fact is denied by a word before it: `不是老年客户`, `没有同意营销`."""
        if not self.chinese:
            return None
        for word in NEGATIONS:
            at = start + len(word)
            field = self.field_here(at) if self.text.startswith(word, start) else None
            if field is not None and field.meanings[0].type.kind is Kind.YES_NO:
                way_out = self._denied(self.field_label(field.meanings[0]))
                return self.stuck(say.UNKNOWN_FIELD, start, field.end, way_out=way_out)
        return None

    @staticmethod
    def _denied(label: str) -> Words:
        return Words(f"write `{label} is no`", f"请写“{label} 为 否”")

    def may_be_field(self, start: int, end: int) -> bool:
        """True where a fact's name was probably meant."""
        known, text = self._known_fields(), self.raw(start, end)
        if latin(folded(text, self.language)) in known.labels or self._elsewhere(start, end):
            return True
        near = self._near_end(start, end, known)
        return bool(
            self._slip(self.raw(start, near), known)
            or self._turned_round(text, known)
            or self._partly_known(text, known)
        )

    def not_this(self, start: int, end: int, wanted: Wanted) -> Exception:
        """The exception that a word stands where a constant of a kind is needed."""
        type = wanted.types[0]
        if type.kind is Kind.YES_NO:
            yes, no = ("是", "否") if self.chinese else ("yes", "no")
            said = self.raw(start, end)
            spelt = {yes: "yes", no: "no"}
            near = next((one for one in spelt if only_a_slip(said, one, spelt, self.language)), "")
            way_out = Words(f"write `{yes}` or `{no}`", f"请写“{yes}”或“{no}”")
            return self.stuck(slip.NOT_YES_OR_NO, start, end, near, way_out=way_out)
        return self.not_a_literal(start, type, end)

    def _slip(self, text: str, known: _Known) -> str:
        """The label of the one known name of which this is a misspelling, an empty text without one."""
        near = known.spellings.nearest(text, self.language)
        if not near:
            return ""
        rivals = {name: known.labels[name] for name in known.spellings.rivals(text, self.language)}
        return known.labels[near] if only_a_slip(text, near, rivals, self.language) else ""

    def _foreign_end(self, start: int, end: int) -> int:
        """Where the label of another language ends that stands here; the given end without one."""
        other = "en" if self.chinese else "zh"
        found = names_of(self.vocabulary, other).fields.longest(self.text, start)
        return found.end if found is not None and found.end < end else end

    def note_unknown_event(self, start: int, end: int, *, one: bool = False) -> None:
        """The same for an event; `one`: where one of them is meant, never several."""
        kinds = [self.event_label(kind) for kind in self.vocabulary.events]
        listed = listing("events", "事件", kinds[:_LISTED], more=len(kinds) > _LISTED)
        self._note_unknown(say.UNKNOWN_EVENT, start, end, self._known_events(one=one), "", listed)

    def _like(self, name: str, kind: EventKind) -> str:
        plural = kind.labels.en_plural
        return plural if plural and folded(plural, self.language) == name else self.event_label(kind)

    def _elsewhere(self, start: int, end: int) -> str:
        """The label in this language of a field named in another one."""
        other = "en" if self.chinese else "zh"
        found = names_of(self.vocabulary, other).fields.exactly(folded(self.raw(start, end), other))
        return self.field_label(found[0]) if found else ""

    def _note_unknown(
        self,
        message: Message,
        start: int,
        end: int,
        known: _Known,
        sure: str,
        listed: Words | None = None,
    ) -> None:
        text, labels = self.raw(start, end), known.labels
        name = folded(text, self.language)
        if latin(name) != name and latin(name) in labels:
            label = labels[latin(name)]
            self.note(say.LOOK_ALIKE, start, end, label, name=label, letters=letters_between(text, latin(text)))
            return
        near = sure or self._slip(text, known)
        meant = self._turned_round(text, known) or self._partly_known(text, known)
        hint: Words = listed or meant or self._like_it(text, known)
        if near:
            tail = hint if message is say.UNKNOWN_EVENT else Words("", "")
            chinese = (f"是不是“{near}”？{listed}" for listed in (tail.zh, tail.hant or tail.zh))
            hint = Words(f"did you mean `{near}`? {tail.en}".strip(), *chinese)
        kind = self.event_label(self.past) if self.past else ""
        self.note(message, start, end, near, way_out=hint, kind=kind)

    def _turned_round(self, text: str, known: _Known) -> Words | None:
        """`不同意营销`, `unagreed to marketing`: a yes/no fact is denied by `is no`, never by leaving the `not` out."""
        said = folded(text, self.language)
        for word in NEGATIONS if self.chinese else _NEGATING:
            rest = said.removeprefix(word).removeprefix("a ").removeprefix("an ").strip()
            near = known.spellings.nearest(rest, self.language) if rest != said and rest else ""
            if near and (near == rest or only_a_slip(rest, near, known.labels, self.language)):
                label = known.labels[near]
                fields = self.names.fields.exactly(near)
                if fields and fields[0].type.kind is not Kind.YES_NO:
                    return Words(f"say what is not so: `{label} is not …`", f"请写明不是什么：“{label} 不是 ……”")
                return self._denied(label)
        return None

    def _partly_known(self, text: str, known: _Known) -> Words | None:
        """A known name with words before or behind it that are not understood."""
        said = folded(text, self.language)
        if len(said) > _LONGEST:
            return None
        parts = said.split(" ") if not self.chinese else list(said)
        joint = "" if self.chinese else " "
        for length in range(len(parts) - 1, 0, -1):
            for name, rest in (
                (joint.join(parts[-length:]), joint.join(parts[:-length])),
                (joint.join(parts[:length]), joint.join(parts[length:])),
            ):
                if name in known.labels and len(name) > 1:
                    label = known.labels[name]
                    return Words(
                        f"`{label}` is known, but not `{rest}` beside it",
                        f"认得“{label}”，但不认得旁边的“{rest}”",
                    )
        return None

    def _like_it(self, text: str, known: _Known) -> Words:
        """Known names that have a word in common; where to find all of them without one."""
        own = {self.field_label(field) for field in self.vocabulary.fields if field.built_in}
        labels = [label for label in dict.fromkeys(known.labels.values()) if label not in own]
        if not labels:
            return Words("none is declared", "词汇表中还没有声明")
        said = folded(text, self.language)
        words = (
            {word for word in said.split(" ") if len(word) > 2 and word != "the"} if not self.chinese else _pairs(said)
        )
        pieces = {one: _pairs(one) if self.chinese else {*folded(one, "en").split(" ")} for one in labels}
        shared = sorted((one for one in labels if words & pieces[one]), key=lambda one: -len(words & pieces[one]))
        if shared:
            some = shared[:_LISTED]
            return listing("names like it", "相近的有", some)
        if len(labels) <= _LISTED:
            return listing("there are", "可用的有", labels)
        return Words("`engage show` lists the names there are", "“engage show”列出所有可用的名称")

    def word_slip(self, at: int) -> tuple[int, str]:
        """Where a misspelt word of comparison ends that stands here (`atleast`, `more then`), and its spelling."""
        spelt = {spelling: key for key in _COMPARING for spelling in self.lexicon.spelt(key) if len(spelling) > 3}
        end, stop = at, len(self.text)
        if self.chinese:
            return at, ""
        ends = list[int]()
        while end < stop and len(ends) < _WORDS:
            end = self.text.find(" ", end + 1)
            end = stop if end < 0 else end
            ends.append(end)
        for end in reversed(ends):
            said = self.text[at:end]
            near = next((word for word in spelt if only_a_slip(said, word, spelt, "en")), "") if len(said) < 30 else ""
            if near and said != near:
                return end, near
        return at, ""

    def names_like(self, names: Iterable[str]) -> str:
        """Names as a message lists them."""
        return self.offered(list(names)[:_LISTED])


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}
