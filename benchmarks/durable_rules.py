"""What durable_rules does to the process it runs in, and what it answers: the figures of decision 0011.

Each experiment runs in a process of its own, several times with other seeds. Run it with the extra `durable`:

    python benchmarks/durable_rules.py [TIMES]
"""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
from typing import Final

_START: Final = """
import random, sys, time
try:
    import resource
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
except ImportError:
    pass
from durable import engine
R = random.Random(int(sys.argv[1]))
class Quiet(engine.Host):
    def _run(self):
        pass
fired = []
def define(host, name, condition):
    host.set_rulesets({name: {"r": {"all": [{"m": condition}], "run": lambda c: fired.append(name)}}})
def ask(host, name, fact, id="1"):
    fired.clear()
    fact = {**fact, "id": id, "sid": "1"}
    try:
        host.assert_fact(name, fact)
    except engine.MessageNotHandledException:
        return False
    host.retract_fact(name, fact)
    return bool(fired)
"""

#: name → (what is done, a script; its last line of output is shown)
_EXPERIMENTS: Final[dict[str, tuple[str, str]]] = {
    "stock host": (
        "`delete_state` with events pending, background threads on, up to 20 s",
        """
        host = engine.Host()
        host.set_rulesets({"r": {"a": {"all": [{"m": {"x": 1}}, {"n": {"y": 1}}], "run": lambda c: None}}})
        end, number = time.monotonic() + 20, 0
        while time.monotonic() < end:
            number += 1
            host.assert_fact("r", {"id": str(number), "sid": str(number), "x": 1})
            host.delete_state("r", str(number))
        print(number, "states")
        """,
    ),
    "several rules": (
        "three rules in one ruleset, 2,000 facts asserted and retracted at random",
        """
        host = Quiet()
        rules = {}
        for number in range(3):
            one, two = R.choice("xyz"), R.choice("xyz")
            rules[f"r{number}"] = {"all": [{"m": {one: 1}}, {"n": {two: 2}}], "run": lambda c: None}
        host.set_rulesets({"r": rules})
        held = []
        for number in range(2000):
            if held and R.random() < 0.4:
                host.retract_fact("r", held.pop(R.randrange(len(held))))
            else:
                fact = {"id": str(number), "sid": str(R.randrange(3)), R.choice("xyz"): R.choice([1, 2])}
                try:
                    host.assert_fact("r", dict(fact))
                    held.append(fact)
                except engine.MessageNotHandledException:
                    pass
        print("2000 facts")
        """,
    ),
    "absence without a mark": (
        "a condition that our event and the kept state both meet (`x` is not there), 5 s",
        """
        host = Quiet()
        define(host, "r", {"$nex": {"x": 1}})
        print(ask(host, "r", {"y": 1}))
        """,
    ),
    "600 branches": (
        "an `$or` of 600 tests of one fact, 5 s",
        """
        host = Quiet()
        define(host, "r", {"$or": [{"x": f"t{number}"} for number in range(600)]})
        print("defined")
        """,
    ),
    "65 branches met": (
        "an event that meets 65 branches",
        """
        host = Quiet()
        define(host, "r", {"$or": [{"$nex": {f"x{number}": 1}} for number in range(65)] + [{"y": 1}]})
        try:
            print(ask(host, "r", {"y": 1}))
        except Exception as failure:
            print(failure)
        """,
    ),
    "16 joints": (
        "`$and` and `$or` in each other, 16 deep; then 15",
        """
        host = Quiet()
        said = []
        for deep in (16, 15):
            condition = {"x": 1}
            for level in range(deep):
                condition = {"$and" if level % 2 else "$or": [condition, {"y": level}]}
            try:
                define(host, f"r{deep}", condition)
                said.append(f"{deep}: taken")
            except Exception as failure:
                said.append(f"{deep}: {failure}")
        print("; ".join(said))
        """,
    ),
    "kinds": (
        '`"abc" > 5`, `True == 1`, `"1" == 1`, a text of 65,536 characters equal to the empty one',
        """
        host = Quiet()
        define(host, "a", {"$and": [{"e": 1}, {"$gt": {"x": 5}}]})
        define(host, "b", {"$and": [{"e": 1}, {"x": 1}]})
        define(host, "c", {"$and": [{"e": 1}, {"x": ""}]})
        asked = [("a", "abc"), ("b", True), ("b", "1"), ("c", "a" * 65536)]
        print(*(ask(host, name, {"e": 1, "x": value}) for name, value in asked))
        """,
    ),
    "patterns": (
        "`.*X.*` and `.*X` over five letters, 150 random X, 80 texts each: wrong answers, patterns refused",
        """
        import re
        host, wrong, asked, refused = Quiet(), 0, 0, 0
        def text(most):
            return "".join(R.choice("abQZ1") for _ in range(R.randint(0, most)))
        for number in range(150):
            part = text(5)
            pattern = R.choice([f".*{part}.*", f".*{part}"])
            try:
                define(host, f"p{number}", {"$and": [{"e": 1}, {"$mt": {"x": pattern}}]})
            except Exception:
                refused += 1
                continue
            for _ in range(80):
                value = R.choice([text(7), text(3) + part + text(3), part, text(2) + part[:-1]])
                asked += 1
                wrong += ask(host, f"p{number}", {"e": 1, "x": value}) is not bool(re.fullmatch(pattern, value))
        print(f"{wrong} of {asked} wrong, {refused} of 150 refused")
        """,
    ),
    "the envelope": (
        "one host, one rule a ruleset, our mark, facts taken back: 300 random conditions, 100 events each",
        """
        import operator
        OPS = {"$neq": operator.ne, "$lt": operator.lt, "$lte": operator.le, "$gt": operator.gt, "$gte": operator.ge}
        def test():
            name, op = R.choice("uvwxyz"), R.choice([*OPS, "", "$ex", "$nex"])
            return (op, name, R.choice([0, 1, 2, 3, 2**62]))
        def grow(deep):
            if not deep or R.random() < 0.35:
                return test()
            return (R.choice(["$and", "$or"]), [grow(deep - 1) for _ in range(R.randint(2, 3))])
        def ways(c):
            if c[0] == "$or":
                return sum(map(ways, c[1]))
            found = 1
            for part in c[1] if c[0] == "$and" else ():
                found *= ways(part)
            return found
        def joints(c):
            return 1 + sum(map(joints, c[1])) if c[0] in ("$and", "$or") else 0
        def written(c):
            if c[0] in ("$and", "$or"):
                return {c[0]: [written(part) for part in c[1]]}
            return {c[0]: {c[1]: c[2]}} if c[0] else {c[1]: c[2]}
        def holds(c, e):
            if c[0] in ("$and", "$or"):
                return (all if c[0] == "$and" else any)(holds(part, e) for part in c[1])
            if c[0] in ("$ex", "$nex"):
                return (c[1] in e) is (c[0] == "$ex")
            return c[1] in e and (OPS[c[0]](e[c[1]], c[2]) if c[0] else e[c[1]] == c[2])
        host, wrong, held, began = Quiet(), 0, 0, time.perf_counter()
        for number in range(300):
            condition = grow(3)
            while ways(condition) > 32 or joints(condition) > 14:
                condition = grow(3)
            define(host, f"r{number}", {"$and": [{"e": 1}, written(condition)]})
            for _ in range(100):
                event = {name: R.choice([0, 1, 2, 3, -1, 2**62]) for name in "uvwxyz" if R.random() < 0.75}
                expected = holds(condition, event)
                held += expected
                wrong += ask(host, f"r{number}", {**event, "e": 1}) is not expected
        micro = (time.perf_counter() - began) / 30000 * 1e6
        print(f"{wrong} of 30000 wrong, {held} held, {micro:.0f} microseconds an event with our own part")
        """,
    ),
}


def main(times: int) -> None:
    """Run every experiment so many times and print what came."""
    if subprocess.run([sys.executable, "-c", "import durable.engine"], capture_output=True, check=False).returncode:
        print("durable_rules cannot be imported here; it needs Python 3.11 or 3.12 and the extra `durable`")
        return
    for name, (about, code) in _EXPERIMENTS.items():
        print(f"{name}: {about}")
        for said, count in _results(textwrap.dedent(code), times, name).items():
            print(f"    {count} of {times}: {said}")


def _results(code: str, times: int, name: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for seed in range(times):
        said = _run(_START + code, seed, 5 if "5 s" in _EXPERIMENTS[name][0] else 300)
        found[said] = found.get(said, 0) + 1
    return found


def _run(code: str, seed: int, patience: int) -> str:
    try:
        done = subprocess.run(
            [sys.executable, "-c", code, str(seed)], capture_output=True, text=True, timeout=patience, check=False
        )
    except subprocess.TimeoutExpired:
        return f"no end within {patience} seconds"
    if done.returncode < 0:
        return signal.Signals(-done.returncode).name
    lines = (done.stdout if not done.returncode else done.stderr).strip().splitlines()
    return lines[-1] if lines else f"exit code {done.returncode}"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
