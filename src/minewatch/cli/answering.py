"""From a question to its answer on standard output: the options that all commands share, and how they are met.

The terminal and the clock are looked at in `output`, and nowhere below.
"""

import inspect
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from minewatch.cli import completion, opening, output
from minewatch.cli.filters import FILTERS
from minewatch.cli.tell import tell
from minewatch.errors import BadUsage, ExitCode, MinewatchError, Unanswered
from minewatch.record import NamedTuple
from minewatch.render import FORMATS, Manner, refuse, render, settle

if TYPE_CHECKING:
    from sqlite3 import Connection

    from minewatch.answers import Answer, Copy, Setting
    from minewatch.model import Edition
    from minewatch.query import Facts

SCREENFUL = 50
"""How many rows a terminal gets where no limit is given; pipes and the other formats are whole."""


def _writing(
    format_: str | None = None,  # which there are goes by the answer
    json: Annotated[bool, typer.Option("--json", help="Short for --format json.")] = False,
    fields: Annotated[
        str | None, typer.Option(metavar="FIELDS", help="Only these, as in id,text (json, jsonl, csv).")
    ] = None,
    limit: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="At most so many of what is listed; a card is whole.")
    ] = None,
    raw: Annotated[
        bool, typer.Option("--raw", help="Leave csv cells as they are that a spreadsheet would run.")
    ] = False,
) -> None:
    """Hold the options for how an answer is written; they are read off this signature."""


Today = Annotated[str | None, typer.Option(metavar="DATE", help="Answer as on this day, as in 2026-02-20.")]
Data = Annotated[
    list[str] | None,
    typer.Option(
        metavar="DIR",
        help="Add the dataset in this folder; may be repeated. MINEWATCH_DATA if not said.",
        autocompletion=completion.files,
    ),
]
NoBundled = Annotated[bool, typer.Option("--no-bundled", help="Leave out the dataset that minewatch brings with it.")]


def _asking(today: Today = None, data: Data = None, no_bundled: NoBundled = False) -> None:
    """Hold those for what is asked, and on which day."""


def _copied(
    article: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="Your own copy of the article, text or HTML: show what it says beside each statement.",
            autocompletion=completion.files,
        ),
    ] = None,
) -> None:
    """Hold the option of commands beside whose statements a reader's own copy can be shown."""


def command(
    question: Callable[..., Any],
    *,
    examples: tuple[str, ...],
    filters: Sequence[str] = (),
    formats: Iterable[str] = FORMATS,
    copy: bool = False,
) -> typer.Typer:
    """Return the command that answers `question`.

    Args:
        question: a function of the open dataset, of `filters` or `today` if it names these, and of its own options.
        examples: command lines to show in its help.
        filters: which filters the command has.
        formats: in which formats it answers, the usual one first.
        copy: whether a reader's own copy can be shown beside the answer.
    """
    signature = inspect.signature(question)
    names = tuple(formats)
    shared = _options(_writing, _asking, *([_copied] if copy else []), formats=names)
    own = [p for name, p in list(signature.parameters.items())[1:] if name not in ("filters", "today")]

    def answer(**given: Any) -> None:
        options = {name: given.pop(name) for name in shared}
        kept = {name: value for name in filters if (value := given.pop(name)) not in (None, [])}

        def ask(facts: "Facts", day: str) -> "Answer":
            named: dict[str, Any] = {}
            if "filters" in signature.parameters:
                named["filters"] = facts.filters(**kept)
            if "today" in signature.parameters:
                named["today"] = day
            found: Answer = question(facts, **named, **given)
            return found

        show(ask, **options, formats=names, copy=copy)

    parameters = [*own, *(FILTERS[name] for name in filters), *shared.values()]
    return _named(answer, question, parameters, examples)


def report(
    question: "Callable[..., tuple[Answer, tuple[Edition, ...]]]",
    *,
    examples: tuple[str, ...],
    formats: Iterable[str] = FORMATS,
) -> typer.Typer:
    """Return the command that answers `question`, which is put to no open dataset.

    Args:
        question: a function of its own options; with the answer it returns which datasets that is about.
        examples: command lines to show in its help.
        formats: in which formats it answers, the usual one first.
    """
    names = tuple(formats)
    shared = _options(_writing, formats=names)

    def answer(**given: Any) -> None:
        from minewatch.answers import Setting

        pen = _pen(**{name: given.pop(name) for name in shared}, formats=names)
        day = output.today(None, os.environ)
        found, editions = question(**given)
        pen.write(found, Setting(editions, (), {}, day))

    return _named(answer, question, [*inspect.signature(question).parameters.values(), *shared.values()], examples)


def task(do: Callable[..., None], *, examples: tuple[str, ...], filters: Sequence[str]) -> typer.Typer:
    """Return the command that has `do` write something of the datasets by itself.

    Args:
        do: a function of the open dataset, the filters and the setting, and of its own options.
        examples: command lines to show in its help.
        filters: which filters the command has.
    """
    shared = dict(inspect.signature(_asking).parameters)

    def carry_out(**given: Any) -> None:
        options = {name: given.pop(name) for name in shared}
        kept = {name: value for name in filters if (value := given.pop(name)) not in (None, [])}
        with _opened(**options) as (facts, day):
            do(facts, facts.filters(**kept), facts.setting(day), **given)

    own = list(inspect.signature(do).parameters.values())[3:]
    return _named(carry_out, do, [*own, *(FILTERS[name] for name in filters), *shared.values()], examples)


def _options(*holders: Callable[..., None], formats: Sequence[str]) -> dict[str, inspect.Parameter]:
    """Return the options that `holders` hold, for an answer in `formats`."""
    options = {name: option for holder in holders for name, option in inspect.signature(holder).parameters.items()}
    return options | {"format_": options["format_"].replace(annotation=_format(formats))}


def _named(
    answer: Callable[..., None],
    question: Callable[..., Any],
    parameters: Sequence[inspect.Parameter],
    examples: tuple[str, ...],
) -> typer.Typer:
    """Return `answer` as the command that is called as `question` is, and takes `parameters`."""
    answer.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    answer.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    answer.__doc__ = question.__doc__
    return bare(answer, question.__name__, examples=examples)


def _format(names: Sequence[str]) -> Any:
    usual = f"How to write the answer; {names[0]} if not said."
    option = typer.Option("--format", "-f", metavar="|".join(names), help=usual, autocompletion=completion.words(names))
    return Annotated[str | None, option]


def bare(function: Callable[..., None], name: str, *, examples: tuple[str, ...]) -> typer.Typer:
    """Return the command that calls `function`, with `examples` in its help."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    epilog = "\b\nExamples:\n" + "\n".join(f"  {example}" for example in examples)
    app.command(name, epilog=epilog)(function)
    return app


class _Pen(NamedTuple):
    """Where an answer goes, and how it is written there."""

    out: output.Output
    name: str
    """Of the format."""
    manner: Manner

    def write(self, answer: "Answer", setting: "Setting") -> None:
        """Write `answer` to standard output and all else to standard error; leave with what it says to the shell."""
        # Not above: whoever completes a name imports this module, and asks nothing
        from minewatch.notices import notices

        self.out.write(render(self.name, answer, setting, self.manner))
        for notice in notices(answer, setting, self.manner.limit):
            tell(notice)
        if code := getattr(answer, "code", ExitCode.FOUND):
            raise typer.Exit(code)


def _pen(
    format_: str | None,
    json: bool,  # noqa: FBT001
    fields: str | None,
    limit: int | None,
    raw: bool,  # noqa: FBT001
    formats: Sequence[str] = tuple(FORMATS),
) -> _Pen:
    """Return what writes an answer as the options want it, where that can be."""
    if json and format_ not in (None, "json"):
        raise BadUsage(f"--json and --format {format_} do not go together")
    name = "json" if json else formats[0] if format_ is None else format_.lower()
    out = output.Output(sys.stdout, os.environ)
    manner = Manner(
        width=out.width if name == "table" else None,
        colour=out.colour,
        links=out.colour and out.width is not None,
        ascii_only=out.ascii_only,
        limit=SCREENFUL if limit is None and name == "table" and out.width else limit,
        fields=() if fields is None else tuple(dict.fromkeys(field.strip().lower() for field in fields.split(","))),
        raw=raw,
    )
    settle(name, manner, formats)
    return _Pen(out, name, manner)


def show(
    question: "Callable[[Facts, str], Answer]",
    *,
    format_: str | None = None,
    json: bool = False,
    fields: str | None = None,
    limit: int | None = None,
    raw: bool = False,
    today: str | None = None,
    data: Sequence[str] | None = None,
    no_bundled: bool = False,
    article: str | None = None,
    formats: Sequence[str] = tuple(FORMATS),
    copy: bool = False,
) -> None:
    """Put `question` to the datasets on a day, and write the answer."""
    pen = _pen(format_, json, fields, limit, raw, formats)
    own = opening.article(article, os.environ, page=pen.name == "table") if copy else None
    day = output.today(today, os.environ)

    def copied(facts: "Facts") -> "Copy | None":
        try:
            return facts.copy(own) if own else None
        except MinewatchError as error:
            if article is not None:
                raise
            # What is named once for all goes with many questions, and not with every one
            tell(f"MINEWATCH_ARTICLE: {error}")
            return None

    def asked(db: "Connection") -> "tuple[Answer, Setting]":
        from minewatch.extent import cut
        from minewatch.query import Facts

        facts = Facts(db)
        setting = facts.setting(day)
        try:
            answer = question(facts, day)
        except Unanswered as error:
            from minewatch.notices import drafts

            error.tries = _of_these(error.tries, data, no_bundled)
            pen.out.write(refuse(pen.name, error, setting, pen.manner))
            for line in drafts(setting):
                tell(line)
            raise
        beside = facts.beside(cut(answer, pen.manner.limit))
        return answer, setting._replace(beside=beside, copy=copied(facts))

    with opening.asked(asked, data, os.environ, bundled=not no_bundled) as (answer, setting):
        # While the dataset is open, for of a large answer the rows are read as they are written
        pen.write(answer, setting)


def _of_these(tries: Iterable[str], data: Sequence[str] | None, no_bundled: bool) -> tuple[str, ...]:  # noqa: FBT001
    """Return suggested command lines so that they ask the datasets that were asked."""
    from shlex import quote

    given = [f"--data {quote(folder)}" for folder in data or ()] + ["--no-bundled"] * no_bundled
    # What follows two dashes is no option any more
    parted = (one.partition(" -- ") for one in tries)
    return tuple(" ".join([before, *given]) + dashes + words for before, dashes, words in parted)


@contextmanager
def _opened(
    today: str | None,
    data: Sequence[str] | None,
    no_bundled: bool,  # noqa: FBT001
) -> "Iterator[tuple[Facts, str]]":
    """Open the datasets that the options name, and tell which day they are asked on."""
    from minewatch.query import Facts

    day = output.today(today, os.environ)
    with opening.asked(Facts, data, os.environ, bundled=not no_bundled) as facts:
        try:
            yield facts, day
        except Unanswered as error:
            from minewatch.notices import drafts

            error.tries = _of_these(error.tries, data, no_bundled)
            for line in drafts(facts.setting(day)):
                tell(line)
            raise
