"""What a reader should know besides an answer: said on standard error, whatever the format."""

from collections.abc import Iterator

from minewatch.answers import Answer, Beginning, Checked, Claims, Figures, Holdings, Renewed, Setting, Timeline
from minewatch.extent import cut, rows
from minewatch.text import count


def _too_early(setting: Setting) -> Iterator[str]:
    """Yield which sources had not appeared on the day of the answer, or may not have."""
    if setting.find:
        # Too many to be named one by one
        if setting.early:
            number = count(len(setting.reporting), "source")
            yield f"on {setting.today} {setting.early:,} of {number} had not appeared yet, or may not have"
        return
    for source in setting.reporting:
        which = f"the source {setting.cited[source.id]}" if setting.cited else "the source"
        earliest, latest = source.published.earliest or "", source.published.latest or ""
        if setting.today < earliest:
            yield f"on {setting.today} {which} had not appeared yet; it is shown all the same"
        elif setting.today <= latest != earliest:
            yield f"on {setting.today} {which} may not have appeared yet; it did {source.published.text}"


def drafts(setting: Setting) -> Iterator[str]:
    """Yield of which dataset drafts were left out, and how many: what is not found may be among them."""
    for edition in setting.editions:
        if edition.drafts:
            number = count(edition.drafts, "draft")
            yield f"{number} of {edition.id} left out, not read against the source yet; minewatch check DIR lists them"


def notices(answer: Answer | Holdings, setting: Setting, limit: int | None) -> Iterator[str]:
    """Yield what a reader should know besides `answer`: whose it is, what was left out, and a day before the source."""
    yield from _too_early(setting)
    if not isinstance(answer, Beginning | Checked | Renewed):
        yield from drafts(setting)
    if isinstance(answer, Timeline | Claims | Figures | Holdings):
        if answer.group:
            members = answer.group.members.are if answer.group.members else ()
            names = " or ".join(entity.label for entity in answer.filters.about if entity.id in members)
            yield f"of {names} by itself nothing is said there; this is said of the {answer.group.label}"
        if answer.undated:
            yield f"{count(answer.undated, 'more claim')} without a date left out"
    if isinstance(answer, Holdings):
        if answer.withdrawn:
            yield f"{count(answer.withdrawn, 'withdrawn record')} left out"
        return
    whole, shown = rows(answer), rows(cut(answer, limit))
    if whole and shown and shown.number < whole.number:
        yield f"{shown.number:,} of {whole.number:,} {whole.noun} shown; --limit {whole.number} shows all"
