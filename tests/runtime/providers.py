"""A desk whose tariffs and debts other systems know, and such systems: a function, and a real HTTP server."""

from __future__ import annotations

import json
import threading
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from engage.load import compile, read_sources
from engage.program.program import Program
from engage.ruleset.model import Model
from engage.runtime import Engine, SetClock
from engage.sockets.estimator import Asked
from engage.sockets.provider import FactProvider
from engage_sqlite import open_sqlite
from runtime.desk import START

DAY = 86_400_000_000
RULESET = {
    "ruleset.yaml": "engage: 1\nruleset: desk\nzone: Asia/Shanghai\nsafe default: [route to front desk]\n",
    "vocabulary.yaml": """fields:
  customer.tariff:
    type: choice
    values: {basic: {en: basic}, gold: {en: gold}}
    en: tariff
    zh: 套餐
    from: provider crm
    max age: 1 day
  customer.debt: {type: money CNY, en: debt, zh: 欠费, from: provider billing, max age: 1 day, confidence: at least 0.7}
  customer.months: {type: number, en: months, zh: 在网月数, from: provider crm, max age: 1 day}
  customer.city: {type: text, en: city, zh: 城市, from: provider crm}
events:
  cancel_request: {type: cancel.requested, en: cancel request, contact: yes}
  purchase: {type: bought, en: purchase}
  visit: {type: visited, en: visit, contact: yes}
""",
    "catalogue.yaml": """queues:
  front_desk: {en: front desk}
  vip_desk: {en: vip desk}
  debt_desk: {en: debt desk}
  north_desk: {en: north desk}
""",
    "desk.rules": """rule everybody
  event cancel request
  then route to front desk

rule vip
  beats everybody
  event cancel request
  when tariff is gold and months is at least 12
  then route to vip desk

rule debtor
  beats vip, everybody
  event cancel request
  when debt is at least 100 yuan
  then route to debt desk

rule north
  event visit
  when city is "Harbin"
  then route to north desk

rule anywhere
  event visit
  when city is unknown
  then route to front desk
""",
}
KNOWN = {"customer.tariff": "gold", "customer.months": 24, "customer.city": "Harbin"}


def desk(changed: Mapping[str, str] = {}) -> Program:
    ruleset = read_sources(tuple((RULESET | dict(changed)).items()))
    assert ruleset.report.ok, ruleset.report
    return compile(ruleset)


def model() -> Model:
    made = read_sources(tuple(RULESET.items())).model
    assert made is not None
    return made


class System:
    """A provider that answers, or does, what it is told to; of what it was asked it keeps everything."""

    def __init__(self, answer: Callable[[Asked], object] | Mapping[str, object]) -> None:
        self.asked: list[tuple[Asked, tuple[str, ...]]] = []
        self.closed = 0
        self.answer = answer

    def provide(self, asked: Asked, wanted: Sequence[str]) -> Mapping[str, object]:
        self.asked.append((asked, tuple(wanted)))
        if isinstance(self.answer, Mapping):
            return {name: self.answer[name] for name in wanted if name in self.answer}
        return self.answer(asked)  # type: ignore[return-value]  # a provider may answer anything

    def close(self) -> None:
        self.closed += 1

    @property
    def wanted(self) -> list[tuple[str, ...]]:
        return [wanted for _, wanted in self.asked]


def crm() -> System:
    return System(KNOWN)


def owing(amount: object) -> System:
    return System({"customer.debt": amount})


@contextmanager
def engine_with(
    path: Path, given: Mapping[str, FactProvider], within: float = 5.0, clock: SetClock | None = None
) -> Iterator[Engine]:
    storage, at = open_sqlite(str(path / "care.db")), clock or SetClock(START)
    with Engine(desk(), storage, providers=dict(given), provide_within=within, clock=at) as engine:
        yield engine


class OverHttp:
    """A provider that asks a server: one request for all facts, with a time limit of its own."""

    def __init__(self, url: str, seconds: float = 5.0) -> None:
        self._url, self._seconds = url, seconds

    def provide(self, asked: Asked, wanted: Sequence[str]) -> Mapping[str, object]:
        query = urllib.parse.urlencode({"customer": asked.customer, "facts": ",".join(wanted)})
        with urllib.request.urlopen(f"{self._url}?{query}", timeout=self._seconds) as answer:
            found = json.load(answer)
        assert isinstance(found, dict)
        return found

    def close(self) -> None:
        pass


class Served:
    """What the server says, what it was asked, and how it behaves."""

    def __init__(self) -> None:
        self.customers: dict[str, Mapping[str, object]] = {}
        self.asked: list[str] = []
        self.status, self.body = 200, b""
        self.hold = threading.Event()
        self.hold.set()
        self.url = ""


@contextmanager
def served() -> Iterator[Served]:
    """A real HTTP server on the loopback that knows customers."""
    says = Served()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            says.asked.append(self.path)
            says.hold.wait(30)
            asked = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query)
            known = says.customers.get(asked["customer"][0], {})
            found = {name: known[name] for name in asked["facts"][0].split(",") if name in known}
            body = says.body or json.dumps(found).encode()
            self.send_response(says.status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    says.url = f"http://127.0.0.1:{server.server_port}/facts"
    try:
        yield says
    finally:
        says.hold.set()
        server.shutdown()
        server.server_close()
        thread.join()
