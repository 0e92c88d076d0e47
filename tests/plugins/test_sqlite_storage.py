"""Storage on SQLite keeps the contract, and refuses files on which it could not."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from engage.plugins import (
    Committed,
    Duplicate,
    PluginError,
    Plugins,
    SchemaMismatch,
    Storage,
    StorageError,
    StorageLocked,
    Unit,
)
from engage.testing.storage import StorageContract, decide_once
from engage.testing.storage_desk import DeskContract
from engage.testing.units import SOURCE, timer, unit, walk
from engage_sqlite import SqliteStorage, desk, effects, erasing, merging, opening, schema, statements
from engage_sqlite.migrating import configuration
from engage_sqlite.prepared import Prepared


class TestSqliteFile(StorageContract, DeskContract):
    def open(self, folder: Path) -> Storage:
        return SqliteStorage(str(folder / "care.db"))


class TestSqliteInMemory(StorageContract, DeskContract):
    def open(self, folder: Path) -> Storage:
        return SqliteStorage(":memory:")


DESK = ("TABLE desk", "TABLE desk_worker")


@contextmanager
def opened(path: Path) -> Iterator[SqliteStorage]:
    with closing(SqliteStorage(str(path), busy_seconds=0.2)) as storage:
        storage.prepare()
        yield storage


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database with one decision in it."""
    place = tmp_path / "care.db"
    with opened(place) as storage:
        assert storage.commit("main", unit(1, channels=["crm"])) == Committed(1)
    return place


def in_child(work: Callable[[], None]) -> int:
    """Run it in a forked process; 0 when it went well."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Python 3.12 warns of threads, of which pytest has some
        child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        except BaseException as failure:
            os.write(2, f"{failure!r}\n".encode())
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


# -- the schema


def test_the_migrations_make_the_tables_that_the_statements_are_built_on(path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw:
        engine = create_engine("sqlite://", creator=lambda: raw)
        with engine.connect() as connection:
            differences = compare_metadata(MigrationContext.configure(connection), schema.METADATA)
    assert differences == []


def test_the_schemas_known_are_the_migrations_there_are() -> None:
    script = ScriptDirectory.from_config(configuration())
    revisions = [revision.revision for revision in script.walk_revisions()]
    assert tuple(reversed(revisions)) == opening.KNOWN


def test_effects_of_the_first_schema_are_tried_on_from_their_first_attempt(tmp_path: Path) -> None:
    place = tmp_path / "care.db"
    with closing(sqlite3.connect(place)) as raw:
        engine = create_engine("sqlite://", creator=lambda: raw)
        with engine.begin() as connection:
            settings = configuration()
            settings.attributes["connection"] = connection
            command.upgrade(settings, "0001")
        raw.execute(f"PRAGMA application_id = {opening.APPLICATION}")
        effect = "'main', ?, 'd', 1, 'c1', 'customer:c1', 1, 'crm', 'task', '{}', 0, ?, '', ?, 0, 1, 'new'"
        names = "tenant, key, decision_id, number, customer, line, sequence, channel, kind, payload, not_before"
        for row in (("tried", 2, 900), ("lost", 1, 700), ("new", 0, None)):
            order = (row[0], row[1], row[2])
            raw.execute(
                f"INSERT INTO outbox ({names}, attempt, last_code, claimed_at, due, head, state) VALUES ({effect})",
                order,
            )
        raw.execute("INSERT INTO attempt VALUES ('main', 'tried', 1, 'new', 'down', 500, 600)")
        raw.commit()
    with opened(place) as storage:
        found = {one.key: (one.tries, one.first_at) for one in storage.outbox("main")}
    assert found == {"tried": (2, 500), "lost": (1, 700), "new": (0, 0)}


def test_what_an_earlier_schema_recorded_counts_for_the_latest_moment(tmp_path: Path) -> None:
    place = tmp_path / "care.db"
    with opened(place) as storage:
        for number, moment in enumerate((500, 900, 700), 1):
            storage.commit("main", unit(number, version=number - 1, at=moment))
        storage.commit("main", unit(4, key="", contact="k1", at=300))
        storage.set_facts("main", "c2", "{}", 0)
    with closing(sqlite3.connect(place)) as raw:
        for table in ("customer", "contact"):
            raw.execute(f"ALTER TABLE {table} DROP COLUMN latest_at")
        raw.execute("ALTER TABLE customer DROP COLUMN carried")
        for index in ("alias_of_customer", "timer_of_customer"):
            raw.execute(f"DROP INDEX {index}")
        for later in ("TABLE stay", "TABLE move", "INDEX timer_alarm", "INDEX customer_erased", *DESK):
            raw.execute(f"DROP {later}")
        raw.execute("UPDATE alembic_version SET version_num = '0002'")
        raw.commit()
    with opened(place) as storage:
        kept = {key: storage.customer("main", key) for key in ("c1", "c2")}
        look = {"source": "/kit", "event_id": "e9", "key": "", "contact": "k1", "at": 1_000, "history": lambda _: {}}
        contact = storage.snapshot("main", **look).customer  # type: ignore[arg-type]
    assert {key: one and one.latest_at for key, one in kept.items()} == {"c1": 900, "c2": None}
    assert contact.latest_at == 300


def test_a_storage_from_before_lifecycles_gets_their_tables(tmp_path: Path) -> None:
    place = tmp_path / "care.db"
    with opened(place) as storage:
        storage.commit("main", unit(1))
    with closing(sqlite3.connect(place)) as raw:
        for later in ("TABLE stay", "TABLE move", "INDEX timer_alarm", "INDEX customer_erased", *DESK):
            raw.execute(f"DROP {later}")
        raw.execute("UPDATE alembic_version SET version_num = '0005'")
        raw.commit()
    with opened(place) as storage:
        assert storage.commit("main", unit(2, version=1, **walk("establish"))) == Committed(2)
        assert [move.after for move in storage.moves("main", "c1")] == ["establish"]


def test_timers_that_ended_under_an_earlier_schema_are_nobodys_any_more(tmp_path: Path) -> None:
    place = tmp_path / "care.db"
    ended, waits = timer("a", 10), timer("b", 20)
    with opened(place) as storage:
        storage.commit("main", unit(1, timers=[ended, waits]))
        storage.commit("main", unit(2, version=1, fired_timer=ended.id))
        asked = f"SELECT count(*) FROM timer WHERE key = 'c1' AND id = '{ended.id}'"
        with closing(sqlite3.connect(place)) as raw:
            assert raw.execute(asked).fetchone() == (0,)
    with closing(sqlite3.connect(place)) as raw:
        raw.execute(f"UPDATE timer SET key = 'c1', subject = 'c1' WHERE id = '{ended.id}'")
        for later in ("INDEX customer_erased", *DESK):
            raw.execute(f"DROP {later}")
        raw.execute("UPDATE alembic_version SET version_num = '0006'")
        raw.commit()
    with opened(place) as storage:
        assert storage.waiting_for("main", "c1").timers == (waits,)
        assert storage.erase("main", "c1", 5) is not None
    with closing(sqlite3.connect(place)) as raw:
        told = {str(value) for row in raw.execute("SELECT * FROM timer") for value in row}
    assert "c1" not in told


def test_every_key_names_the_tenant() -> None:
    for table in schema.METADATA.tables.values():
        keys = {tuple(column.name for column in table.primary_key.columns)}
        keys |= {tuple(column.name for column in index.columns) for index in table.indexes}
        assert {key[0] for key in keys} <= {"tenant", "position"}, table.name


#: counts are for people, and count
_SCANS_ALLOWED = {"counts", "now"}


_STATEMENTS = vars(statements) | vars(effects) | vars(merging) | vars(erasing) | vars(desk)


@pytest.mark.parametrize("name", [name for name, value in _STATEMENTS.items() if isinstance(value, Prepared)])
def test_no_statement_scans_a_table_or_sorts_one(path: Path, name: str) -> None:
    statement: Prepared = _STATEMENTS[name]
    values = dict.fromkeys(statement.names, 1)
    with closing(sqlite3.connect(path)) as raw:
        steps = [
            str(row[3])
            for row in raw.execute(f"EXPLAIN QUERY PLAN {statement.sql}", [values[key] for key in statement.names])
        ]
    for step in steps:
        assert not step.startswith("SCAN") or name in _SCANS_ALLOWED or step.split()[1] in ("needs", "CONSTANT"), steps
    if name in ("claim", "due_timers", "decisions", "decisions_of_customer", "in_state", "recent"):
        assert not [step for step in steps if "TEMP B-TREE" in step], steps


def test_history_is_read_by_the_customers_index_alone(path: Path) -> None:
    statement = statements.history
    with closing(sqlite3.connect(path)) as raw:
        rows = raw.execute(f"EXPLAIN QUERY PLAN {statement.sql}", ["{}", "main", "c1", 5])
        steps = [str(row[3]) for row in rows]
    assert any("USING INDEX event_history (tenant=? AND key=? AND kind=? AND at>? AND at<?)" in step for step in steps)


@pytest.mark.parametrize(
    ("statement", "indexes"),
    [
        (statements.recent, {"decision_of_customer", "sqlite_autoindex_event_1"}),
        (statements.timers_of, {"timer_of_customer"}),
        (statements.alarm, {"timer_alarm"}),
        (effects.of_line, {"outbox_line"}),
        (effects.undelivered, {"outbox_decision", "decision_of_customer"}),
    ],
)
def test_what_concerns_one_customer_is_read_by_that_customers_indexes(
    path: Path, statement: Prepared, indexes: set[str]
) -> None:
    with closing(sqlite3.connect(path)) as raw:
        rows = raw.execute(f"EXPLAIN QUERY PLAN {statement.sql}", [1 for _ in statement.names])
        steps = [str(row[3]).split() for row in rows]
    assert {step[step.index("INDEX") + 1] for step in steps if "INDEX" in step} == indexes


def test_a_newer_schema_is_refused_by_its_name(path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = '0099'")
    with pytest.raises(SchemaMismatch) as caught, opened(path):
        pass
    assert "0099" in str(caught.value)
    assert opening.HEAD in str(caught.value)


def test_two_that_start_at_once_make_one_schema(tmp_path: Path) -> None:
    def start() -> None:
        for number in range(5):
            with closing(SqliteStorage(str(tmp_path / f"care{number}.db"))) as storage:
                barrier.wait(10)
                storage.prepare()

    failures: list[BaseException] = []

    def guarded() -> None:
        try:
            start()
        except BaseException as failure:
            failures.append(failure)

    barrier = threading.Barrier(3)
    threads = [threading.Thread(target=guarded) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_who_starts_while_another_makes_the_file_waits_for_it(tmp_path: Path) -> None:
    file = tmp_path / "care.db"
    with closing(sqlite3.connect(file, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        later = threading.Timer(0.3, lambda: other.execute("COMMIT"))
        later.start()
        with closing(SqliteStorage(str(file))) as storage:
            storage.prepare()
            assert storage.counts("main")["events"] == 0
        later.join()


def test_who_makes_the_file_for_too_long_is_told_of(tmp_path: Path) -> None:
    file = tmp_path / "care.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with closing(SqliteStorage(str(file), busy_seconds=0.1)) as storage, pytest.raises(StorageLocked):
            storage.prepare()


# -- files


def test_settings_keep_what_was_acknowledged_over_a_power_cut(path: Path) -> None:
    with opened(path) as storage, storage._connections.write() as raw:
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert raw.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL
        assert storage.durability == "power-safe"


def test_a_new_database_is_its_owners_alone(tmp_path: Path) -> None:
    with opened(tmp_path / "care.db") as storage:
        storage.commit("main", unit(1))
        modes = {file.name: file.stat().st_mode & 0o777 for file in tmp_path.iterdir()}
    assert modes == {"care.db": 0o600, "care.db-wal": 0o600, "care.db-shm": 0o600}


def test_a_folder_that_does_not_exist_is_told(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as caught, opened(tmp_path / "none" / "care.db"):
        pass
    assert caught.value.code == "S020"


@pytest.mark.parametrize("make", [os.mkdir, os.mkfifo])
def test_what_is_no_regular_file_is_refused(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "care.db")
    with pytest.raises(StorageError) as caught, opened(tmp_path / "care.db"):
        pass
    assert caught.value.code == "S021"


@pytest.mark.parametrize("replaced", [False, True])
def test_a_file_that_was_taken_away_acknowledges_nothing_until_it_is_back(path: Path, replaced: bool) -> None:
    with opened(path) as storage:
        storage.commit("main", unit(1))
        away = path.with_suffix(".away")
        path.rename(away)
        if replaced:
            shutil.copy(away, path)
        with pytest.raises(StorageError) as caught:
            storage.commit("main", unit(2, version=1))
        assert caught.value.code == "S035"
        away.replace(path)
        assert storage.commit("main", unit(2, version=1)) == Committed(2)


@pytest.mark.parametrize("address", ["///care.db", "//care.db", "?mode=memory", "care.db?mode=ro"])
def test_an_address_as_other_libraries_write_it_is_refused(address: str) -> None:
    with pytest.raises(StorageError) as caught:
        SqliteStorage(address).prepare()
    assert caught.value.code == "S036"


@pytest.mark.parametrize("address", ["", "a\0b"])
def test_an_address_without_a_file_is_refused(address: str) -> None:
    with pytest.raises(StorageError) as caught:
        SqliteStorage(address).prepare()
    assert caught.value.code == "S021"


def test_a_file_that_is_no_database_is_refused_and_kept(tmp_path: Path) -> None:
    (tmp_path / "care.db").write_text("customer,tier\n" * 500)
    before = (tmp_path / "care.db").read_bytes()
    with pytest.raises(StorageError) as caught, opened(tmp_path / "care.db"):
        pass
    assert caught.value.code == "S024"
    assert (tmp_path / "care.db").read_bytes() == before


def test_another_programs_database_is_refused_and_kept(tmp_path: Path) -> None:
    place = tmp_path / "care.db"
    with closing(sqlite3.connect(place)) as raw, raw:
        raw.execute("CREATE TABLE customer (name)")
    before = place.read_bytes()
    with pytest.raises(StorageError) as caught, opened(place):
        pass
    assert caught.value.code == "S023"
    assert place.read_bytes() == before
    assert sorted(file.name for file in tmp_path.iterdir()) == ["care.db"]


def test_a_damaged_page_is_found_when_opening(path: Path) -> None:
    pages = bytearray(path.read_bytes())
    size = 4096
    for page in range(1, len(pages) // size):
        broken = bytearray(pages)
        broken[page * size : page * size + 16] = b"\xff" * 16
        path.write_bytes(broken)
        with pytest.raises(StorageError) as caught, opened(path):
            pass
        assert caught.value.code == "S024"


def test_a_database_cut_short_is_found_when_opening(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-4096])
    with pytest.raises(StorageError) as caught, opened(path):
        pass
    assert caught.value.code == "S024"


def test_a_log_whose_database_is_gone_is_not_thrown_away(tmp_path: Path) -> None:
    place = tmp_path / "care.db"
    with opened(place) as storage:
        storage.commit("main", unit(1))
        shutil.copy(f"{place}-wal", tmp_path / "lone.db-wal")
    for lone in (None, b""):
        if lone is not None:
            (tmp_path / "lone.db").write_bytes(lone)
        with pytest.raises(StorageError) as caught, opened(tmp_path / "lone.db"):
            pass
        assert caught.value.code == "S030"
        assert (tmp_path / "lone.db-wal").stat().st_size > 0


def test_the_shared_index_of_the_log_may_be_lost(tmp_path: Path) -> None:
    place, copy = tmp_path / "care.db", tmp_path / "copy.db"
    with opened(place) as storage:
        storage.commit("main", unit(1))
        shutil.copy(place, copy)
        shutil.copy(f"{place}-wal", f"{copy}-wal")
    with opened(copy) as storage:
        assert storage.counts("main")["decisions"] == 1


_MOUNTS = "/dev/vda / ext4 rw 0 0\nbox:/x /mnt/share nfs4 rw 0 0\n//box/y /mnt/with\\040blank cifs rw 0 0\n"


def test_a_network_file_system_is_refused(tmp_path: Path) -> None:
    assert opening.file_system_of(Path("/mnt/share/a/care.db"), _MOUNTS) == "nfs4"
    assert opening.file_system_of(Path("/mnt/with blank/care.db"), _MOUNTS) == "cifs"
    assert opening.file_system_of(Path("/mnt/sharecare.db"), _MOUNTS) == "ext4"
    assert opening.file_system_of(Path("/mnt/share/a/care.db"), "") == ""
    with pytest.raises(StorageError) as caught:
        opening.check_place(str(tmp_path / "care.db"), f"box:/x {tmp_path} nfs rw 0 0\n")
    assert caught.value.code == "S022"


def committed(storage: Storage, one: Unit, done: int) -> tuple[str, int]:
    """The code of a failure, or one more that is done."""
    try:
        assert storage.commit("main", one) == Committed(1)
    except StorageError as failure:
        return failure.code, done
    return "", done + 1


def test_a_disk_that_is_full_acknowledges_nothing_and_recovers(tmp_path: Path) -> None:
    place = tmp_path / "care.db"

    def work() -> None:
        import resource
        import signal

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        with opened(place) as storage:
            storage.commit("main", unit(0))
            log = Path(f"{place}-wal").stat().st_size
            resource.setrlimit(resource.RLIMIT_FSIZE, (log + 200_000, resource.RLIM_INFINITY))
            done = 0
            code = ""
            while not code:
                big = unit(done + 1, f"d{done + 1}", facts='"' + "x" * 3000 + '"')
                code, done = committed(storage, big, done)
            assert code == "S027"
            assert done > 0
            assert storage.counts("main")["decisions"] == done + 1
            resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            assert storage.commit("main", unit(done + 1, f"d{done + 1}")) == Committed(1)
            assert isinstance(storage.commit("main", unit(done, f"d{done}")), Duplicate)

    assert in_child(work) == 0


# -- many at once


def test_a_lock_that_another_process_keeps_is_told_as_locked(path: Path) -> None:
    with opened(path) as storage, closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageLocked):
            storage.commit("main", unit(2, version=1))
        assert storage.counts("main")["decisions"] == 1  # who reads does not wait
        other.execute("COMMIT")
        assert storage.commit("main", unit(2, version=1)) == Committed(2)


def test_processes_with_the_same_events_make_one_decision_each(path: Path) -> None:
    def work() -> None:
        with closing(SqliteStorage(str(path), busy_seconds=20)) as storage:
            storage.prepare()
            for number in range(40):
                decide_once(storage, unit(number, f"c{number % 3}", channels=["crm"]))

    children = [threading.Thread(target=lambda: codes.append(in_child(work))) for _ in range(4)]
    codes: list[int] = []
    for child in children:
        child.start()
    for child in children:
        child.join()
    assert codes == [0, 0, 0, 0]
    with opened(path) as storage:
        assert storage.counts("main")["decisions"] == 40
        for key in ("c0", "c1", "c2"):
            found = [decision.sequence for decision in storage.decisions("main", key=key)]
            assert found == list(range(1, len(found) + 1))


def test_after_a_fork_both_processes_go_on(path: Path) -> None:
    with opened(path) as storage:
        storage.commit("main", unit(2, version=1))
        for number in range(3, 13, 2):

            def work(number: int = number) -> None:
                assert storage.commit("main", unit(number, version=number - 1)) == Committed(number)
                storage.close()

            assert in_child(work) == 0
            assert storage.commit("main", unit(number + 1, version=number)) == Committed(number + 1)
        assert [decision.sequence for decision in storage.decisions("main", key="c1")] == list(range(1, 13))
    assert opening.inspect(str(path)) == opening.HEAD


def test_a_fork_waits_for_the_transaction_of_another_thread(path: Path) -> None:
    inside, leave = threading.Event(), threading.Event()

    def crash(point: str) -> None:
        if point == "decision" and not leave.is_set():
            inside.set()
            leave.wait(10)

    with closing(SqliteStorage(str(path), busy_seconds=10, crash=crash)) as storage:
        storage.prepare()
        writing = threading.Thread(target=storage.commit, args=("main", unit(5, "c5")))
        writing.start()
        inside.wait(10)
        threading.Timer(0.3, leave.set).start()

        def work() -> None:
            assert storage.counts("main")["decisions"] == 2  # what that thread was writing is there
            assert storage.commit("main", unit(6, "c6")) == Committed(1)

        assert in_child(work) == 0
        writing.join()
        assert storage.counts("main")["decisions"] == 3


def test_a_fork_inside_a_transaction_leaves_it_whole_and_gives_the_child_no_database(path: Path) -> None:
    codes: list[int] = []

    def refused() -> None:
        with pytest.raises(StorageError) as caught:
            storage.counts("main")
        assert caught.value.code == "S034"
        storage.close()

    def crash(point: str) -> None:
        if point == "decision":
            codes.append(in_child(refused))

    with closing(SqliteStorage(str(path), crash=crash)) as storage:
        storage.prepare()
        assert storage.commit("main", unit(5, "c5")) == Committed(1)
        assert codes == [0]
        assert storage.counts("main")["decisions"] == 2


def test_a_unit_that_cannot_be_stored_does_not_fail_its_neighbours(path: Path) -> None:
    half = unit(50, "half", facts='"\ud800"')
    start = threading.Barrier(9)
    results: dict[int, object] = {}

    def commit(number: int) -> None:
        start.wait(10)
        try:
            results[number] = storage.commit("main", half if number == 0 else unit(number + 10, f"k{number}"))
        except StorageError as failure:
            results[number] = failure.code

    with opened(path) as storage:
        threads = [threading.Thread(target=commit, args=(number,)) for number in range(9)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert results.pop(0) == "S028"
        assert set(results.values()) == {Committed(1)}


def test_an_interrupt_inside_a_transaction_leaves_nothing_of_it(path: Path) -> None:
    armed = [False]

    def crash(point: str) -> None:
        if point == "outbox" and armed[0]:
            raise KeyboardInterrupt

    with closing(SqliteStorage(str(path), crash=crash)) as storage:
        storage.prepare()
        armed[0] = True
        with pytest.raises(KeyboardInterrupt):
            storage.commit("main", unit(2, version=1, channels=["crm"]))
        armed[0] = False
        assert storage.counts("main")["decisions"] == 1
        assert storage.commit("main", unit(2, version=1, channels=["crm"])) == Committed(2)


def test_no_value_of_a_customer_is_in_an_error(path: Path) -> None:
    canary = "canary-7c1e"
    with opened(path) as storage:
        for odd in (
            unit(7, canary, facts=f'"{canary}\ud800"'),
            unit(8, canary, at=2**80),
        ):
            with pytest.raises(StorageError) as caught:
                storage.commit("main", odd)
            assert canary not in str(caught.value)
            assert caught.value.__cause__ is None
            assert caught.value.__suppress_context__
        assert storage.customer("main", canary) is None


def test_texts_that_look_like_sql_are_texts(path: Path) -> None:
    odd = "c'); DROP TABLE event; --"
    with opened(path) as storage:
        assert storage.commit("main", unit(9, odd, channels=[odd], contact=odd)) == Committed(1)
        (claimed,) = storage.claim("main", odd, 5, 60)
        assert claimed.record.customer == odd
        seen = storage.snapshot(
            "main",
            source=SOURCE,
            event_id="",
            key=odd,
            contact=odd,
            at=2**60,
            history=lambda _: {"call": None, odd: None},
        )
        assert [event.key for event in seen.history] == [odd]


def test_it_is_opened_by_name(tmp_path: Path) -> None:
    plugins = Plugins.discover()
    with closing(plugins.open_storage(f"sqlite:{tmp_path / 'care.db'}")) as storage:
        storage.prepare()
        assert storage.counts("main")["events"] == 0
    with pytest.raises(PluginError) as caught:
        plugins.open_storage("sqlit:care.db")
    assert "did you mean `sqlite`" in str(caught.value)
