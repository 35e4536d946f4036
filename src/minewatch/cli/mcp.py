"""`minewatch mcp`."""

from minewatch.cli.answering import Data, NoBundled, Today, bare
from minewatch.errors import BadUsage


def mcp(today: Today = None, data: Data = None, no_bundled: NoBundled = False) -> None:
    """Serve the look-ups to assistants, over the Model Context Protocol.

    On standard input and output, until the client hangs up; a client starts it by itself. Its tools are country, brief,
    timeline, quote, claim, figure, entity, search, source and cite. They read and write nothing else. Needs an extra:
    pip install 'minewatch[mcp]'.
    """
    from minewatch.cli.tools import Desk

    try:
        from minewatch.cli.serving import serve
    except ImportError as error:
        raise BadUsage(f"the server needs an extra ({error}): pip install 'minewatch[mcp]'") from error
    serve(Desk(data, bundled=not no_bundled, today=today))


app = bare(mcp, "mcp", examples=("minewatch mcp", "minewatch mcp --no-bundled --data data"))
