"""The console channel prints one JSON object a line."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from engage.plugins import Channel, PluginError, Plugins, Retryable
from engage.testing.channel import ChannelContract, delivery
from engage_console import ConsoleChannel


class TestConsole(ChannelContract):
    def open(self, folder: Path) -> Channel:
        self.terminal = io.StringIO()
        return ConsoleChannel(stream=self.terminal)

    def received(self, folder: Path) -> Sequence[tuple[str, str]]:
        # Who reads the terminal knows a line by its key.
        lines = [json.loads(line) for line in self.terminal.getvalue().splitlines()]
        return list({line["key"]: json.dumps(line["data"]) for line in lines}.items())

    def breaks(self, folder: Path) -> bool:
        self.terminal.close()
        return True


def test_it_prints_where_it_is_told_to(capsys: pytest.CaptureFixture[str]) -> None:
    for address in ("console:", "console:stdout", "console:stderr"):
        with closing(Plugins.discover().open_channel(address)) as channel:
            channel.deliver(delivery(1))
    out, err = capsys.readouterr()
    line = f'{{"channel": "crm", "kind": "task", "key": "{delivery(1).key}", "data": {{"text":"hello"}}}}\n'
    assert (out, err) == (line + line, line)


def test_a_terminal_without_chinese_shows_code_points() -> None:
    raw = io.BytesIO()
    terminal = io.TextIOWrapper(raw, "ascii")
    ConsoleChannel(stream=terminal).deliver(delivery(1, '{"t":"王"}'))
    assert b'"data": {"t":"\\u738b"}' in raw.getvalue()


def test_a_terminal_that_is_gone_is_tried_again() -> None:
    terminal = io.StringIO()
    terminal.close()
    with pytest.raises(Retryable):
        ConsoleChannel(stream=terminal).deliver(delivery(1))


def test_another_place_is_refused() -> None:
    with pytest.raises(PluginError) as caught:
        Plugins.discover().open_channel("console:printer")
    assert caught.value.code == "C001"
