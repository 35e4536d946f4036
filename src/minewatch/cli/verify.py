"""`minewatch verify`."""

from typing import TYPE_CHECKING, Annotated

import typer

from minewatch.cli import completion
from minewatch.cli.answering import command

if TYPE_CHECKING:
    from minewatch.answers import Answer
    from minewatch.query import Facts

Article = Annotated[
    str,
    typer.Argument(
        metavar="ARTICLE",
        help="Your own copy: a text or HTML file, or - for standard input.",
        autocompletion=completion.files,
    ),
]
Source = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="Which source it is a copy of, where there are several; by id, title or publisher.",
        autocompletion=completion.records("source"),
    ),
]
Strict = Annotated[bool, typer.Option("--strict", help="Inserted text is a difference too.")]


def verify(facts: "Facts", article: Article, source: Source = None, strict: Strict = False) -> "Answer":
    """Hold your own copy of the article against the dataset.

    Its paragraphs are found by their fingerprints, however it breaks its lines, and the quotes by their words. Exit
    code 5 says that something is changed, moved or missing; other typography is listed, and is no difference.
    """
    return facts.verification(article, source or (), strict=strict)


app = command(verify, examples=("minewatch verify article.txt", "minewatch verify saved-page.html --strict --json"))
