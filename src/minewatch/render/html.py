"""Blocks as one page of HTML that stands by itself: to be opened, printed, or pasted from. Nothing is fetched or run.

All that comes from a dataset is text here, never markup; an address is a link only where the view says so. The style
is the page's own, and the policy that stands at its head allows that one alone, by its hash.
"""

from base64 import b64encode
from collections.abc import Iterable, Iterator
from hashlib import sha256
from html import escape
from itertools import pairwise

from minewatch.view.blocks import (
    Block,
    Entries,
    Entry,
    Event,
    Grid,
    Note,
    Quotation,
    Rail,
    Run,
    Section,
    Title,
    Words,
    plain,
)

_STYLE = """
:root { color-scheme: light dark; --ink: #1b1b1b; --paper: #fff; --quiet: #555; --mark: #8a4b00; --line: #bbb }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8e8e8; --paper: #161616; --quiet: #b0b0b0; --mark: #f0b060; --line: #555 }
}
* { box-sizing: border-box }
body { max-width: 50rem; margin: 0 auto; padding: 1rem; font: 1rem/1.45 system-ui, sans-serif;
  color: var(--ink); background: var(--paper); overflow-wrap: anywhere }
h1 { margin: 1.5rem 0 0; font-size: 1.5rem }
h2 { margin: 1.1rem 0 .3rem; font-size: 1rem; border-bottom: 1px solid var(--line) }
ul { margin: 0; padding: 0; list-style: none }
li { margin: .25rem 0 }
li ul { padding-left: 1rem }
table { border-collapse: collapse }
th, td { padding: .2rem .6rem .2rem 0; text-align: left; vertical-align: top }
blockquote { margin: .5rem 0 }
cite { font-style: normal }
cite, .dim, .reported { color: var(--quiet) }
em { font-style: normal; font-weight: 600; color: var(--mark) }
.mark { color: var(--mark) }
.quote { font-style: italic }
a { color: inherit }
footer { margin-top: 1rem; border-top: 1px solid var(--line); font-size: .85rem; color: var(--quiet) }
footer p { margin: .3rem 0 }
.line { display: block }
@media print {
  @page { size: A4; margin: 9mm }
  :root { color-scheme: light; --ink: #000; --paper: #fff; --quiet: #444; --mark: #000 }
  body { max-width: none; padding: 0; font-size: 7pt; line-height: 1.15 }
  header:not(:first-child) { break-before: page }
  h1 { margin: 0; font-size: 13pt }
  .reported { margin: 0 }
  h2 { margin: 4pt 0 1pt; font-size: 8.5pt; break-after: avoid }
  li { margin: 1pt 0; break-inside: avoid }
  footer { margin-top: 4pt; font-size: 6.8pt }
  footer p { margin: 1pt 0 }
  .line { display: inline }
  .line + .line::before { content: "· " }
}
"""
_POLICY = "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'"
_BAR = 20
"""How many characters a bar has at the most."""


def render(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield the lines of a page with `blocks` on it; what comes after the last section that is not text is its foot."""
    blocks = list(blocks)
    titles = [plain(block.name[:1]) for block in blocks if isinstance(block, Title)]
    style = b64encode(sha256(_STYLE.encode()).digest()).decode()
    yield "<!DOCTYPE html>"
    yield '<html lang="en">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY.format(style)}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{escape(', '.join(titles))}</title>"
    yield f"<style>{_STYLE}</style>"
    yield "</head>"
    yield "<body>"
    yield "<main>"
    foot = next((n for n in range(len(blocks), 0, -1) if not isinstance(blocks[n - 1], Note)), 0)
    for block in blocks[:foot]:
        yield from _block(block)
    yield "</main>"
    yield "<footer>"
    for block in blocks[foot:]:
        yield from _block(block)
    yield "</footer>"
    yield "</body>"
    yield "</html>"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Title():
            yield f'<header><h1>{_html(block.name)}</h1><p class="reported">{_html(block.reported)}</p></header>'
        case Section():
            yield f"<h2>{escape(block.name)}</h2>"
        case Entries():
            yield "<ul>"
            for row, under in block.under_labels():
                beneath = f"<ul>{''.join(f'<li>{_entry(one)}</li>' for one in under)}</ul>" if under else ""
                yield f"<li>{_entry(row)}{beneath}</li>"
            yield "</ul>"
        case Grid():
            yield from _grid(block)
        case Quotation():
            tags = f" · {_html(block.tags)}" if block.tags else ""
            yield f"<blockquote>{_html(block.words)}<br><cite>— {_html(block.who)}{tags}</cite></blockquote>"
            yield f"<p>{escape(block.context)}</p>"
        case Rail():
            yield "<ul>"
            for stop in block.stops:
                said = _entry(stop.entry) if isinstance(stop, Event) else _html(stop.text)
                yield f"<li><strong>{_html(stop.date)}</strong> {said}</li>"
            yield "</ul>"
        case Note():
            lines = (f'<span class="line">{_html(line)}</span>' for line in block.lines)
            yield f"<p>{' '.join(lines)}</p>"


def _entry(row: Entry) -> str:
    label = f"<strong>{_html(row.label)}</strong> " if row.label else ""
    tag = f"<em>{_html(row.firm)}</em>: " if row.firm else ""
    source = f" <cite>— {_html(row.source)}</cite>" if row.source else ""
    bar = f" {escape(row.bar.line(_BAR))}" if row.bar else ""
    return f"{label}{tag}{_html(row.body)}{source}{bar}"


def _grid(block: Grid) -> Iterator[str]:
    yield "<table>"
    yield f"<tr>{''.join(f'<th>{escape(name)}</th>' for name in block.columns)}</tr>"
    for row in block.rows:
        cells = "".join(f"<td>{'<br>'.join(map(_html, cell))}</td>" for cell in row.cells)
        yield f'<tr><th scope="row">{escape(row.label)}</th>{cells}</tr>'
    yield "</table>"


def _html(words: Words) -> str:
    # A mark stays with what it is of
    between = ((run.text == " " and after.style == "mark") for run, after in pairwise((*words, Run(""))))
    return "".join("&nbsp;" if bound else _run(run) for run, bound in zip(words, between, strict=True))


def _run(run: Run) -> str:
    text = escape(run.text)
    if run.style in ("dim", "mark", "quote"):
        text = f'<span class="{run.style}">{text}</span>'
    return f'<a href="{escape(run.link)}" rel="noreferrer">{text}</a>' if run.link else text
