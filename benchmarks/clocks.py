"""What service clocks cost: a chat with a cycle for each answer, and a customer of many open cases. Asserts nothing.

    python benchmarks/clocks.py [CASES]

Times are of the process, in milliseconds an event (in the chat with the ring that tells each answer), over SQLite in
memory.
"""

from __future__ import annotations

import sys
import time

from engage.gate.values import moment_text
from engage.load import from_sources
from engage.runtime import Engine, SetClock

START, MINUTE = 1_793_844_000_000_000, 60_000_000  # Thursday, 2026-11-05 10:00 in Shanghai
SOURCES = {
    "ruleset.yaml": """
engage: 1
ruleset: clocks
zone: Asia/Shanghai
vocabulary: vocabulary.yaml
catalogue: catalogue.yaml
files: [care.rules]
working week:
  monday to friday: 09:00 to 18:00
safe default:
  - route to desk
""",
    "vocabulary.yaml": """
vocabulary: clocks
events:
  complaint: {type: complaint.received, en: complaint / complaints, zh: 投诉, contact: yes}
  message: {type: message.received, en: message / messages, zh: 来信}
  reply: {type: reply.sent, en: reply / replies, zh: 回复}
""",
    "catalogue.yaml": """
queues:
  desk: {en: desk, zh: 前台}
service levels:
  care:
    en: care
    zh: 服务
    targets: {first_response: 2 business hours, next_response: 4 business hours, resolution: 8 business hours}
""",
    "care.rules": """
rule care
  event complaint, message
  then serve at care
rule desk
  event complaint
  then route to desk

clock first response
  starts when event is complaint
  stops when event is reply
  warns at 75%
clock resolution
  starts when event is complaint
  stops when event is reply
clock next response
  starts when event is message
  cycles each time
  stops when event is reply
""",
}


def main(cases: int) -> None:
    """Print both."""
    program, clock = from_sources(SOURCES.items()), SetClock(START)
    with Engine(program, "sqlite::memory:", clock=clock) as engine:
        number = 0

        def tell(type: str, minute: int, case: str) -> None:
            nonlocal number
            number += 1
            clock.at = max(clock.at, START + minute * MINUTE)
            told = {"id": f"e{number}", "source": "/bench", "type": type, "subject": "c7", "case": case}
            engine.receive({**told, "time": moment_text(START + minute * MINUTE, 480)})

        for hundred in range(3):
            begun = time.process_time()
            for place in range(hundred * 100, hundred * 100 + 100):
                tell("message.received", 4 * place, "chat")
                tell("reply.sent", 4 * place + 2, "chat")
                engine.tick()
            spent = (time.process_time() - begun) * 1_000 / 200
            print(f"a chat, answers {hundred * 100 + 1:>3} to {hundred * 100 + 100}: {spent:.1f} ms")
        for place in range(cases):
            tell("complaint.received", 1_200, f"case {place}")
        begun = time.process_time()
        for _ in range(50):
            tell("message.received", 1_201, "another")
        print(f"{cases} open cases: {(time.process_time() - begun) * 1_000 / 50:.1f} ms")
        clock.at += 600 * MINUTE
        begun, rung = time.process_time(), len(engine.tick(100))
        print(f"{cases} open cases, {rung} rings: {(time.process_time() - begun) * 1_000 / max(1, rung):.1f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
