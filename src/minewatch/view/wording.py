"""How things are put into words, once for all that people read: dates, speakers, figures, marks."""

from collections.abc import Sequence

from minewatch.answers import Setting
from minewatch.filters import Filters
from minewatch.model import Basis, Claim, Date, Entity, Position, Quantity, Quote, Source, within
from minewatch.passing import passed
from minewatch.text import count, one_line
from minewatch.view.blocks import Block, Note, Run, Words

MARKS = {"implied": "†", "inferred": "*", "background": "‡", "passed": "»", "may-have-passed": "»?"}
_MEANINGS = {
    "†": "implied by the source, not stated",
    "*": "inferred by us, not stated",
    "‡": "from general knowledge, not from the source",
    "»": "this day has passed since; not followed up by this source",
    "»?": "this may have passed since; not followed up by this source",
    "–": "the source does not say",
    "[interrupted]": "words of the source stand there, such as who speaks",
}
# Units of measure are printed; what is only counted is named by what the figure says it counts
_MEASURES = {"km": "km", "month": "months", "year": "years", "percent": "%"}
_LARGE = ((10**9, "billion"), (10**6, "million"))

SILENT = (Run("–", "dim"),)

MODES = {"direct": "read from a quote", "indirect": "in indirect speech", "narration": "in the publication's own voice"}
LINKS = {
    "supports": ("supports", "supported by"),
    "qualifies": ("qualifies", "qualified by"),
    "reports": ("reports", "reported by"),
    "contradicts": ("contradicts", "contradicted by"),
    "updates": ("updates", "updated by"),
    "corrects": ("corrects", "corrected by"),
    "repeats": ("repeats", "repeated by"),
}
"""What a claim does to another one, and what is done to that."""
FIRM = {
    "occurred": "it has happened",
    "in-effect": "it was so when the source appeared",
    "announced": "it has been made known as somebody's intention",
    "decided": "the decision has been taken; nothing is said to have followed from it",
    "not-done": "it has not been done, and nothing says that it will be",
    "not-yet": 'it has not been done; the source says "yet"',
    "scheduled": "a rule sets the date; that the day comes does not say that anything was done",
    "planned": "somebody plans it or aims at it",
    "expected": "somebody expects it; demand prepared for is expected, never ordered",
    "hoped": "somebody hopes for it",
    "interested": "somebody has shown interest",
    "possible": "it could be, or might be",
    "permitted": "it is or will be lawful, no more",
    "view": "a priority, a reason or an opinion",
    "alleged": "an accusation, by the speaker",
}
"""What each status means, in the words of data/README.md."""


def status(word: str) -> Run:
    """Return a status or a position as it is read, in its own style."""
    return Run(word.replace("-", " "), word)


def label(ident: str, setting: Setting) -> str:
    """Return what the entity with that id is called."""
    return one_line(setting.labels[ident])


def spaced(words: Words) -> Words:
    """Return `words` with a blank before them; nothing where there are none."""
    return (Run(" "), *words) if words else ()


def rung(position: Position) -> Words:
    """Return the value of a position, marked."""
    return (status(position.value), *mark(position.basis))


def mark(basis: Basis) -> Words:
    """Return the mark of a field that is not simply stated, as it stands after it."""
    return spaced((Run(MARKS[basis.kind], "mark"),) if basis.kind in MARKS else ())


def marked(text: str, basis: Basis, style: str = "") -> Words:
    """Return `text` with the mark of `basis` after it."""
    return (Run(one_line(text), style), *mark(basis))


def date(when: Date) -> Words:
    """Return a date as it is read out, marked."""
    return marked(when.text, when.basis, "date")


def gone(claim: Claim, setting: Setting) -> Words:
    """Return the mark of a claim whose day has passed, or may have, as it stands after it."""
    how = passed(claim, setting.published(claim.source), setting.today)
    return spaced((Run(MARKS[how], "mark"),) if how else ())


def when(claim: Claim, setting: Setting) -> Words:
    """Return the date of `claim`, marked for its basis and for having passed; nothing where it has none."""
    return (*date(claim.when), *gone(claim, setting)) if claim.when else ()


def paragraphs(numbers: Sequence[int]) -> str:
    """Return paragraph numbers as they are cited."""
    return "¶" + ", ".join(map(str, numbers))


def why(basis: Basis, *, first: bool = False) -> Words:
    """Return the reason for which a field is what it is, and where that is from, to go on with or to begin with."""
    if not basis.reason:
        return ()
    where = f" ({paragraphs(basis.paragraphs)})" if basis.paragraphs else ""
    where = " (newsletter lines)" if basis.newsletter else where
    kind = "stated, and settled" if first and basis.kind == "stated" else basis.kind.replace("stated", "settled")
    return (Run(f"{'' if first else '; '}{kind}: {one_line(basis.reason)}{where}", "dim"),)


def where(numbers: Sequence[int], source: str, setting: Setting) -> Run:
    """Return paragraph numbers of that source as they are cited; they lead to its address, where it has one."""
    url = setting.source(source).url or ""
    leads = url.startswith(("https://", "http://")) and url.isprintable() and " " not in url
    return Run(paragraphs(numbers), "where", url if leads else "")


def statement(claim: Claim) -> Words:
    """Return what is claimed, with the condition that the source attaches, and what it leaves open."""
    return (*marked(claim.text, claim.basis), *caveats(claim))


def caveats(claim: Claim) -> Words:
    """Return what of a claim is a question's, and what its sentence leaves open."""
    asked = f"from the question put: {one_line(claim.asked)}" if claim.asked else ""
    caveats = [caveat for caveat in (asked, claim.note and one_line(claim.note)) if caveat]
    return (Run(f" ({'; '.join(caveats)})", "dim"),) if caveats else ()


def speaker(claim: Claim, setting: Setting) -> Words:
    """Return who says it, through whom, to whom and when, as far as that is known; marked."""
    return (*marked(label(claim.said_by, setting), claim.attribution, "who"), *passed_on(claim, setting))


def passed_on(claim: Claim, setting: Setting) -> Words:
    """Return through whom, to whom and when it was said, as far as that is known."""
    words = []
    if claim.via:
        words.append(Run(f" via {label(claim.via, setting)}", "who"))
    if claim.said_to:
        words.append(Run(f" to {label(claim.said_to, setting)}", "who"))
    if claim.said_when:
        words += [Run(", said ", "who"), *date(claim.said_when)]
    return tuple(words)


def source(claim: Claim, setting: Setting) -> Words:
    """Return who says it and where that stands."""
    return (*speaker(claim, setting), Run(" "), where(claim.evidence, claim.source, setting))


def quoted(parts: Sequence[Quote], setting: Setting) -> Words:
    """Return who is quoted, to whom it was said, and where the parts of the quotation stand."""
    first = parts[0]
    to = label(first.said_to, setting) if first.said_to else "not stated"
    return (
        Run(label(first.speaker, setting), "who"),
        Run(f", said to: {to} ", "dim"),
        where(list(dict.fromkeys(part.paragraph for part in parts)), first.source, setting),
    )


def figure(quantity: Quantity) -> str:
    """Return the size of a quantity, as in `5–6 million` or `roughly 800 km (500 miles)`."""
    if quantity.worded is not None:
        text = quantity.worded
    elif quantity.value is not None:
        text = _number(quantity.value)
    else:
        text = _range(quantity.low or 0, quantity.high or 0)
    qualifier = f"{quantity.qualifier} " if quantity.qualifier else ""
    conversion = f" ({quantity.conversion})" if quantity.conversion else ""
    return one_line(f"{qualifier}{_measured(text, quantity.unit, quantity.per)}{conversion}")


def size(value: float, unit: str, per: str | None) -> str:
    """Return a number with its unit, as in `1.2 million / year`."""
    return one_line(_measured(_number(value), unit, per))


def _measured(text: str, unit: str, per: str | None) -> str:
    return " ".join(part for part in (text, _MEASURES.get(unit), f"/ {per}" if per else None) if part)


def _number(value: float) -> str:
    """Return `value` in digits, with a word for its size where that loses nothing."""
    for size, name in _LARGE:
        scaled = f"{value / size:.3f}".rstrip("0").rstrip(".")
        if size <= value < size * 1000 and float(scaled) * size == value:
            return f"{scaled} {name}"
    return f"{value:,}"


def _range(low: float, high: float) -> str:
    (first, _, size), (last, _, other) = _number(low).partition(" "), _number(high).partition(" ")
    if size == other:
        return f"{first}–{last} {size}".rstrip()
    return f"{_number(low)} to {_number(high)}"


def publisher(article: Source, setting: Setting) -> Words:
    """Return who published `article`, marked."""
    return marked(label(article.publisher, setting), article.publisher_basis)


def counted(shown: int, noun: str, setting: Setting) -> str:
    """Return how many rows are shown, of how many, as in `68 claims` and `50 of 68 claims`."""
    return count(shown, noun) if setting.whole is None else f"{shown:,} of {count(setting.whole, noun)}"


def title(name: str, filters: Filters, group: Entity | None = None) -> Words:
    """Return the title of a page with what was asked for, and the group of which all of it is said instead."""
    asked = [f"by {_with_affiliated(entity)}" for entity in filters.by]
    asked += [f"via {_with_affiliated(entity)}" for entity in filters.via]
    asked += [f"about {_with_affiliated(entity)}" for entity in filters.about]
    asked += [f"on {topic}" for topic in filters.topic]
    asked += [word.replace("-", " ") for word in (*filters.status, *filters.basis)]
    asked += [paragraphs(filters.paragraph)] if filters.paragraph else []
    asked += [f"said of the {group.label}"] if group else []
    asked += [f"{word} {day}" for word, day in (("since", filters.since), ("until", filters.until)) if day]
    return Run(name, "title"), Run("".join(f" · {one_line(what)}" for what in asked), "dim")


def _with_affiliated(entity: Entity) -> str:
    """Return what an entity is called, and that a filter by it takes in whoever is affiliated."""
    others = entity.kind in ("country", "organisation", "programme")
    return f"{entity.label} and affiliated" if others else entity.label


def reported(setting: Setting) -> Words:
    """Return by whom and when all of this was reported."""
    if len(setting.sources) != 1:
        return (Run(f"as reported by {len(setting.sources)} sources", "dim"),)
    article = setting.sources[0]
    return (
        Run("as reported by ", "dim"),
        *publisher(article, setting),
        Run(", ", "dim"),
        *date(article.published),
    )


def with_legend(blocks: list[Block], more: str) -> list[Block]:
    """Return `blocks` with what the marks in them mean, and where to read more."""
    used = {run.text.strip() for run in within(tuple(blocks), Run) if run.style in ("mark", "dim")}
    meanings = [f"{sign} {meaning}" for sign, meaning in _MEANINGS.items() if sign in used]
    return [*blocks, Note(tuple((Run(line, "dim"),) for line in (*meanings, more)))]
