"""Plugins: found one by one, names taken once, the broken ones told and the others at work."""

from __future__ import annotations

import ast
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import closing
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from engage.plugins import (
    Answer,
    Channel,
    ChannelRegistry,
    Delivery,
    PluginError,
    Plugins,
    Storage,
    StorageRegistry,
    hookimpl,
)


class Pigeon:
    """A channel that a host brings along."""

    idempotency = "none"
    window_seconds = 0.0

    def __init__(self, where: str) -> None:
        self.where = where

    def deliver(self, delivery: Delivery) -> Answer:
        return Answer("released")

    def close(self) -> None:
        return


def bringing(name: str = "pigeon", opener: Callable[[str], Channel] = Pigeon, called: str = "pigeons") -> ModuleType:
    """A plugin with one channel."""
    module = ModuleType(called)

    @hookimpl
    def engage_channels(registry: ChannelRegistry) -> None:
        registry.add(name, opener)

    module.engage_channels = engage_channels  # type: ignore[attr-defined]
    return module


class Site:
    """A folder of installed distributions."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def install(self, module: str, code: str, *, name: str = "", distribution: str = "", version: str = "1.0") -> None:
        """A distribution with one module, which is the entry point `name`."""
        (self.folder / f"{module}.py").write_text(textwrap.dedent(code))
        title = distribution or module.replace("_", "-")
        info = self.folder / f"{title.replace('-', '_')}-{version}.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {title}\nVersion: {version}\n")
        (info / "entry_points.txt").write_text(f"[engage]\n{name or module} = {module}\n")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.syspath_prepend(tmp_path)
    before = set(sys.modules)
    yield Site(tmp_path)
    for name in set(sys.modules) - before:
        if getattr(sys.modules[name], "__file__", "") and str(tmp_path) in str(sys.modules[name].__file__):
            del sys.modules[name]


_GOOD = """
    from engage.plugins import Answer, hookimpl

    class Dove:
        idempotency, window_seconds = "natural", 0.0
        def __init__(self, where): self.where = where
        def deliver(self, delivery): return Answer()
        def close(self): pass

    @hookimpl
    def engage_channels(registry):
        registry.add("{name}", Dove)
"""


def by_name(plugins: Plugins) -> dict[str, str]:
    return {found.name: found.problem for found in plugins.describe()}


# -- what comes with engage


def test_what_comes_with_engage_goes_through_the_same_door() -> None:
    plugins = Plugins.discover()
    assert plugins.problems == ()
    brought = {found.name: (found.storages, found.channels) for found in plugins.describe()}
    assert (
        brought.items()
        >= {
            "console": ((), ("console",)),
            "file": ((), ("file",)),
            "sqlite": (("sqlite",), ()),
            "webhook": ((), ("webhook",)),
        }.items()
    )
    assert {found.distribution for found in plugins.describe()} == {"engage-rules"}
    assert {point.name for point in entry_points(group="engage")} == set(brought)


def test_what_comes_with_engage_uses_the_plugin_authors_door_and_no_other() -> None:
    folder = Path(__file__).parents[2] / "plugins"
    names = [name for found in Plugins.discover().describe() for name in [f"engage_{found.name}"]]
    files = [file for name in names for file in (folder / name).rglob("*.py")]
    assert len(files) > 10
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            imported = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            imported += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for module in imported:
                assert module.split(".")[0] != "engage" or module == "engage.plugins", f"{file.name}: {module}"


# -- what a host hands over


def test_a_host_may_bring_plugins_of_its_own() -> None:
    with closing(Plugins(bringing()).open_channel("pigeon:loft 7")) as channel:
        assert isinstance(channel, Pigeon)
        assert channel.where == "loft 7"


def test_what_a_host_brings_is_all_there_is() -> None:
    with pytest.raises(PluginError) as caught:
        Plugins(bringing()).open_storage("sqlite:care.db")
    assert caught.value.code == "P007"


def test_an_object_may_be_a_plugin() -> None:
    class Loft:
        @hookimpl
        def engage_channels(self, registry: ChannelRegistry) -> None:
            registry.add("pigeon", Pigeon)

    assert [found.channels for found in Plugins(Loft()).describe()] == [("pigeon",)]


def test_a_name_is_taken_once_and_the_error_names_both() -> None:
    with pytest.raises(PluginError) as caught:
        Plugins(bringing(called="lofts"), bringing(called="doves"))
    assert caught.value.code == "P003"
    assert "the channel `pigeon` is registered by `lofts` and by `doves`" in str(caught.value)


def test_one_plugin_must_not_take_a_name_twice() -> None:
    class Loft:
        @hookimpl
        def engage_channels(self, registry: ChannelRegistry) -> None:
            registry.add("pigeon", Pigeon)
            registry.add("pigeon", Pigeon)

    with pytest.raises(PluginError) as caught:
        Plugins(Loft())
    assert caught.value.code == "P003"


def test_a_storage_and_a_channel_may_share_a_name() -> None:
    class Loft:
        @hookimpl
        def engage_channels(self, registry: ChannelRegistry) -> None:
            registry.add("loft", Pigeon)

        @hookimpl
        def engage_storages(self, registry: StorageRegistry) -> None:
            registry.add("loft", self.opened)

        def opened(self, where: str) -> Storage:
            raise NotImplementedError

    (found,) = Plugins(Loft()).describe()
    assert (found.storages, found.channels) == (("loft",), ("loft",))


@pytest.mark.parametrize("name", ["", "Pigeon", "pi geon", "pigeon:", "信鸽", "a" * 65, "-a"])
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(PluginError) as caught:
        Plugins(bringing(name))
    assert caught.value.code == "P004"


def test_a_hook_whose_name_is_misspelt_is_told() -> None:
    module = ModuleType("pigeons")

    @hookimpl
    def engage_chanels(registry: ChannelRegistry) -> None: ...

    module.engage_chanels = engage_chanels  # type: ignore[attr-defined]
    with pytest.raises(PluginError) as caught:
        Plugins(module)
    assert caught.value.code == "P002"
    assert "engage_chanels" in str(caught.value)


def test_a_hook_that_asks_for_what_there_is_not_is_told() -> None:
    module = ModuleType("pigeons")

    @hookimpl
    def engage_channels(registry: ChannelRegistry, database: object) -> None: ...

    module.engage_channels = engage_channels  # type: ignore[attr-defined]
    with pytest.raises(PluginError) as caught:
        Plugins(module)
    assert caught.value.code == "P002"
    assert "database" in str(caught.value)


def test_a_module_without_hooks_is_told() -> None:
    with pytest.raises(PluginError) as caught:
        Plugins(ModuleType("nothing"))
    assert caught.value.code == "P011"


# -- opening


@pytest.mark.parametrize("address", ["care.db", "", "pigeon"])
def test_an_address_has_a_name_and_a_colon(address: str) -> None:
    with pytest.raises(PluginError) as caught:
        Plugins(bringing()).open_channel(address)
    assert caught.value.code == "P008"


def test_a_misspelt_name_gets_a_suggestion_and_the_rest_is_never_repeated() -> None:
    with pytest.raises(PluginError) as caught:
        Plugins(bringing()).open_channel("pigoen:https://user:hunter2@loft.example")
    assert "there is no channel `pigoen` (did you mean `pigeon`)" in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(PluginError) as caught:
        Plugins.discover().open_channel("smoke:signal")
    assert "`console`, `file`, `webhook`" in str(caught.value)


def test_what_does_not_keep_the_contract_is_told_by_what_it_lacks() -> None:
    lame = bringing(opener=lambda where: SimpleNamespace(idempotency="none", close=lambda: None))
    with pytest.raises(PluginError) as caught:
        Plugins(lame).open_channel("pigeon:")
    assert caught.value.code == "P009"
    assert "`deliver`, `window_seconds`" in str(caught.value)


@pytest.mark.parametrize("failure", [ValueError("hunter2"), SystemExit("hunter2"), RecursionError("hunter2")])
def test_what_opening_raises_is_told_by_its_kind_alone(failure: BaseException) -> None:
    def opened(where: str) -> Channel:
        raise failure

    with pytest.raises(PluginError) as caught:
        Plugins(bringing(opener=opened)).open_channel("pigeon:hunter2")
    assert caught.value.code == "P010"
    assert type(failure).__name__ in str(caught.value)
    assert "hunter2" not in str(caught.value)


# -- what is installed


def test_an_installed_plugin_is_found_with_where_it_came_from(site: Site) -> None:
    site.install("doves", _GOOD.format(name="dove"), distribution="engage-doves", version="2.1")
    plugins = Plugins.discover()
    assert plugins.problems == ()
    (found,) = [found for found in plugins.describe() if found.name == "doves"]
    assert (found.distribution, found.version, found.channels) == ("engage-doves", "2.1", ("dove",))
    plugins.open_channel("dove:").close()


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import a_library_that_is_not_here", "P001"),
        ("def broken(:", "P001"),
        ("raise SystemExit(3)", "P001"),
        ("x = 1", "P011"),
        ("from engage.plugins import hookimpl\n@hookimpl\ndef engage_chanels(registry): ...", "P002"),
        ("from engage.plugins import hookimpl\n@hookimpl\ndef engage_channels(registry): 1 / 0", "P006"),
        ("from engage.plugins import hookimpl\n@hookimpl\ndef engage_channels(registry): registry.add('x', 5)", "P005"),
        (
            "from engage.plugins import hookimpl\n@hookimpl\ndef engage_channels(registry): registry.add('A b', print)",
            "P004",
        ),
    ],
)
def test_a_broken_plugin_is_reported_and_the_rest_work(site: Site, code: str, expected: str) -> None:
    site.install("a_broken_one", code)
    site.install("doves", _GOOD.format(name="dove"))
    plugins = Plugins.discover()
    assert [problem.code for problem in plugins.problems] == [expected]
    assert "a_broken_one" in str(plugins.problems[0])
    assert {name for name, problem in by_name(plugins).items() if problem} == {"a_broken_one"}
    for address in ("dove:", "console:"):
        plugins.open_channel(address).close()


def test_nothing_of_a_broken_plugin_is_taken_up(site: Site) -> None:
    site.install(
        "a_broken_one",
        """
        from engage.plugins import hookimpl

        @hookimpl
        def engage_storages(registry):
            registry.add("dove", print)

        @hookimpl
        def engage_channels(registry):
            registry.add("dove", print)
            raise RuntimeError("half way")
        """,
    )
    site.install("doves", _GOOD.format(name="dove"))
    plugins = Plugins.discover()
    assert [problem.code for problem in plugins.problems] == ["P006"]
    assert plugins.open_channel("dove:here").where == "here"  # type: ignore[attr-defined]
    with pytest.raises(PluginError) as caught:
        plugins.open_storage("dove:")
    assert caught.value.code == "P007"


def test_a_stranger_cannot_take_the_name_of_what_comes_with_engage(site: Site) -> None:
    site.install("aaa", _GOOD.format(name="webhook"), distribution="aaa-first")
    plugins = Plugins.discover()
    (problem,) = plugins.problems
    assert "the channel `webhook` is registered by `webhook (engage-rules)` and by `aaa (aaa-first)`" in str(problem)
    assert type(plugins.open_channel("webhook:http://localhost/")).__module__ == "engage_webhook.channel"


def test_of_two_strangers_with_one_name_the_same_one_wins_every_time(site: Site) -> None:
    site.install("later", _GOOD.format(name="dove"), distribution="zoo")
    site.install("sooner", _GOOD.format(name="dove"), distribution="ark")
    (problem,) = Plugins.discover().problems
    assert "by `sooner (ark)` and by `later (zoo)`" in str(problem)


def test_two_entry_points_of_one_name_are_two_plugins(site: Site) -> None:
    site.install("one", _GOOD.format(name="dove"), name="birds")
    site.install("two", _GOOD.format(name="crow"), name="birds")
    plugins = Plugins.discover()
    assert plugins.problems == ()
    for address in ("dove:", "crow:"):
        plugins.open_channel(address).close()


def test_finding_plugins_loads_no_driver_and_no_network_library() -> None:
    import subprocess

    code = (
        "import sys\nfrom engage.plugins import Plugins\nassert not Plugins.discover().problems\n"
        "print([name for name in ('sqlalchemy', 'alembic', 'httpx2', 'httpcore2', 'sqlite3') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
