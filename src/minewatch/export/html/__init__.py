"""One page with all of it: a single file of HTML that loads nothing, and needs neither network nor script.

Words, order and marks are those of `view`; what is here is how they look. Text goes through Jinja's escaping and never
around it, and a policy in the page keeps a browser from running or loading anything but its own style and script.
"""

from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from importlib.resources import files
from typing import Any

from minewatch import __version__
from minewatch.answers import Setting, Survey
from minewatch.dates import parse
from minewatch.errors import BadUsage
from minewatch.export import Extract
from minewatch.export.html.drawing import scale
from minewatch.notices import notices
from minewatch.text import safe
from minewatch.view import survey, wording
from minewatch.view.blocks import Run
from minewatch.view.narrowing import FILTERS, Choice


def lines(extract: Extract) -> Iterator[str]:
    """Yield the lines of the page."""
    answer, setting = extract.facts.survey(extract.holdings), extract.setting
    page = survey.page(answer, setting, notices(extract.holdings, setting, None))
    style, script = _file("page.css") + "".join(_narrowing(page.choices)), _file("page.js")
    anchors = _anchors(answer, page)
    text = _template().render(
        page=page,
        policy=(
            f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
            "base-uri 'none'; form-action 'none'"
        ),
        style=style,
        script=script,
        version=__version__,
        meanings=wording.FIRM,
        today_iso=setting.today,
        today_read=parse(setting.today).text,
        anchors=anchors,
        leads=_leads(anchors),
        classes=_classes(page),
        languages={part.id: setting.source(part.source).language for part in answer.quotations.quotes},
        **_drawn(answer, setting),
    )
    if extract.ascii_only:
        # What a style and a script are made of is ASCII: nothing there would be read as a reference
        text = text.encode("ascii", "xmlcharrefreplace").decode()
    yield from text.strip().splitlines()


def _template() -> Any:
    try:
        import jinja2
    except ImportError:
        raise BadUsage("the page needs an extra; pip install 'minewatch[export-html]'") from None
    environment = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    environment.filters["shown"] = safe
    environment.tests["of_kind"] = lambda block, name: type(block).__name__ == name
    return environment.from_string(_file("page.html"))


def _file(name: str) -> str:
    return files("minewatch.export.html").joinpath(name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _narrowing(choices: Mapping[str, tuple[Choice, ...]]) -> Iterator[str]:
    """Yield the rules by which a page narrows down without a script: values of one filter widen, another one narrows.

    A filter with something chosen hides what may be hidden, and each value chosen shows its own again. Values go by
    their numbers, so that nothing of the dataset stands in a style. What is asked for is asked of the side only: of the
    whole body Chromium asks it anew for each element that it reads, and took 9 s for two thousand claims instead of 2.
    """
    for name in FILTERS:
        yield f".side:has(.choose-{name}:checked)~main .item{{--{name}:none}}\n"
        for n in range(len(choices[name])):
            yield f".side:has(#{name}-{n}:checked)~main .item.{name}-{n}{{--{name}:initial}}\n"


def _classes(page: survey.Page) -> Callable[[str], str]:
    numbers = {
        name: {choice.value: f"{name}-{n}" for n, choice in enumerate(choices)}
        for name, choices in page.choices.items()
    }

    def classes(record: str) -> str:
        keys = page.keys[record]._asdict()
        return " ".join(numbers[name][value] for name in FILTERS for value in keys[name])

    return classes


def _anchors(answer: Survey, page: survey.Page) -> dict[str, str]:
    """Return where on the page the card of each record is, by its id."""
    parts = {part.id: part.quotation for part in answer.quotations.quotes}
    first: dict[str, str] = {}
    for ident, quotation in parts.items():
        first.setdefault(quotation, ident)
    found = {ident: f"quote-{first[quotation]}" for ident, quotation in parts.items()}
    found |= {item.record: f"claim-{item.record}" for item in page.claims}
    found |= {item.record: f"gap-{item.record}" for item in page.gaps}
    found |= {item.record: f"entity-{item.record}" for group in page.names for item in group.items}
    found |= {item.record: f"source-{item.record}" for item in page.sources}
    found |= {card.claim.id: f"claim-{card.claim.id}" for card in answer.withdrawn.claims}
    others = answer.withdrawn.others
    return found | {record.id: f"{type(record).__name__.lower()}-{record.id}" for record in others}


def _leads(anchors: Mapping[str, str]) -> Callable[[Run, str], str]:
    """Return what tells where a run leads to from the card of a record: to another card, or to the source."""

    def leads(run: Run, own: str) -> str:
        if run.record != own and run.record in anchors:
            return f"#{anchors[run.record]}"
        return run.link

    return leads


def _drawn(answer: Survey, setting: Setting) -> dict[str, Any]:
    """Return what the timeline is drawn with: its scale, and on it every date, publication, and today."""
    claims = answer.timeline.claims
    published = {claim.source: setting.published(claim.source) for claim in claims}
    drawn = scale([claim.when for claim in claims if claim.when], list(published.values()), setting.today)
    dated = {claim.id for claim in claims if claim.when}
    if drawn is None:
        return {"scale": None, "shapes": {}, "bands": (), "appeared": None, "today": None, "dated": dated}
    bands = [drawn.shapes(when) for when in published.values()]
    return {
        "scale": drawn,
        "dated": dated,
        "shapes": {
            claim.id: drawn.shapes(claim.when) if claim.when else drawn.by_then(published[claim.source])
            for claim in claims
        },
        "bands": [shape for shapes in bands for shape in shapes],
        "appeared": min((shapes[-1] for shapes in bands if shapes), default=None),
        "today": drawn.today(setting.today),
    }
