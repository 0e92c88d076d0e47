"""The file channel: each key stands once in the file, whatever happened in between."""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
import resource
import signal
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from attrs import evolve

from engage.plugins import Channel, Permanent, PluginError, Plugins, Retryable
from engage.testing.channel import ChannelContract, delivery
from engage_file import FileChannel


def lines_of(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


class TestFile(ChannelContract):
    def open(self, folder: Path) -> Channel:
        return FileChannel(str(folder / "crm.jsonl"))

    def received(self, folder: Path) -> Sequence[tuple[str, str]]:
        return [(str(line["key"]), json.dumps(line["data"])) for line in lines_of(folder / "crm.jsonl")]

    def breaks(self, folder: Path) -> bool:
        (folder / "crm.jsonl").mkdir()
        return True


def test_a_line_says_what_and_for_whom(tmp_path: Path) -> None:
    path = tmp_path / "crm.jsonl"
    with closing(Plugins.discover().open_channel(f"file:{path}")) as channel:
        channel.deliver(delivery(1))
    assert lines_of(path) == [
        {
            "key": delivery(1).key,
            "channel": "crm",
            "kind": "task",
            "tenant": "main",
            "decision": delivery(1).decision_id,
            "data": {"text": "hello"},
        }
    ]
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_half_line_of_a_crash_is_taken_away(tmp_path: Path) -> None:
    path = tmp_path / "crm.jsonl"
    channel = FileChannel(str(path))
    channel.deliver(delivery(1))
    whole = path.read_bytes()
    channel.deliver(delivery(2))
    after = path.read_bytes()
    for cut in range(len(whole), len(after)):
        path.write_bytes(after[:cut])
        channel.deliver(evolve(delivery(2), attempt=2))
        assert path.read_bytes() == after


def test_a_last_line_without_its_end_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "crm.jsonl"
    path.write_text('{"written": "by hand"}')
    FileChannel(str(path)).deliver(delivery(1))
    assert len(lines_of(path)) == 2


def test_a_file_that_was_moved_away_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "crm.jsonl"
    channel = FileChannel(str(path))
    channel.deliver(delivery(1))
    path.rename(tmp_path / "crm.1.jsonl")
    channel.deliver(delivery(2))
    assert [line["key"] for line in lines_of(path)] == [delivery(2).key]


def test_a_full_disk_leaves_no_half_line_and_is_tried_again(tmp_path: Path) -> None:
    path = tmp_path / "crm.jsonl"
    channel = FileChannel(str(path))
    channel.deliver(delivery(1))
    size = path.stat().st_size
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 50, before[1]))
    try:
        with pytest.raises(Retryable) as caught:
            channel.deliver(delivery(2))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    assert caught.value.code == "file-efbig"
    assert path.stat().st_size == size
    channel.deliver(evolve(delivery(2), attempt=2))
    assert len(lines_of(path)) == 2


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises((Permanent, Retryable)) as caught:
        FileChannel(str(tmp_path / "pipe")).deliver(delivery(1))
    assert caught.value.code in {f"file-{errno.errorcode[code].lower()}" for code in (errno.EINVAL, errno.ENXIO)}
    for address in ("file:", f"file:{tmp_path}", f"file:{tmp_path}/none/crm.jsonl"):
        with pytest.raises(PluginError) as refused:
            Plugins.discover().open_channel(address)
        assert refused.value.code == "F001"


def _write(path: str, numbers: Sequence[int]) -> None:
    channel = FileChannel(path)
    for number in numbers:
        channel.deliver(delivery(number, json.dumps({"text": "x" * 5000})))


def test_processes_write_whole_lines(tmp_path: Path) -> None:
    path = tmp_path / "crm.jsonl"
    several = multiprocessing.get_context("spawn")
    workers = [several.Process(target=_write, args=(str(path), range(n * 100, n * 100 + 20))) for n in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(lines_of(path)) == 60
