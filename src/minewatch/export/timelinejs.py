"""TimelineJS (https://timeline.knightlab.com): a slide a claim whose date the source states.

TimelineJS needs a date for each slide. What has another one, inferred by us or implied, is in words on the title slide,
and so is how many have none: a place on the axis would state what the source does not. Where none is on the
axis TimelineJS has an error message and no more, so that there is nothing to export.
"""

from collections.abc import Iterator
from html import escape
from typing import Any

from minewatch.errors import BadUsage
from minewatch.export import Extract
from minewatch.export.references import told
from minewatch.export.spans import Native, Parts, native
from minewatch.model import Claim
from minewatch.render.json import dump, separated
from minewatch.text import count, one_line

_PARTS = ("year", "month", "day")


def lines(extract: Extract) -> Iterator[str]:
    """Yield the lines of the document: the title slide, then a slide a line."""
    dated = sorted(
        (claim for claim in extract.holdings.claims if claim.when), key=lambda c: (c.when and c.when.earliest) or ""
    )
    extract = extract._replace(setting=extract.setting._replace(beside=extract.facts.beside(dated)))
    placed = [(claim, at) for claim in dated if (at := native(claim.when))]
    if not placed:
        raise BadUsage(
            "TimelineJS shows nothing with nothing on its axis, and no date is stated here so that it could be there"
        )
    others = [claim for claim in dated if not native(claim.when)]
    title = _title(others, len(extract.holdings.claims) - len(dated), extract)
    yield f'{{"title": {dump(title, ascii_only=extract.ascii_only)}, "events": ['
    events = (_event(claim, at, extract) for claim, at in placed)
    yield from separated(dump(event, ascii_only=extract.ascii_only) for event in events)
    yield "]}"


def _event(claim: Claim, at: Native, extract: Extract) -> dict[str, Any]:
    return {
        "unique_id": claim.id.replace(":", "-"),
        "group": claim.status.replace("-", " "),
        "start_date": _date(at.start),
        **({"end_date": _date(at.end)} if at.end else {}),
        "display_date": _worded(claim),
        "text": {"headline": _headline(claim), "text": f"<p>{escape(told(claim, extract.setting))}</p>"},
    }


def _title(others: list[Claim], undated: int, extract: Extract) -> dict[str, Any]:
    """Return the title slide, which has what stands on no axis, and how many have no date."""
    setting = extract.setting
    paragraphs = [f"Each slide says how firm it is, who says so, and on what that rests; as of {setting.today}."]
    if undated:
        paragraphs.append(f"{count(undated, 'more claim')} without a date left out.")
    if others:
        paragraphs.append("Not on the axis, for the source does not state their dates so that they could be:")
    items = "".join(f"<li>{escape(f'{_worded(c)}: {told(c, setting)}')}</li>" for c in others)
    body = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    headline = "; ".join(one_line(edition.title or edition.id) for edition in setting.editions)
    return {"text": {"headline": escape(headline), "text": f"{body}<ul>{items}</ul>" if items else body}}


def _headline(claim: Claim) -> str:
    mark = "" if claim.basis.kind == "stated" else f", {claim.basis.kind}"
    return escape(f"{claim.status.replace('-', ' ').capitalize()}{mark}: {one_line(claim.text)}")


def _worded(claim: Claim) -> str:
    """Return a date as it is read out, marked where the source does not state it."""
    assert claim.when
    kind = claim.when.basis.kind
    return claim.when.text if kind == "stated" else f"{claim.when.text} ({kind})"


def _date(parts: Parts) -> dict[str, int]:
    return dict(zip(_PARTS, parts, strict=False))
