"""The verbs that need no storage, from an empty folder to an explained decision."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from checks.desk_rules import DESK
from checks.test_tie_fix import ENGLISH
from cli.calling import Caller

EVENT = {
    "id": "e1",
    "source": "/ivr",
    "type": "cancel.requested",
    "time": "2026-11-05T10:00:00Z",
    "subject": "c7",
    "data": {"channel": "phone", "reason": "tariff"},
}


@pytest.fixture
def event(tmp_path: Path) -> str:
    path = tmp_path / "event.json"
    path.write_text(json.dumps(EVENT), encoding="utf-8")
    return str(path)


@pytest.fixture
def profile(tmp_path: Path) -> str:
    path = tmp_path / "profile.json"
    path.write_text(json.dumps({"customer.tier": "gold", "customer.months_with_us": 30}), encoding="utf-8")
    return str(path)


def test_help_names_every_verb(call: Caller) -> None:
    called = call("--help")
    assert called.code == 0
    for verb in ("new", "check", "test", "decide", "explain", "fmt", "convert", "run", "plugins"):
        assert verb in called.out


@pytest.mark.parametrize(
    "words",
    [("--lang", "zh", "check", "--help"), ("check", "--help", "--lang", "zh"), ("check", "--lang=zh", "--help")],
)
def test_help_is_in_the_language_asked_for(call: Caller, words: tuple[str, ...]) -> None:
    called = call(*words)
    assert called.code == 0
    assert called.out.startswith("用法：engage check RULESET [选项 …]\n")
    assert "按问题所附的修改建议直接改好" in called.out
    assert "usage" not in called.out


def test_help_is_in_the_language_of_the_locale(call: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert "检查规则集" in call("--help").out
    monkeypatch.setenv("LANG", "zh_TW.UTF-8")
    assert "檢查規則集" in call("--help").out


@pytest.mark.parametrize(
    ("words", "en", "zh"),
    [
        (("chekc",), "there is no verb `chekc`; did you mean `check`?", "没有命令 `chekc`；是不是 `check`？"),
        (
            ("db", "upgrad"),
            "there is no verb `upgrad`; did you mean `upgrade`?",
            "没有命令 `upgrad`；是不是 `upgrade`？",
        ),
        (("check",), "RULESET is missing", "缺少 RULESET"),
        (("run", "x", "--events", "y"), "--storage must be given", "必须给出 --storage"),
        (("check", "x", "--foo"), "there is no option `--foo`", "没有选项 `--foo`"),
        (("check", "x", "y"), "too many words: y", "多出的内容：y"),
        (("check", "x", "--fix=1"), "--fix takes no value", "--fix 不带值"),
        (("test", "x", "--junit"), "--junit needs a value after it", "--junit 之后要写值"),
        (("test", "x", "--min-coverage", "a"), "--min-coverage: this is no number", "--min-coverage：这里要写数字"),
        (("test", "x", "--min-coverage", "101"), "--min-coverage: at most 100", "--min-coverage：不得大于 100"),
        (("test", "x", "--min-coverage", "-1"), "--min-coverage: at least 0", "--min-coverage：不得小于 0"),
        ((), "a verb is missing", "缺少命令"),
    ],
)
def test_a_call_that_cannot_be_understood_is_told_in_both_languages(
    call: Caller, words: tuple[str, ...], en: str, zh: str
) -> None:
    for language, sentence in (("en", f": {en}"), ("zh", f"错误：{zh}")):
        called = call("--lang", language, *words)
        assert (called.code, called.out) == (2, "")
        assert sentence in called.err


def test_a_language_that_is_not_spoken_is_refused(call: Caller) -> None:
    called = call("check", "x", "--lang", "fr")
    assert called.code == 2
    assert "`fr` is no language spoken here" in called.err


def test_the_language_to_write_is_not_the_language_spoken(call: Caller, fresh: Path, tmp_path: Path) -> None:
    called = call("convert", str(fresh), "--lang", "zh", "--out", str(tmp_path / "zh"))
    assert "next: engage check" in called.out
    called = call("--lang", "zh", "convert", str(fresh), "--lang", "en", "--out", str(tmp_path / "en"))
    assert "下一步：engage check" in called.out


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_new_ruleset_is_sound_and_its_examples_pass(call: Caller, tmp_path: Path, lang: str) -> None:
    folder = str(tmp_path / "fresh")
    assert call("new", folder, "--lang", lang).code == 0
    checked = call("check", folder, "--json", "--strict")
    assert checked.code == 0
    # What is left are remarks: rules and facts that wait for their first use.
    assert {finding["severity"] for finding in checked.json["findings"]} <= {"info"}
    tested = call("test", folder, "--json")
    assert tested.code == 0
    assert (tested.json["passed"], tested.json["failed"]) == (2, 0)


def test_each_verb_ends_with_the_next_command(call: Caller, fresh: Path, event: str) -> None:
    assert f"next: engage test {fresh}" in call("check", str(fresh)).out
    assert f"next: engage decide {fresh} --interactive" in call("test", str(fresh)).out
    assert f"next: engage explain {fresh} --event {event}" in call("decide", str(fresh), "--event", event).out


@pytest.mark.parametrize("words", [("--lang", "zh", "check"), ("check", "--lang", "zh"), ("check", "--lang=zh")])
def test_the_next_command_can_be_typed_as_it_stands_and_goes_on_in_the_same_language(
    call: Caller, fresh: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    folder = tmp_path / "两个 words"
    fresh.rename(folder)
    following = shlex.split(next_of(call(*words, str(folder)).out))
    assert following == ["engage", "test", str(folder), "--lang", "zh"]
    tested = call(*following[1:])
    assert tested.code == 0
    assert next_of(tested.out) == f'engage decide "{folder}" --interactive --lang zh'


def next_of(printed: str) -> str:
    """The command that a verb printed, in Chinese, to be typed next."""
    (line,) = [line for line in printed.splitlines() if line.startswith("下一步：")]
    return line.removeprefix("下一步：")


def test_the_next_command_means_the_same_decision(call: Caller, fresh: Path, event: str, profile: str) -> None:
    told = call("decide", str(fresh), "--event", event, "--profile", profile).out
    assert f"next: engage explain {fresh} --event {event} --profile {profile}\n" in told


def test_an_example_that_nobody_wrote_is_told_with_those_there_are(call: Caller, fresh: Path) -> None:
    names = [result["id"] for result in call("test", str(fresh), "--json").json["examples"]]
    called = call("test", str(fresh), "--only", "nope")
    assert (called.code, called.out) == (2, "")
    assert f"--only: there is no example `nope`; the first of 2: `{names[0]}`, `{names[1]}`" in called.err
    called = call("test", str(fresh), "--only", names[0][:-1], "--lang", "zh")
    assert f"--only：没有示例 `{names[0][:-1]}`；是不是 `{names[0]}`" in called.err


def test_check_names_what_to_read_of_its_first_finding(call: Caller, fresh: Path) -> None:
    rules = fresh / "care.rules"
    rules.write_text(rules.read_text(encoding="utf-8").replace("is silver or gold", "is glod"), "utf-8")
    assert "read on: engage show --finding E013\n" in call("check", str(fresh)).out
    called = call("check", str(fresh), "--lang", "zh")
    (line,) = [line for line in called.out.splitlines() if line.startswith("详细说明：")]
    read = call(*shlex.split(line.removeprefix("详细说明："))[1:])
    assert (read.code, read.out.startswith("E013: ")) == (0, True)


@pytest.mark.parametrize(
    ("lang", "title"), [("en", "# V010 a fact"), ("zh", "# V010 指标"), ("zh-Hant", "# V010 指标")]
)
def test_a_code_of_a_check_prints_the_page_of_the_check(call: Caller, lang: str, title: str) -> None:
    called = call("show", "--finding", "v010", "--lang", lang)
    assert called.code == 0
    assert title in called.out
    assert call("show", "--finding", "V999").code == 2


def test_check_shows_every_error_with_its_place_and_ends_with_one(call: Caller, fresh: Path) -> None:
    rules = fresh / "care.rules"
    text = rules.read_text(encoding="utf-8")
    rules.write_text(text.replace("is silver or gold", "is glod").replace("call-back for", "cal-back for"), "utf-8")
    called = call("check", str(fresh))
    assert called.code == 1
    assert "error[E013]: `glod` is not one of the values of customer tier" in called.out
    assert "care.rules:14:22" in called.out
    found = call("check", str(fresh), "--json").json["findings"]
    assert next(each["code"] for each in found if each["severity"] == "error") == "E013"
    assert set(found[0]) == {"code", "severity", "file", "line", "column", "message", "hint", "example"}


def test_check_fix_applies_the_repairs(call: Caller, fresh: Path) -> None:
    rules = fresh / "care.rules"
    sound = rules.read_text(encoding="utf-8").replace("is silver or gold", "is gold")
    rules.write_text(sound.replace("is gold", "is glod"), "utf-8")
    assert call("check", str(fresh), "--fix").code == 0
    assert rules.read_text(encoding="utf-8") == sound


def test_repairs_of_white_space_are_told_as_such(call: Caller, fresh: Path) -> None:
    rules = fresh / "care.rules"
    above, middle, below = rules.read_text(encoding="utf-8").partition("rule complaint\n")
    below = re.sub(r"^(?:  )+", lambda found: "\t" * (len(found[0]) // 2), below, flags=re.MULTILINE)
    rules.write_text(above.replace("\n  event", "\nevent", 1) + middle + below, "utf-8")
    told = call("check", str(fresh), "--fix").out
    assert "taken out" not in told
    assert "` is now `" not in told
    assert "white space put right in" in told
    assert "indented by 2 spaces" in told


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_check_fix_goes_on_until_nothing_can_be_mended(call: Caller, tmp_path: Path, lang: str) -> None:
    # Two names belong at the same place of one line, so that the second has to wait for another reading.
    shutil.copytree(DESK, tmp_path / "desk")
    (tmp_path / "desk" / "case.rules").write_text(ENGLISH, "utf-8")
    called = call("check", str(tmp_path / "desk"), "--fix", "--lang", lang)
    assert ("beats everybody` written in" if lang == "en" else "已写入 `beats everybody`") in called.out
    # Who goes first was chosen, not mended: that is told, and how to undo it.
    assert ("turn it round if that is not meant" if lang == "en" else "若非本意，请对调") in called.out
    assert ("mended" if lang == "en" else "已修复") not in called.out
    again = call("check", str(tmp_path / "desk"), "--fix", "--json").json
    assert again["mended"] == []
    assert "V006" not in {one["code"] for one in again["findings"]}


@pytest.mark.parametrize("name", ["care.rules", "vocabulary.yaml"])
def test_a_file_of_a_folder_is_not_read_without_it(call: Caller, fresh: Path, name: str) -> None:
    called = call("check", str(fresh / name))
    assert called.code == 2
    assert f"`{name}` belongs to the ruleset in `{fresh}`" in " ".join(called.err.split())
    assert "属于" in call("check", str(fresh / name), "--lang", "zh").err


def test_an_unsound_ruleset_is_not_decided_on(call: Caller, fresh: Path, event: str) -> None:
    rules = fresh / "care.rules"
    rules.write_text(rules.read_text(encoding="utf-8").replace("is silver or gold", "is glod"), "utf-8")
    called = call("decide", str(fresh), "--event", event)
    assert called.code == 1
    assert "E013" in called.err
    assert "不是" in call("decide", str(fresh), "--event", event, "--lang", "zh").err


def test_a_failing_example_shows_what_was_expected_and_what_came(call: Caller, fresh: Path) -> None:
    rules = fresh / "care.rules"
    text = rules.read_text(encoding="utf-8")
    rules.write_text(text.replace("    not fired complaint", "    fired ordinary cancel"), "utf-8")
    called = call("test", str(fresh), "--coverage")
    assert called.code == 1
    assert "✗ gold customer asks to leave" in called.out
    assert "expected  fired ordinary cancel" in called.out
    assert "ordinary cancel: beaten" in called.out
    assert "next: engage explain" in called.out
    assert "complains again" in called.out  # no example makes it fire


def test_test_can_run_one_example_by_name(call: Caller, fresh: Path) -> None:
    called = call("test", str(fresh), "--only", "gold customer asks to leave", "--json")
    assert [each["id"] for each in called.json["examples"]] == ["gold customer asks to leave"]
    assert call("test", str(fresh), "--only", "nobody").code == 2


def test_decide_prints_the_plan(call: Caller, fresh: Path, event: str, profile: str) -> None:
    called = call("decide", str(fresh), "--event", event, "--profile", profile)
    assert called.code == 0
    assert "retention desk" in called.out
    assert "one month free (score 21)" in called.out
    data = call("decide", str(fresh), "--event", event, "--profile", profile, "--json").json
    assert data["plan"]["route"]["queue"] == "retention_desk"
    assert data["effects"][0]["channel"] == "crm"
    assert {"code", "slot", "rule", "detail", "text"} == set(data["reasons"][0])


def test_decide_reads_the_past(call: Caller, fresh: Path, event: str, profile: str, tmp_path: Path) -> None:
    past = tmp_path / "past.jsonl"
    times = ("2026-10-24T09:00:00Z", "2026-11-02T09:00:00Z")
    complaints = [{**EVENT, "id": f"p{at}", "type": "complaint.received", "time": at} for at in times]
    past.write_text("\n".join(json.dumps(each) for each in complaints), encoding="utf-8")
    data = call("decide", str(fresh), "--event", event, "--profile", profile, "--history", str(past), "--json").json
    assert "offers" not in data["plan"]


def test_a_refused_event_is_a_finding_without_its_value(call: Caller, fresh: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text(json.dumps({**EVENT, "time": "secret"}), encoding="utf-8")
    called = call("decide", str(fresh), "--event", str(bad))
    assert called.code == 1
    assert "secret" not in called.err


@pytest.mark.parametrize(
    "words",
    [
        ("decide", "RULESET"),
        ("decide", "RULESET", "--event", "nowhere.json"),
        ("decide", "RULESET", "--example", "nobody"),
        ("explain", "RULESET"),
        ("check", "nowhere"),
        ("nonsense",),
        ("check", "RULESET", "--nonsense"),
        ("new", "RULESET"),
    ],
)
def test_misuse_ends_with_two(call: Caller, fresh: Path, words: tuple[str, ...]) -> None:
    assert call(*(str(fresh) if word == "RULESET" else word for word in words)).code == 2


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_explain_tells_every_rule(call: Caller, fresh: Path, lang: str) -> None:
    called = call("explain", str(fresh), "--example", "gold customer asks to leave", "--lang", lang)
    assert called.code == 0
    assert ("beaten by" if lang == "en" else "优先") in called.out
    data = call("explain", str(fresh), "--example", "gold customer asks to leave", "--json").json
    assert {each["id"]: each["verdict"] for each in data["rules"]} == {
        "good customer asks to leave": "fired",
        "ordinary cancel": "fired",
        "never offer commercial": "not met",
    }


def test_decide_interactive_asks_for_what_the_rules_read(
    call: Caller, fresh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter(["cancel request", "phone", "tariff", "glod", "gold", "30", ""])
    monkeypatch.setattr("typer.prompt", lambda *words, **more: next(answers))
    called = call("decide", str(fresh), "--interactive")
    assert called.code == 0
    assert "`glod`" in called.out
    assert "retention desk" in called.out


@pytest.mark.parametrize(
    ("lang", "answers", "told"),
    [
        (
            "en",
            ["99", "cancle request", "cancel request", "phone", "tariff", "gold", "6 years", "72 months", ""],
            ["`99` is none of these events", "did you mean `cancel request`?", "    = write `72`"],
        ),
        (
            "zh",
            ["99", "销户", "销户申请", "电话", "资费", "金卡", "6年", "72个月", ""],
            ["`99` 不是上列事件", "是不是 `销户申请`？", "    = 请写“72”"],
        ),
    ],
)
def test_a_wrong_answer_is_told_and_asked_again(
    call: Caller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str, answers: list[str], told: list[str]
) -> None:
    folder = str(tmp_path / "fresh")
    call("new", folder, "--lang", lang)
    given = iter(answers)
    monkeypatch.setattr("typer.prompt", lambda *words, **more: next(given))
    called = call("decide", folder, "--interactive", "--lang", lang)
    assert called.code == 0
    assert [line for line in told if line not in called.out] == []
    assert next(given, None) is None


def test_decide_interactive_says_and_takes_the_moment(
    call: Caller, fresh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter(["cancel request", "phone", "tariff", "gold", "30", ""])
    monkeypatch.setattr("typer.prompt", lambda *words, **more: next(answers))
    called = call("decide", str(fresh), "--interactive", "--at", "2026-11-05 10:00")
    assert "decided as of 2026-11-05 10:00" in called.out
    assert "engage test" in called.out
    assert call("decide", str(fresh), "--interactive", "--at", "noon").code == 2


def test_plugins_lists_what_is_installed(call: Caller) -> None:
    data = call("plugins", "--json").json["plugins"]
    assert {each["name"] for each in data} >= {"sqlite", "webhook", "file", "console"}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_new_ruleset_is_in_canonical_form(call: Caller, tmp_path: Path, lang: str) -> None:
    folder = str(tmp_path / "fresh")
    call("new", folder, "--lang", lang)
    assert call("fmt", folder, "--check").code == 0


def test_fmt_check_writes_nothing_and_fmt_mends(call: Caller, fresh: Path) -> None:
    rules = fresh / "care.rules"
    canonical = rules.read_text(encoding="utf-8")
    untidy = canonical.replace("    route to front desk", "    route   to front desk")
    rules.write_text(untidy, "utf-8")
    called = call("fmt", str(fresh), "--check", "--json")
    assert (called.code, called.json) == (1, {"changed": ["care.rules"], "written": False})
    assert rules.read_text(encoding="utf-8") == untidy
    assert "-    route   to front desk" in call("fmt", str(fresh), "--diff").out
    assert call("fmt", str(fresh)).code == 0
    assert rules.read_text(encoding="utf-8") == canonical


def test_convert_goes_round_through_yaml_and_chinese(call: Caller, fresh: Path, tmp_path: Path) -> None:
    steps = [("yaml", "en"), ("yaml", "zh"), ("rules", "zh"), ("rules", "en")]
    folder = fresh
    for number, (to, lang) in enumerate(steps):
        out = tmp_path / f"step{number}"
        made = call("convert", str(folder), "--to", to, "--lang", lang, "--out", str(out), "--json")
        assert made.code == 0
        assert call("test", str(out)).code == 0
        folder = out
    for file in ("care.rules", "ruleset.yaml", "vocabulary.yaml", "catalogue.yaml"):
        assert (folder / file).read_text("utf-8") == (fresh / file).read_text("utf-8")


def test_convert_never_writes_over_anything(call: Caller, fresh: Path) -> None:
    assert call("convert", str(fresh), "--out", str(fresh)).code == 2


def test_a_decision_in_a_storage_is_explained_without_the_ruleset(
    call: Caller, fresh: Path, event: str, tmp_path: Path
) -> None:
    import engage

    storage = f"sqlite:{tmp_path / 'care.db'}"
    with engage.Engine(engage.load(fresh), storage) as engine:
        engine.know("c7", {"customer.tier": "gold"})
        decision = engine.receive(Path(event).read_text(encoding="utf-8"))
    (fresh / "care.rules").unlink()
    called = call("explain", decision.id, "--storage", storage)
    assert called.code == 0
    assert "`months with us is at least 12` is not known (months with us: unknown)" in called.out
    assert call("explain", "nonsense", "--storage", storage).code == 2


@pytest.mark.parametrize(
    ("words", "english", "chinese"),
    [
        (("check", ""), "RULESET: it is empty", "RULESET: 为空"),
        (("convert", "x", "--out", ""), "--out: it is empty", "--out: 为空"),
        (("convert", "x", "--out="), "--out: it is empty", "--out: 为空"),
        (("show", "--finding", "V001", ""), "RULESET: it is empty", "RULESET: 为空"),
        (("convert", "tables.dmn", "--out", "out"), "there is no DMN file `tables.dmn`", "没有 DMN 文件 `tables.dmn`"),
    ],
)
def test_a_path_that_names_nothing_is_misuse(
    call: Caller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], english: str, chinese: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tables.dmn").mkdir()
    for lang, text in (("en", english), ("zh", chinese)):
        monkeypatch.setenv("LC_ALL", f"{lang}_XX.UTF-8")
        called = call(*words)
        assert called.code == 2
        assert text.replace(": 为空", "：为空") in called.err


def test_a_disk_that_fails_ends_with_three(call: Caller, fresh: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", "utf-8")
    assert call("convert", str(fresh), "--out", str(blocked / "below")).code == 3


def test_a_verb_loads_only_what_it_needs(tmp_path: Path) -> None:
    """`engage new` must not load the compiler's engine, a database driver or a network library."""
    code = (
        "import sys\n"
        "from engage.cli import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "print([name for name in ('sqlalchemy', 'engage.runtime', 'httpx2') if name in sys.modules])\n"
    )
    paths = os.pathsep.join(sys.path)
    done = subprocess.run(
        [sys.executable, "-c", code, "new", str(tmp_path / "care")],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_chinese_answers_are_understood(call: Caller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = str(tmp_path / "fresh")
    call("new", folder, "--lang", "zh")
    answers = iter(["销户申请", "电话", "资费", "金卡", "30", "3天前 投诉（原因 网络）", "昨天", ""])
    monkeypatch.setattr("typer.prompt", lambda *words, **more: next(answers))
    called = call("decide", folder, "--interactive", "--lang", "zh")
    assert called.code == 0
    assert "挽留专席" in called.out
    assert "在网30个月的金卡客户申请销户" in called.out
