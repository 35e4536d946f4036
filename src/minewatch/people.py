"""Who is named in an article or speaks in it: each as one draft, under an id of its own.

Whether a name is of somebody known is told by the whole of it, and never by what resembles it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from minewatch.answers import Drafted
from minewatch.dataset.writing import Comment, Value
from minewatch.drafts.finding import Found
from minewatch.drafts.known import Known
from minewatch.drafts.naming import BODY
from minewatch.model import Entity
from minewatch.names import fold

Fields = dict[str, Value]

_UNNAMED = "[publication not named]"


def known_of(dataset: str, entities: Iterable[Entity]) -> list[Known]:
    """Return who can be looked for by the names that `entities` of `dataset` have: no role is one, and no remark."""
    return [
        Known(
            one.id,
            one.kind,
            one.label,
            one.codes,
            tuple(name for name in _named(one) if "(" not in name),
            f"{dataset}:{one.id}",
        )
        for one in entities
    ]


def _named(entity: Entity) -> Iterator[str]:
    yield entity.label
    yield from (alias.name for alias in entity.aliases if alias.type != "role")


class Ids:
    """The ids that are taken."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()

    def take(self, wanted: str) -> str:
        """Return `wanted` as an id, with a number after it where that is taken."""
        slug = re.sub(r"[^a-z0-9]+", "-", fold(wanted.replace(".", " "))).strip("-") or "record"
        ident = slug
        while ident in self.taken:
            self.taken[slug] += 1
            ident = f"{slug}-{self.taken[slug]}"
        self.taken[ident] += 1
        return ident


class People:
    """The records of who is named or speaks, each once, and under which id."""

    def __init__(self, found: Found, dataset: str, publisher: str | None, ids: Ids) -> None:
        self.records: list[tuple[Fields, Drafted | None]] = []
        self._by_name: dict[str, str] = {}
        known = {name: one.known for one in found.named for name in (one.known.label, *one.known.names)}
        label = publisher or _UNNAMED
        same = known.get(label)
        self.publisher = ids.take(same.id if same else publisher or "publication")
        fields: Fields = {"id": self.publisher, "kind": "organisation", "label": label}
        self.records.append((fields, None))
        self._by_name[label] = self.publisher
        for one in found.named:
            if one.known is same:
                self._by_name |= dict.fromkeys((same.label, *same.names), self.publisher)
                continue
            ident = ids.take(one.known.id)
            self._by_name |= dict.fromkeys((one.known.label, *one.known.names), ident)
            self._add(ident, one.known.label, one.paragraphs, "name", _known(one.known, dataset))
        speaking: dict[str, list[int]] = {}
        for said in found.speech:
            for name in filter(None, (said.speaker, said.said_to)):
                if name not in self._by_name:
                    speaking.setdefault(name, []).append(said.speech.paragraph)
        for name, paragraphs in speaking.items():
            self._by_name[name] = ident = ids.take(name)
            person = len(name.split()) in (2, 3) and name.istitle() and not BODY.search(name)
            self._add(ident, name, dict.fromkeys(paragraphs), "speaker", {"kind": "person"} if person else {})

    def id(self, name: str | None) -> str | None:
        """Return the id of one who is named so."""
        return self._by_name[name] if name else None

    def listed(self) -> Iterator[Value]:
        """Yield the records, each with a comment before it on where it comes up: that is no note for a reader."""
        for fields, drafted in self.records:
            if drafted:
                where = ", ".join(f"¶{number}" for number in drafted.paragraphs)
                yield Comment(f"{'named' if drafted.what == 'name' else 'speaks or is spoken to'} in {where}")
            yield fields

    def _add(self, ident: str, label: str, paragraphs: Iterable[int], what: str, more: Fields) -> None:
        kind = {"kind": more["kind"]} if "kind" in more else {}
        fields = {"id": ident, **kind, "label": label, **more, "draft": True}
        self.records.append((fields, Drafted(ident, what, tuple(paragraphs), label, None)))


def _known(known: Known, dataset: str) -> Fields:
    """Return what is known of one who is named: countries are one by their codes, and all else by what is said here."""
    if known.codes:
        return {"kind": known.kind, "codes": dict(zip(("alpha2", "alpha3", "numeric"), known.codes, strict=True))}
    own = (known.same_as or "").partition(":")[0] in ("", dataset)
    return {"kind": known.kind} if own else {"kind": known.kind, "same_as": [known.same_as]}
