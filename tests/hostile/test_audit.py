"""Under an audit hook: neither reading hostile rule text nor deciding by it runs code, opens a file or a socket.

Reading makes functions of syntax nodes: it may `compile` nodes, never a text. A hook cannot be taken away again, so
each watch happens in a process of its own; what it saw comes back over a pipe.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parent.parent.parent
#: What a decision may never do, by the first part of the event's name.
FORBIDDEN: Final = (
    "exec", "compile", "open", "import", "socket", "subprocess", "os", "ctypes", "shutil", "tempfile", "glob", "urllib",
    "sqlite3", "pty", "signal", "mmap", "marshal", "pickle", "webbrowser", "ftplib", "smtplib", "http",
)  # fmt: skip
#: Rules whose text reaches for the host, as far as the language lets them be sound; and some that are not.
HOSTILE: Final = (
    "__import__('os').system('touch /tmp/engage-was-here')",
    "().__class__.__bases__[0].__subclasses__()",
    "open('/etc/passwd').read() is known",
    "eval(compile('1', '', 'eval')) is 1",
    "nickname is \"__import__('os').system('x')\"",
    'nickname contains "{0.__class__}"',
    'nickname matches "(a+)+$"',
    'nickname matches "(?P<__class__>.*)"',
    "months with us + 1 > 9223372036854775807",
    "at least 1 complaint (reason network) in the last 30 days",
    "customer tier is gold or platinum",
)
BECAUSES: Final = ("{nickname}", "{0.__class__}", "{nickname.__class__}", "%s", "{months with us or else 0}")
WATCH: Final = '''
import json, sys
sys.path[:0] = {paths}
from engage.decide import decide, explain
from engage.gate import event, history, profile
from engage.load import compile as compile_ruleset
from hostile.sample import read_rules, rule

phase, found, watching = ["read"], [], [False]

def situation(program, name):
    def raw(n, day, type):
        heads = dict(id=f"e{{n}}", source="/ivr", type=type, time=f"2026-11-{{day}}T10:00:00+08:00", subject="c7")
        return heads | {{"data": {{"reason": "network"}}}}

    known = event(program, raw(1, "05", "cancel.requested"))
    facts = {{"customer.nickname": name, "customer.tier": "gold", "customer.months_with_us": 30}}
    return known, profile(program, facts, "c7"), history(program, [raw(2, "01", "complaint.received")])

def road(text):
    """From a text to a decision and its explanation."""
    read = read_rules(text)
    phase[0] = "decide"
    if read.ruleset.report.ok:
        phase[0] = "compile"
        program = compile_ruleset(read.ruleset)
        known = situation(program, "__import__('os').system('x')")
        phase[0] = "decide"
        decision = decide(program, *known)
        if watching[0]: {broken}
        phase[0] = "explain"
        explain(program, decision).text("en")
    phase[0] = "read"
    return read.ruleset.report.ok

# Whatever is imported or built on first use is so before the watch begins.
sound = [road(text) for text in TEXTS for _ in range(2)]

def hook(name, arguments):
    if watching[0] and name.partition(".")[0] in FORBIDDEN:
        watching[0] = False
        text = name == "compile" and isinstance(arguments[0], (str, bytes))
        found.append([phase[0], name, text, repr(arguments)[:200]])
        watching[0] = True

sys.addaudithook(hook)
for text in TEXTS:
    watching[0] = True
    road(text)
    watching[0] = False
print(json.dumps({{"found": found, "sound": sum(sound) // 2}}))
'''


def watched(texts: Sequence[str], broken: str = "") -> tuple[list[tuple[str, str, bool, str]], int]:
    """What a process did while it read and decided: (phase, audit event, from a text, arguments); sound rulesets."""
    paths = [str(ROOT / "src"), str(ROOT / "plugins"), str(ROOT / "tests")]
    program = WATCH.format(paths=paths, broken=broken or "pass")
    heads = f"TEXTS = {list(texts)!r}\nFORBIDDEN = {FORBIDDEN!r}\n"
    done = subprocess.run(
        [sys.executable, "-c", heads + program], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    answer = json.loads(done.stdout)
    return [(phase, name, bool(text), said) for phase, name, text, said in answer["found"]], answer["sound"]


@pytest.fixture(scope="module")
def seen() -> list[tuple[str, str, bool, str]]:
    """What came of all hostile texts together."""
    from hostile.sample import rule

    texts = [*(rule(text) for text in HOSTILE), *(rule(because=text) for text in BECAUSES)]
    found, sound = watched(texts)
    assert sound >= 7, "too few of the texts are sound: nothing is decided"
    return found


def test_a1_deciding_by_hostile_rules_runs_opens_and_imports_nothing(seen: list[tuple[str, str, bool, str]]) -> None:
    assert [each for each in seen if each[0] in ("decide", "explain")] == []


def test_a1_reading_hostile_rules_compiles_no_text_and_runs_opens_and_imports_nothing_else(
    seen: list[tuple[str, str, bool, str]],
) -> None:
    others = [each for each in seen if each[1] != "compile" and each[0] in ("read", "compile")]
    # The sample's own files are opened by these tests, not by engage.
    assert [each for each in others if "samples/mini" not in each[3]] == []
    assert [each for each in seen if each[1] == "compile" and each[2]] == []


@pytest.mark.parametrize(
    "broken",
    [
        "eval('1')",
        "open('/dev/null').close()",
        "import wave",
        "__import__('socket').socket().close()",
        "__import__('subprocess').run(['true'])",
    ],
)
def test_the_watch_sees_a_decision_that_was_broken_on_purpose(broken: str) -> None:
    from hostile.sample import rule

    found, _ = watched([rule()], broken)
    assert [each for each in found if each[0] == "decide"]
