"""The demonstration behind `make demo`: a quarter at a telecom operator, decided, delivered, explained, drawn.

Everything is real: SQLite on disk, a webhook receiver on this machine that checks signatures, the shipped ruleset.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import shutil
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from engage.cli.demo_patterns import look_again
from engage.cli.helping import Verb, in_chinese
from engage.cli.opening import typed
from engage.cli.options import LangOption
from engage.cli.run_words import print_summary
from engage.cli.speech import language_of, say, speaking
from engage.decide import explain
from engage.facts.decided import Decision
from engage.ground.finding import Words
from engage.load import load
from engage.program.program import Program
from engage.runtime import Engine, SetClock
from engage.workbench.demo_events import demo_events
from engage.workbench.events_in import RawEvent
from engage.workbench.run_page import Crossed, grouping_field, run_page
from engage.workbench.runner import run_events
from engage.workbench.summary import Summary

__all__ = ["demo", "main"]

_SECRETS: Final = "ENGAGE_DEMO_SECRETS"
_READ: Final = Words(
    "1. Read {ruleset}: {rules} rules and tables, understood, checked and compiled.",
    "1. 读取 {ruleset}：{rules} 条规则和决策表，已理解、检查并编译。",
)
_RUN: Final = Words(
    "2. Decide on {count} events of 400 customers; each decision is on disk, whole, with all that follows from it.",
    "2. 对 400 位客户的 {count} 个事件决策，每次决策连同后续动作完整落盘。",
)
_SENT: Final = Words(
    "3. Deliver to a webhook on this machine: {done} delivered, {received} received, each once, every signature good.",
    "3. 投递到本机的 webhook：已投递 {done}，对方收到 {received}，各一次，签名全部有效。",
)
_DOUBLED: Final = Words(
    "the receiver saw {doubled} doubles and {bad} bad signatures", "对方收到 {doubled} 个重复、{bad} 个坏签名"
)
_AGAIN: Final = Words(
    "4. Look for what follows what a second time, by another engine in a process of its own.",
    "4. 由独立进程中的另一引擎再次查找事件先后模式。",
    "4. 由獨立行程中的另一引擎再次查找事件先後模式。",
)
_WHY: Final = Words("5. Why was this customer treated so?", "5. 为什么这样对待这位客户？")
_PAGE: Final = Words("6. What was decided for whom: open {page}", "6. 对谁作了什么决定：打开 {page}")
_NEXT: Final = Words("Try next:", "接下来试试：")
_DECIDING: Final = Words("deciding", "决策中")
_TRIES: Final = (
    ("check", "{ruleset}"),
    ("test", "{ruleset}"),
    ("decide", "{ruleset}", "--interactive"),
    ("convert", "{ruleset}", "--to", "rules", "--lang", "{other}", "--out", "{out}/{other}"),
    ("show", "{ruleset}", "--out", "{out}/rule-book.html"),
    ("status", "--storage", "sqlite:{database}"),
    ("who", "--by", "relationship", "--storage", "sqlite:{database}"),
)
_DEADLINES: Final = Words(
    "{count} of the decisions were made when a deadline passed: something that was promised did not come.",
    "其中 {count} 次决策是到期触发的：承诺的事没有做到。",
    "其中 {count} 次決策是到期觸發的：承諾的事沒有做到。",
)


RulesetArgument = Annotated[
    Path,
    typer.Argument(),
    Words("the ruleset to show", "演示哪个规则集", "演示哪個規則集"),
]
OutOption = Annotated[
    Path,
    typer.Option(),
    Words("where the database and the page go", "数据库和页面放在哪里", "資料庫和頁面放在哪裡"),
]


@in_chinese(
    "用自带的规则集跑一个季度的虚构事件，投递、解释一个决策，并生成页面。",
    "用自帶的規則集跑一個季度的虛構事件，投遞、解釋一個決策，並生成頁面。",
)
def demo(
    ruleset: RulesetArgument = Path("rulesets/telecom-care"),
    out: OutOption = Path("demo-out"),
    lang: LangOption = "",
) -> None:
    """Run the shipped ruleset over a made-up quarter, deliver, explain one decision, and draw a page."""
    language, console = language_of(lang), Console(highlight=False, soft_wrap=True)
    program = load(ruleset)
    shelves = program.shelves.values()
    rules = {rule.id for shelf in shelves for rule in shelf.rules} | {t.id for shelf in shelves for t in shelf.tables}
    console.print(say(_READ, language, ruleset=ruleset, rules=len(rules)), style="bold")
    events = demo_events(ruleset / "demo" / "customers.csv")
    console.print(say(_RUN, language, count=f"{len(events):,}"), style="bold")
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    database, clock = out / "care.db", SetClock()
    summary, crossed = Summary(program), Crossed(grouping_field(program.vocabulary))
    shown: Decision | None = None
    with _receiver() as receiver:
        channels = {"crm": f"webhook:http://127.0.0.1:{receiver.server_port}/in#secrets={_SECRETS}"}
        with Engine(program, f"sqlite:{database}", channels=channels, clock=clock) as engine:
            started = time.perf_counter()
            raw = [RawEvent(number, envelope) for number, envelope in enumerate(events, start=1)]
            with _progress(console, language) as progress:
                for item in run_events(engine, clock, progress.track(raw, description=say(_DECIDING, language))):
                    summary.add(item)
                    if isinstance(item, Decision):
                        crossed.add(item)
                        shown = _worth_telling(shown, item)
            print_summary(console, summary, program.vocabulary, language, time.perf_counter() - started)
            passed = sum(summary.kinds[each.broken] for each in program.vocabulary.commitments)
            console.print(say(_DEADLINES, language, count=f"{passed:,}"))
            sums = engine.deliver()
            console.print()
            console.print(say(_SENT, language, done=sums.done, received=len(receiver.keys)), style="bold")
            if receiver.doubled or receiver.unsigned:
                console.print(say(_DOUBLED, language, doubled=receiver.doubled, bad=receiver.unsigned), style="red")
                raise typer.Exit(1)
            if shown is None:
                raise typer.Exit(1)
            _look_again(console, program, events, engine, language)
            console.print("\n" + say(_WHY, language), style="bold")
            console.print(explain(program, shown).text(language), markup=False)
            who = next(str(e["subject"]) for e in events if e["id"] == shown.event_id)
            page = out / "decisions.html"
            timeline = list(engine.decisions(who))
            page.write_text(run_page(program, summary, crossed, timeline, who, language), encoding="utf-8")
    console.print("\n" + say(_PAGE, language, page=page), style="bold")
    _say_tries(console, ruleset, out, database, lang)


def _look_again(
    console: Console, program: Program, events: Sequence[Mapping[str, object]], engine: Engine, language: str
) -> None:
    console.print("\n" + say(_AGAIN, language), style="bold")
    looked = look_again(program, events, engine)
    for each in looked:
        console.print(say(each.sentence(), language), markup=False)
    if any(each.different for each in looked):
        raise typer.Exit(1)


def _say_tries(console: Console, ruleset: Path, out: Path, database: Path, lang: str) -> None:
    language = language_of(lang)
    console.print("\n" + say(_NEXT, language))
    names = {"ruleset": ruleset, "other": "en" if language != "en" else "zh", "database": database, "out": out}
    with speaking(lang):
        for words in _TRIES:
            console.print("  " + typed(*(word.format_map(names) for word in words)), markup=False)


def _worth_telling(kept: Decision | None, new: Decision) -> Decision:
    """The decision with most to explain: an expert's route, offers, candidates that lost."""

    def weight(decision: Decision) -> tuple[bool, int, int]:
        plan = decision.plan
        return (plan.step == "expert", len(plan.offers), len(decision.candidates))

    return new if kept is None or weight(new) > weight(kept) else kept


def _progress(console: Console, language: str) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


class _Receiver(ThreadingHTTPServer):
    """Somebody else's system: keeps each key once and checks every signature."""

    daemon_threads = True

    def __init__(self, secret: bytes) -> None:
        super().__init__(("127.0.0.1", 0), _Inbox)
        self.secret, self.keys, self.doubled, self.unsigned = secret, set[str](), 0, 0
        self.lock = threading.Lock()


class _Inbox(BaseHTTPRequestHandler):
    server: _Receiver
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", "0")))
        key, stamp = self.headers.get("webhook-id", ""), self.headers.get("webhook-timestamp", "")
        mac = hmac.new(self.server.secret, f"{key}.{stamp}.".encode() + body, hashlib.sha256).digest()
        good = f"v1,{base64.b64encode(mac).decode()}" in self.headers.get("webhook-signature", "").split(" ")
        with self.server.lock:
            self.server.unsigned += not good
            self.server.doubled += key in self.server.keys
            self.server.keys.add(key)
        self.send_response(204 if good else 401)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Quiet: the demonstration prints sums."""


@contextmanager
def _receiver() -> Iterator[_Receiver]:
    secret = b"a secret for the demonstration!!"
    os.environ[_SECRETS] = f"whsec_{base64.b64encode(secret).decode()}"
    server = _Receiver(secret)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        del os.environ[_SECRETS]


def main() -> None:
    """`python -m engage.cli.demo`."""
    alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    alone.command(cls=Verb)(demo)
    alone()


if __name__ == "__main__":
    main()
