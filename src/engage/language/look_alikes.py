"""Letters of other scripts that only look like those of a name: the Cyrillic o of a mistyped `front`.

Where a name is declared, a word of two scripts is one, when its foreign letters all have a twin in the other script.
Words wholly in one script, and Chinese beside Latin, are as they should be.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from engage.ground.finding import Finding, Fix, Words
from engage.ground.source import Fragment
from engage.language import messages as say

__all__ = ["in_one_script", "latin", "letters_between", "mixed_names"]

_TWINS: Final = (
    # Cyrillic, small and capital
    (
        "\u0430\u0441\u0435\u043e\u0440\u0445\u0443\u0456\u0458\u0455\u04bb\u0501\u051b\u051d\u0433\u043a\u043c\u0442\u0432\u043d",
        "aceopxyijshdqwrkmtbh",
    ),
    ("\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0423\u0406\u0408\u0405", "ABEKMHOPCTXYIJS"),
    # Greek, small and capital
    ("\u03b1\u03bf\u03c1\u03bd\u03b9\u03ba\u03c5\u03b3", "aopvikuy"),
    ("\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7", "ABEZHIKMNOPTYX"),
    # Latin letters that are hardly ever meant
    ("\u0131\u0251\u0261", "iag"),
)
_LATIN: Final = {ord(one): other for some, others in _TWINS for one, other in zip(some, others, strict=True)}
_SCRIPTS: Final = {"CYRILLIC": Words("Cyrillic", "西里尔字母"), "GREEK": Words("Greek", "希腊字母")}


def latin(text: str) -> str:
    """A text with look-alike letters of other scripts in their Latin form."""
    return text.translate(_LATIN)


def letters_between(said: str, meant: str) -> Words:
    """The letters of what was said that are others in what was meant, each once, with the script they belong to."""
    letters = sorted({one for one, other in zip(said, meant, strict=False) if one != other})
    english = ", ".join(f"`{one}`{_of(one, 'en')}" for one in letters)
    return Words(english, "、".join(f"“{one}”{_of(one, 'zh')}" for one in letters))


def _of(letter: str, language: str) -> str:
    script = _SCRIPTS.get(_script(letter))
    if script is None:
        return ""
    return f" ({script.en})" if language == "en" else f"（{script.zh}）"


def mixed_names(declared: Iterable[Fragment]) -> Iterator[Finding]:
    """A finding for each word of a declared name in which letters of another script pass for those of its own."""
    for fragment in declared:
        for start, end in _words(fragment.text):
            word = fragment.text[start:end]
            plain = _plain(word)
            if plain != word:
                span = fragment.cut(start, end).span()
                values: dict[str, str | Words] = {"text": word, "name": plain, "letters": letters_between(word, plain)}
                yield Finding(say.LOOK_ALIKE, span, values, (Fix(span, plain),))


def in_one_script(text: str) -> str:
    """A declared name as it was meant: what `mixed_names` finds in it is mended."""
    for start, end in reversed(tuple(_words(text))):
        text = text[:start] + _plain(text[start:end]) + text[end:]
    return text


def _words(text: str) -> Iterator[tuple[int, int]]:
    """Runs of Latin, Cyrillic and Greek letters in which there are two scripts."""
    if text.isascii():
        return
    start, scripts = 0, set[str]()
    for at, char in enumerate(f"{text} "):
        script = _script(char)
        if script in ("LATIN", *_SCRIPTS):
            start = at if not scripts else start
            scripts.add(script)
        else:
            if len(scripts) > 1:
                yield start, at
            scripts = set()


def _script(char: str) -> str:
    return unicodedata.name(char, "").partition(" ")[0] if char.isalpha() else ""


def _plain(word: str) -> str:
    """The word in the one script that was meant: Latin, where every other letter has a twin there."""
    foreign = {char for char in word if _script(char) != "LATIN"}
    if all(ord(char) in _LATIN for char in foreign):
        return "".join(latin(char) if char in foreign else char for char in word)
    for (some, others), (more, capitals) in (_TWINS[:2], _TWINS[2:4]):
        back = dict(zip(others + capitals, some + more, strict=True))
        own = {_script(char) for char in foreign} == {_script(some[0])}
        if own and all(char in back for char in set(word) - foreign):
            return "".join(char if char in foreign else back[char] for char in word)
    return word
