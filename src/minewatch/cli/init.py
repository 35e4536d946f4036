"""`minewatch init`."""

from typing import TYPE_CHECKING, Annotated

import typer

from minewatch.cli import completion, opening
from minewatch.cli.answering import report
from minewatch.cli.tell import tell
from minewatch.errors import BadUsage

if TYPE_CHECKING:
    from minewatch.answers import Beginning, Renewed
    from minewatch.model import Edition

Folder = Annotated[
    str, typer.Argument(metavar="DIR", help="Where the dataset is to be.", autocompletion=completion.files)
]
From = Annotated[
    str,
    typer.Option(
        "--from",
        metavar="ARTICLE",
        help="The article: a text or HTML file, or - for standard input.",
        autocompletion=completion.files,
    ),
]
Published = Annotated[
    str | None, typer.Option(metavar="EDTF", help="When the article appeared, as in 2026-02-20 or 2026-02.")
]
Publisher = Annotated[str | None, typer.Option(metavar="NAME", help="Which publication it appeared in.")]
Title = Annotated[str | None, typer.Option(metavar="TEXT", help="The article's title.")]
Author = Annotated[list[str] | None, typer.Option(metavar="NAME", help="Who wrote it; may be repeated.")]
Url = Annotated[str | None, typer.Option(metavar="URL", help="Where it can be read.")]
Language = Annotated[str, typer.Option(metavar="CODE", help="In which language it is.")]
Ident = Annotated[
    str | None, typer.Option("--id", metavar="ID", help="What the dataset is called; as its folder if not said.")
]
Force = Annotated[bool, typer.Option("--force", help="Replace the YAML files that are there.")]
Again = Annotated[
    bool, typer.Option("--again", help="Let the dataset that is there follow its article, which was edited.")
]
Source = Annotated[
    str | None, typer.Option(metavar="ID", help="With --again: of which source it is a copy, where there are several.")
]


def init(
    folder: Folder,
    article: From,
    published: Published = None,
    publisher: Publisher = None,
    title: Title = None,
    author: Author = None,
    url: Url = None,
    language: Language = "en",
    ident: Ident = None,
    force: Force = False,
    again: Again = False,
    source: Source = None,
) -> "tuple[Beginning | Renewed, tuple[Edition, ...]]":
    """Start a dataset from an article.

    Its paragraphs become fingerprints. Quotes, dates, figures and names that can be found without understanding become
    drafts, which are in no answer until somebody has read them. A relative date is read from --published only.

    With --again, for an article that its publisher has edited, the fingerprints are renewed, what stands on unchanged
    paragraphs stays, and what has to be read again becomes a draft.
    """
    from minewatch import beginning
    from minewatch.starting import Given

    given_now = {"--published": published, "--publisher": publisher, "--title": title, "--author": author, "--url": url}
    if again:
        besides = [name for name, value in {**given_now, "--id": ident, "--force": force}.items() if value]
        if besides:
            raise BadUsage(f"--again changes nothing but what stands on paragraphs, and does not go with {besides[0]}")
        renewed, edition = beginning.again(opening.folder(folder), article, source)
        return renewed, (edition,)
    if source:
        raise BadUsage("--source goes with --again")
    given = Given(ident or "", title, tuple(author or ()), url, publisher, published, language)
    answer, edition, all_countries = beginning.begin(opening.folder(folder), article, given, force=force)
    if not all_countries:
        tell("only names of the bundled dataset were looked for; pip install 'minewatch[init]' for all countries")
    return answer, (edition,)


app = report(
    init,
    examples=(
        "minewatch init my-dataset --from article.txt --published 2026-02-20",
        "minewatch init another --from saved-page.html --json",
        "minewatch init earlier --from article.txt --again",
    ),
)
