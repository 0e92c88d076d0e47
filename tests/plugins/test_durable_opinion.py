"""durable_rules in its child process: it answers exactly, its death is told, the host never sees it."""

from __future__ import annotations

import datetime
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal

import pytest

from engage.plugins import Against, Alike, Claim, Constant, Every, Known, PluginError, Says, Some, Spelled
from engage_durable import DurableOpinion, open_durable
from engage_durable.keeper import Child, Died
from plugins.durable import durable_opinion


@pytest.fixture(scope="module")
def shared() -> Iterator[DurableOpinion]:
    yield from durable_opinion()


@pytest.fixture
def own() -> Iterator[DurableOpinion]:
    yield from durable_opinion()


def asked(opinion: DurableOpinion, says: Says, *values: Constant | None) -> tuple[bool | None, ...]:
    """What is said where the fact `customer.x` has each of these values."""
    events = [{} if value is None else {"customer.x": value} for value in values]
    return opinion.ask(Claim("claim", says), events).verdicts


# -- values that durable_rules alone would take for equal, or refuse


@pytest.mark.parametrize(
    ("op", "expected"),
    [
        ("=", (False, False, False, True, True, False, False)),
        ("<", (True, True, False, False, False, False, False)),
        ("<=", (True, True, False, True, True, False, False)),
        (">", (False, False, True, False, False, True, False)),
        (">=", (False, False, True, True, True, True, False)),
        ("!=", (True, True, True, False, False, True, False)),
    ],
)
def test_numbers_of_any_digits_lie_on_the_right_side_of_a_constant(
    shared: DurableOpinion, op: str, expected: tuple[bool, ...]
) -> None:
    values = (-(10**30), Decimal("2.4999999999999999"), Decimal("2.50000001"), Decimal("2.5"), Decimal("2.500"), 10**30)
    assert asked(shared, Against("customer.x", op, Decimal("2.5")), *values, None) == expected


@pytest.mark.parametrize(
    ("constant", "alike", "others"),
    [
        ("1", "1", ("", "11", "１", " 1", "t1")),
        ('a "b" \\ c', 'a "b" \\ c', ('a \\"b\\" \\\\ c', "a b c")),
        ("line\nbreak", "line\nbreak", ("line\\nbreak", "line break")),
        ("张三", "张三", ("张", "张三丰")),
        ("\x00", "\x00", ("", "\\u0000")),
        (True, True, (False,)),
        (datetime.date(2024, 2, 29), datetime.date(2024, 2, 29), (datetime.date(2024, 3, 1), datetime.date.min)),
        (datetime.time(9, 0, 0, 1), datetime.time(9, 0, 0, 1), (datetime.time(9), datetime.time.max)),
        (1 - (1 << 60), 1 - (1 << 60), ((1 << 60) - 1, -(1 << 60), -(1 << 63))),
    ],
)
def test_equal_means_equal(
    shared: DurableOpinion, constant: Constant, alike: Constant, others: tuple[Constant, ...]
) -> None:
    same, different = Against("customer.x", "=", constant), Against("customer.x", "!=", constant)
    assert asked(shared, same, alike, *others, None) == (True, *(False for _ in others), False)
    assert asked(shared, different, alike, *others, None) == (False, *(True for _ in others), False)


def test_a_value_of_another_kind_gets_no_answer_and_is_told(shared: DurableOpinion) -> None:
    opinion = shared.ask(Claim("claim", Against("customer.x", "=", 1)), [{"customer.x": True}, {"customer.x": 1}])
    assert opinion.verdicts == (None, True)
    assert [(why.en, count) for why, count in opinion.unanswered] == [("a value of another kind than the constants", 1)]


def test_a_text_that_cannot_be_carried_gets_no_answer(shared: DurableOpinion) -> None:
    assert asked(shared, Against("customer.x", "=", "a"), "\ue001", "a" * 70_000, "\ud800", "a") == (
        None,
        None,
        None,
        True,
    )


def test_conditions_of_absences_alone_end(shared: DurableOpinion) -> None:
    assert asked(shared, Known("customer.x", False), None, 1) == (True, False)
    assert asked(shared, Every(()), None) == (True,)
    assert asked(shared, Some(()), None) == (False,)


def test_two_facts_are_compared_only_where_both_are_known(shared: DurableOpinion) -> None:
    claim = Claim("claim", Alike("customer.x", "<", "customer.y", "number"))
    events: list[dict[str, Constant]] = [
        {"customer.x": 1, "customer.y": Decimal("1.001")},
        {"customer.x": 2, "customer.y": 1},
        {"customer.x": 1},
        {"customer.y": 1},
        {},
        {"customer.x": Decimal("0.00001"), "customer.y": 1},
    ]
    assert shared.ask(claim, events).verdicts == (True, False, False, False, False, None)


@pytest.mark.parametrize(
    ("test", "text", "yes", "no"),
    [
        ("starts with", "vip-", ("vip-", "vip-1", "vip-\n"), ("vip", "xvip-", "VIP-1")),
        ("ends with", "ZZ", ("ZZ", "ZZZ", "aZZ", "ZZZZZ"), ("Z", "ZZa")),
        ("starts with", "", ("", "a"), ()),
        ("matches", "vip-[0-9]{2,3}", ("vip-12", "vip-123"), ("vip-1", "vip-1234", "xvip-12")),
        ("matches", r"([a-c]+|\d)x?", ("abc", "1x", "ax"), ("12", "1a", "x", "")),
        ("matches", "", ("",), ("a",)),
        ("matches", "(张|李)先生", ("张先生", "李先生"), ("王先生",)),
    ],
)
def test_texts_are_read_as_engage_reads_them(
    shared: DurableOpinion, test: str, text: str, yes: tuple[str, ...], no: tuple[str, ...]
) -> None:
    expected = (*(True for _ in yes), *(False for _ in no), False)
    assert asked(shared, Spelled("customer.x", test, text), *yes, *no, None) == expected


# -- what ends the child


def test_a_crash_is_told_the_child_started_again_and_every_event_answered(own: DurableOpinion) -> None:
    assert own.pid is not None
    os.kill(own.pid, signal.SIGSEGV)
    opinion = own.ask(Claim("claim", Against("customer.x", "=", 1)), [{"customer.x": 1}, {}])
    assert opinion.verdicts == (True, False)
    assert [crash.en for crash in opinion.crashes] == [
        "the child process of durable_rules ended with SIGSEGV; it was started again"
    ]
    assert own.ask(Claim("claim", Known("customer.x")), [{}]).crashes == ()


def test_durable_rules_itself_crashes_the_child_and_not_the_host() -> None:
    """The stock host deletes state while its threads run: 10 of 10 in the first measurements."""
    child = subprocess.run([sys.executable, "-c", _DELETES_STATE], capture_output=True, check=False, timeout=60)
    if b"ModuleNotFoundError" in child.stderr or b"ImportError" in child.stderr:
        pytest.skip("durable_rules is not installed")
    assert child.returncode in (-signal.SIGSEGV, -signal.SIGABRT)


_DELETES_STATE = """
import resource
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
from durable import engine
host = engine.Host()
host.set_rulesets({"r": {"a": {"all": [{"m": {"x": 1}}, {"n": {"y": 1}}], "run": lambda c: None}}})
import time
end = time.monotonic() + 50
number = 0
while time.monotonic() < end:
    number += 1
    host.assert_fact("r", {"id": str(number), "sid": str(number), "x": 1})
    host.delete_state("r", str(number))
"""


def test_a_child_that_is_silent_is_ended(own: DurableOpinion) -> None:
    own.close()
    child = Child(patience=1.0)
    branches = [{"x": f"t{number}"} for number in range(600)]
    with pytest.raises(Died, match="no answer within 1 seconds"):
        child.ask({"name": "r", "condition": {"$and": [{"asked": 1}, {"$or": branches}]}})


def test_after_a_crash_on_one_event_the_others_are_answered(
    own: DurableOpinion, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A real child that is killed whenever it is asked of the one event that names 13."""
    ask = Child.ask

    def deadly(child: Child, command: dict[str, object]) -> dict[str, object]:
        if {"customer_x": 26} in (command.get("events") or ()):  # type: ignore[operator]
            os.kill(child.pid, signal.SIGKILL)
        return ask(child, command)

    monkeypatch.setattr(Child, "ask", deadly)
    opinion = own.ask(
        Claim("claim", Against("customer.x", ">", 0)), [{"customer.x": 1}, {"customer.x": 13}, {"customer.x": -1}]
    )
    assert opinion.verdicts == (True, None, False)
    assert len(opinion.crashes) == 2
    assert sum(count for _, count in opinion.unanswered) == 1


def test_where_durable_rules_is_missing_one_line_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [path for path in sys.path if "site-packages" not in path])
    monkeypatch.setattr(sys, "executable", _bare_python())
    opinion = open_durable()
    missing = opinion.unavailable()
    assert missing is not None
    assert "ModuleNotFoundError" in missing.en
    assert "engage-rules[durable]" in missing.zh
    with pytest.raises(PluginError) as caught:
        opinion.ask(Claim("claim", Known("customer.x")), [{}])
    assert caught.value.code == "D003"
    opinion.close()


def _bare_python() -> str:
    """The interpreter outside any virtual environment."""
    found = os.path.realpath(sys.executable)
    done = subprocess.run([found, "-P", "-c", "import durable"], capture_output=True, check=False, env={})
    if done.returncode == 0:
        pytest.skip("durable_rules is installed for all environments")
    return found


def test_the_host_never_imports_durable_rules() -> None:
    code = (
        "import sys\nfrom engage.plugins import Claim, Known, Plugins\nimport engage_durable\n"
        "other = Plugins(engage_durable).open_second_opinion('durable')\nother.unavailable()\n"
        "print(other.unavailable() or other.ask(Claim('c', Known('a.b')), [{}]).verdicts)\nother.close()\n"
        "print([name for name in sys.modules if name.partition('.')[0] in ('durable', 'durable_rules_engine')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_nothing_follows_the_name() -> None:
    with pytest.raises(PluginError) as caught:
        open_durable("somewhere")
    assert caught.value.code == "D001"
