"""The command line. A command is imported when it is called, so that no other one costs it time."""

import os
import sys
from importlib import import_module
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from minewatch import __version__
from minewatch.cli import opening, shells
from minewatch.cli.helping import Context
from minewatch.cli.tell import tell
from minewatch.errors import ExitCode, MinewatchError

COMMANDS = (
    "country", "brief", "timeline", "quote", "claim", "figure", "entity", "search", "source", "cite", "verify",
    "export", "browse", "diff", "init", "check", "mcp", "schema",
)  # fmt: skip
"""Each is the module of this package with the same name."""


_WrongUsage: Any = typer.BadParameter.__base__
"""What typer raises for any wrong usage; before 0.28 it has no public name for it."""


_CLOSED = "standard output is closed; there is nowhere to write the answer"


class Commands(TyperGroup):
    """The commands, and the one place where an error becomes a message and an exit code."""

    context_class = Context

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]  # noqa: ARG002
        """Return the names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: typer.Context, cmd_name: str) -> Any:  # type: ignore[override]  # noqa: ARG002
        """Return the command of that name, None if there is none."""
        if cmd_name not in COMMANDS:
            return None
        app: typer.Typer = import_module(f"minewatch.cli.{cmd_name}").app
        command = typer.main.get_command(app)
        command.context_class = Context
        return command

    def format_commands(self, ctx: typer.Context, formatter: Any) -> None:  # type: ignore[override]
        """Write what each command does, which typer would cut where it is longer than a line."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, self.get_command(ctx, name).help.partition("\n")[0]) for name in COMMANDS])

    def main(self, *args: Any, **extra: Any) -> NoReturn:
        """Run a command line and leave with its exit code."""
        # A mistyped name is compared with these
        self.commands = dict.fromkeys(COMMANDS)  # type: ignore[assignment]
        try:
            if sys.stdout is None:
                raise MinewatchError(_CLOSED)  # noqa: TRY301
            if asked := os.environ.get(shells.VARIABLE):
                from minewatch.cli.offers import answer

                sys.exit(answer(self, asked))
            code = super().main(*args, **(extra | {"prog_name": "minewatch", "standalone_mode": False}))
            sys.stdout.flush()
        except MinewatchError as error:
            tell(str(error), prefix=error.prefix)
            code = error.code
        except _WrongUsage as error:
            ctx = getattr(error, "ctx", None)
            help_of = f"; see {ctx.command_path} --help" if ctx else ""
            tell(f"{error.format_message().rstrip('.')}{help_of}")
            code = error.exit_code
        except BrokenPipeError:  # its reader has gone away, and has what it wanted
            code = ExitCode.FOUND
        except SystemExit as leaving:
            # So typer leaves where it is the help whose reader has gone away
            code = ExitCode.FOUND if isinstance(leaving.__context__, BrokenPipeError) else leaving.code
        except OSError as error:
            tell(f"{error.filename or 'output'}: {error.strerror or error}")
            code = ExitCode.DATA
        sys.exit(code or ExitCode.FOUND)


app = typer.Typer(
    cls=Commands,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:  # noqa: FBT001
    if wanted:
        print(f"minewatch {__version__}")
        print(*opening.editions(os.environ), sep="\n")
        raise typer.Exit


def _script(shell: str | None) -> None:
    if shell is not None:
        print(shells.script(shell))
        raise typer.Exit


@app.callback(invoke_without_command=True)
def minewatch(
    ctx: typer.Context,
    _: Annotated[
        bool, typer.Option("--version", "-V", callback=_version, is_eager=True, help="Show the version and leave.")
    ] = False,
    __: Annotated[
        str | None,
        typer.Option(
            "--show-completion",
            metavar="|".join(shells.SCRIPTS),
            callback=_script,
            is_eager=True,
            autocompletion=shells.shells,
            help="Print what makes a shell complete commands, options and names.",
        ),
    ] = None,
) -> None:
    """Look up what was reported on anti-personnel mines in Poland and its neighbours.

    Every claim comes with who said it, how firmly, when if that is stated, and the paragraph that it stands on.
    """
    if ctx.invoked_subcommand is None:
        from minewatch.cli.answering import show

        show(lambda facts, _: facts.welcome())
