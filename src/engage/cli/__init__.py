"""`engage VERB …`: one verb, one file, loaded when it is called. Exit codes: 0 fine, 1 findings, 2 misuse, 3 failure.

A verb is a function of its own name in `engage.cli.VERB`. The room formats and asks; it decides nothing itself.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Mapping, Sequence
from gzip import BadGzipFile
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

import typer

from engage.cli.complaints import NO_LANGUAGE, STOPPED, UNREADABLE, complaint
from engage.cli.helping import Group, Verb, in_chinese
from engage.cli.options import LangOption
from engage.cli.speech import asked_for, asked_language, is_language, language_of, say, speaking
from engage.errors import EngageError, EventRejected, NotFound, RulesetError
from engage.ground.render import render

if TYPE_CHECKING:
    from typer._click import Context
    from typer.core import TyperCommand

__all__ = ["FINDINGS", "MISUSE", "OUTSIDE", "VERBS", "app", "main"]

FINDINGS: Final = 1
MISUSE: Final = 2
OUTSIDE: Final = 3

#: A text that is no UTF-8, a packed file that ends in the middle or is none.
_UNREADABLE: Final = (UnicodeError, EOFError, BadGzipFile, zlib.error)

#: Verb → (module, function), in the order in which help lists them.
VERBS: Final[Mapping[str, tuple[str, str]]] = {
    "new": ("engage.cli.new", "new"),
    "check": ("engage.cli.check", "check"),
    "test": ("engage.cli.test", "test"),
    "decide": ("engage.cli.decide", "decide"),
    "explain": ("engage.cli.explain", "explain"),
    "brief": ("engage.cli.brief", "brief"),
    "who": ("engage.cli.who", "who"),
    "clocks": ("engage.cli.clocks", "clocks"),
    "due": ("engage.cli.due", "due"),
    "fmt": ("engage.cli.fmt", "fmt"),
    "convert": ("engage.cli.convert", "convert"),
    "show": ("engage.cli.show", "show"),
    "promote": ("engage.cli.promote", "promote"),
    "run": ("engage.cli.run", "run"),
    "compare": ("engage.cli.compare", "compare"),
    "import": ("engage.cli.import_", "import_"),
    "merge": ("engage.cli.merge", "merge"),
    "erase": ("engage.cli.erase", "erase"),
    "deliver": ("engage.cli.deliver", "deliver"),
    "tick": ("engage.cli.tick", "tick"),
    "kpi": ("engage.cli.kpi", "kpi"),
    "simulate": ("engage.cli.simulate", "simulate"),
    "value": ("engage.cli.value", "value"),
    "mine": ("engage.cli.mine", "mine"),
    "funnel": ("engage.cli.funnel", "funnel"),
    "status": ("engage.cli.status", "status"),
    "plugins": ("engage.cli.plugins", "plugins"),
    "db": ("engage.cli.db", "db"),
}


class _Verbs(Group):
    """The verbs, each loaded when it is asked for, so that `engage check` never loads a database driver."""

    def list_commands(self, ctx: Context) -> list[str]:
        return [verb for verb, (module, _) in VERBS.items() if find_spec(module)]

    def get_command(self, ctx: Context, cmd_name: str) -> TyperCommand | None:
        if cmd_name not in VERBS or not find_spec(VERBS[cmd_name][0]):
            return None
        module, function = VERBS[cmd_name]
        verb = getattr(import_module(module), function)
        if isinstance(verb, typer.Typer):
            return typer.main.get_command(verb)  # type: ignore[return-value]  # a group of its own (`db upgrade`)
        alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
        alone.command(cmd_name, cls=Verb)(verb)
        command = typer.main.get_command(alone)
        command.name = cmd_name
        return command  # type: ignore[return-value]  # one command gives a TyperCommand


app = typer.Typer(cls=_Verbs, add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)


@app.callback()
@in_chinese(
    "规则决定如何对待每位客户：检查、测试、决策、解释、运行、改写。",
    "規則決定如何對待每位客戶：檢查、測試、決策、解釋、執行、改寫。",
)
def _about(lang: LangOption = "") -> None:
    """Rules decide how each customer is treated: check, test, decide, explain, run, convert."""


def main(arguments: Sequence[str] | None = None) -> None:
    """The `engage` command. Ends the process with an exit code; no exception of engage reaches the terminal raw."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="backslashreplace")
    words = sys.argv[1:] if arguments is None else list(arguments)
    with speaking(asked_language(words)):
        raise SystemExit(_called(words))


def _called(words: Sequence[str]) -> int:
    """Call the verb; what it is refused for goes to the terminal. The exit code."""
    try:
        if asked_for() and not is_language(asked_for()):
            raise typer.BadParameter(say(NO_LANGUAGE, language_of(), name=asked_for()), param_hint="--lang")
        # Not "standalone": what the parser complains about is said here, in the language that is spoken.
        return app(args=words, prog_name="engage", standalone_mode=False) or 0
    except typer.TyperException as error:
        typer.echo(complaint(error, tuple(VERBS)), err=True)
        return MISUSE
    except typer.Abort:
        typer.echo(say(STOPPED, language_of()), err=True)
        return FINDINGS
    except RulesetError as error:
        typer.echo(render(error.report, language_of()), err=True)
        return FINDINGS
    except EngageError as error:
        typer.echo(error.text(language_of()), err=True)
        return _exit_code(error)
    except _UNREADABLE as error:
        # What stands in the file may be a customer's: only the kind of failure is told.
        typer.echo(say(UNREADABLE, language_of(), kind=type(error).__name__), err=True)
        return OUTSIDE
    except OSError as error:
        typer.echo(f"{error.strerror or type(error).__name__}: {error.filename or ''}".rstrip(": "), err=True)
        return OUTSIDE


def _exit_code(error: EngageError) -> int:
    if isinstance(error, EventRejected):
        return FINDINGS
    # What has no kind of its own is a call that makes no sense: a customer merged with itself.
    return MISUSE if isinstance(error, NotFound) or type(error) is EngageError else OUTSIDE
