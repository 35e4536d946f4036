"""The tools over the Model Context Protocol, on standard input and output: the one module that knows the protocol.

A call is answered in a thread, so that whoever has asked can take it back. What has no answer is a result, with the
exit code that a command would have; what cannot be asked so is a tool error, and so are datasets that broke.
"""

import json
import logging
import signal
import sys
from functools import partial
from typing import Any

import anyio.to_thread
import mcp_types as types
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from mcp import MCPError, stdio_server
from mcp.server.lowlevel import Server

from minewatch import __version__, contract
from minewatch.cli.tools import Desk, Tool, tools
from minewatch.errors import BadUsage, ExitCode, MinewatchError

EXIT_CODE = "minewatch/exitCode"
"""What a result's exit code is called in its `_meta`, a tool error's too."""


def serve(desk: Desk) -> None:
    """Answer calls until whoever makes them hangs up.

    Raises:
        MinewatchError: there is nobody to answer.
    """
    if sys.stdin is None or sys.stdout is None:
        raise MinewatchError("standard input or output is closed; a client holds both")
    logging.basicConfig(level=logging.WARNING)  # on standard error
    # The thread that waits for the next line cannot be called off, and nothing is left to be tidied up
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        anyio.run(_serve, desk)
    except* BrokenPipeError:
        pass  # a client that no longer listens has hung up


async def _serve(desk: Desk) -> None:
    server = _server(desk)
    async with stdio_server() as (reading, writing):
        await server.run(reading, writing, server.create_initialization_options())


def _server(desk: Desk) -> Server[Any]:
    known = {tool.name: tool for tool in tools()}

    async def listed(_: Any, __: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        return types.ListToolsResult(tools=list(map(_described, known.values())))

    async def called(_: Any, params: types.CallToolRequestParams) -> types.CallToolResult:
        if params.name not in known:
            message = f"there is no tool {params.name!r}; there are {', '.join(known)}"
            raise MCPError(types.INVALID_PARAMS, message)
        answer = partial(_answer, desk, known[params.name], params.arguments or {})
        return await anyio.to_thread.run_sync(answer, abandon_on_cancel=True)

    return Server(
        "minewatch", version=__version__, instructions=contract.QUOTED, on_list_tools=listed, on_call_tool=called
    )


def _described(tool: Tool) -> types.Tool:
    return types.Tool(
        name=tool.name,
        description=tool.text,
        input_schema=dict(tool.takes),
        output_schema=dict(tool.gives),
        annotations=types.ToolAnnotations(
            read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
        ),
    )


def _answer(desk: Desk, tool: Tool, given: dict[str, Any]) -> types.CallToolResult:
    try:
        if wrong := best_match(Draft202012Validator(tool.takes).iter_errors(given)):
            where = ".".join(map(str, wrong.absolute_path))
            known = f"; {tool.name} takes {', '.join(tool.takes['properties'])}" if not where else ""
            raise BadUsage(f"{where or 'arguments'}: {wrong.message}{known}")
        code, content = desk.call(tool.name, given)
    except MinewatchError as error:
        return _content(tool.worded(str(error)), error.code, error=True)
    return _content(json.dumps(content, ensure_ascii=False), code, structured=content)


def _content(text: str, code: ExitCode, *, structured: Any = None, error: bool = False) -> types.CallToolResult:
    return types.CallToolResult(
        content=[types.TextContent(text=text)],
        structured_content=structured,
        is_error=error,
        _meta={EXIT_CODE: int(code)},
    )
