"""JSON-LD: claims and quotations in the words of schema.org, and who said them through whom in those of W3C PROV.

The context stands in the file, every node has a `urn:` or no name at all, and each that is referred to is defined in
it: nothing is fetched. A date is a date by its type only where the source states that day. Left out are fingerprints,
what sorts of names an entity has, and what a source does not state.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import Any

from minewatch import __version__
from minewatch.export import Extract
from minewatch.export.columns import REPEAT, stated_day
from minewatch.export.vocabulary import CLASSES, LINKS, PREFIX, PROPERTIES, ROLES
from minewatch.model import Basis, Claim, Date, Edition, Entity, Gap, Quantity, Quote, Source
from minewatch.passing import passed
from minewatch.render.json import dump, separated
from minewatch.view.reference import reported

Node = dict[str, Any]

_CONTEXT: Node = {
    "@version": 1.1,
    "@vocab": PREFIX,
    "schema": "https://schema.org/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "day": {"@type": "xsd:date"},
    "schema:datePublished": {"@type": "xsd:date"},
    "schema:hasPart": {"@container": "@list"},
}
_TYPES = {
    "country": "schema:Country",
    "person": "schema:Person",
    "organisation": "schema:Organization",
    "place": "schema:Place",
    "treaty": "schema:Legislation",
    "programme": "schema:Project",
}
"""What schema.org has for a kind of entity; it has nothing for a group as such, or a weapon."""
_AGENTS = ("country", "person", "organisation", "group")


def lines(extract: Extract) -> Iterator[str]:
    """Yield the lines of the document: the context, then a node a line."""
    written = partial(dump, ascii_only=extract.ascii_only)
    yield f'{{"@context": {written(_CONTEXT)}, "@graph": ['
    yield from separated(written(_known(node)) for node in _Graph(extract).nodes())
    yield "]}"


def _known(node: Node) -> Node:
    """Return `node` without what is not known, in the nodes within it too."""
    known = {}
    for key, value in node.items():
        inner = (
            [_known(item) if isinstance(item, dict) else item for item in value] if isinstance(value, list) else value
        )
        inner = _known(inner) if isinstance(inner, dict) else inner
        if inner not in (None, [], {}):
            known[key] = inner
    return known


def _urn(dataset: str, ident: str) -> str:
    return f"urn:minewatch:{dataset}:{ident.rpartition(':')[2]}"


class _Graph:
    """The nodes of an export, which refer to each other by what they are called."""

    def __init__(self, extract: Extract) -> None:
        holdings = extract.holdings
        self.holdings, self.setting = holdings, extract.setting
        self.datasets = {source.id: source.dataset for source in extract.setting.sources}
        self.names = {one.id: _urn(*one.same_as[0].split(":")) for one in holdings.entities}
        self.names |= {one.id: _urn(one.dataset, one.id) for one in holdings.sources}
        self.records = {
            ident: _urn(self.datasets[source], ident)
            for kept in (holdings.claims, holdings.quotes)
            for ident, source in kept.origins().items()
        }
        self.elsewhere: dict[str, str] = {}
        self.selection = extract.facts.selection

    def nodes(self) -> Iterator[Node]:
        """Yield every node that has a name."""
        holdings = self.holdings
        for edition in self.setting.editions:
            yield self._of_edition(edition)
        yield from _words()
        yield from map(self._of_source, holdings.sources)
        yield from map(self._of_entity, holdings.entities)
        yield from map(self._of_claim, holdings.claims)
        yield from ({"@id": urn, "@type": ["schema:Claim", "Elsewhere"]} for urn in self.elsewhere.values())
        for _, parts in groupby(holdings.quotes, key=lambda quote: quote.quotation):
            yield from self._of_quotation(list(parts))
        yield from map(self._of_gap, holdings.gaps)

    def _urn(self, record: Claim | Quote | Gap) -> str:
        return _urn(self.datasets[record.source], record.id)

    def _linked(self, ident: str) -> str:
        """Return what the claim is called that another one is linked with; what is not here is remembered."""
        if ident in self.records:
            return self.records[ident]
        if ident not in self.elsewhere:
            known = self.selection.listed(Claim, [ident])
            # What is in no dataset that is loaded is called by its dataset already
            self.elsewhere[ident] = self._urn(known[0]) if known else _urn(ident.partition(":")[0], ident)
        return self.elsewhere[ident]

    def _ref(self, ident: str | None) -> Node | None:
        """Return a reference to an entity or a source."""
        return {"@id": self.names[ident]} if ident else None

    def _refs(self, idents: Iterable[str]) -> list[Node]:
        return [{"@id": self.names[ident]} for ident in idents]

    def _basis(self, basis: Basis) -> Node:
        return {
            "basis": basis.kind,
            "reason": basis.reason,
            "fromParagraph": list(basis.paragraphs),
            "fromNewsletter": basis.newsletter or None,
            "fromSource": self._ref(basis.source),
        }

    def _date(self, date: Date | None) -> Node | None:
        return date and {
            "@type": "Date",
            "schema:name": date.text,
            "edtf": date.edtf,
            "wording": date.wording,
            "day": stated_day(date),
            **self._basis(date.basis),
        }

    def _attribution(self, agent: str, role: str, basis: Basis | None = None) -> Node:
        return {
            "@type": "prov:Attribution",
            "prov:agent": self._ref(agent),
            "prov:hadRole": {"@id": f"{PREFIX}{role}"},
            **(self._basis(basis) if basis else {}),
        }

    def _of_edition(self, edition: Edition) -> Node:
        return {
            "@id": f"urn:minewatch:{edition.id}",
            "@type": ["schema:Dataset", "prov:Entity"],
            "schema:name": edition.title or edition.id,
            "schema:version": edition.version,
            "schema:description": REPEAT,
            "schema:sdPublisher": f"minewatch {__version__}",
            "sha256": edition.sha256,
            "today": self.setting.today,
        }

    def _of_source(self, source: Source) -> Node:
        stated = source.publisher_basis.kind == "stated"
        return {
            "@id": self.names[source.id],
            "@type": ["schema:Article", "prov:Entity"],
            "schema:name": source.title,
            "suppliedTitle": None if source.title else source.supplied_title,
            "schema:creditText": f"as reported by {reported(source, self.setting)}",
            "schema:publisher": self._ref(source.publisher) if stated else None,
            "prov:qualifiedAttribution": self._attribution(source.publisher, "publisher", source.publisher_basis),
            "schema:author": list(source.authors),
            "schema:url": source.url,
            "schema:inLanguage": source.language,
            "schema:datePublished": stated_day(source.published),
            "published": self._date(source.published),
            "schema:isPartOf": {"@id": f"urn:minewatch:{source.dataset}"},
            "prov:qualifiedDerivation": [
                {
                    "@type": "prov:Derivation",
                    **({"prov:entity": self._ref(one.to)} if one.to in self.names else {"derivedFrom": one.to}),
                    **self._basis(one.basis),
                }
                for one in source.derived_from
            ],
            "state": source.state,
        }

    def _of_entity(self, entity: Entity) -> Node:
        kinds = [_TYPES.get(entity.kind, "schema:Thing"), *(["prov:Agent"] if entity.kind in _AGENTS else [])]
        members = entity.members
        return {
            "@id": self.names[entity.id],
            "@type": kinds,
            "schema:name": entity.label,
            "kind": entity.kind,
            "schema:identifier": [*entity.codes, *entity.same_as],
            "schema:alternateName": [alias.name for alias in entity.aliases],
            "role": [{"@type": "Role", "schema:name": one.title, **self._basis(one.basis)} for one in entity.roles],
            "relation": [
                {"@type": "Relation", "relationType": one.type, "to": self._ref(one.to), **self._basis(one.basis)}
                for one in entity.relations
            ],
            "members": members
            and {"@type": "Members", "member": self._refs(members.are), **self._basis(members.basis)},
            "term": [{"@type": "Wording", "wording": one.wording, **self._basis(one.basis)} for one in entity.uses],
            "note": entity.note,
            "state": entity.state,
        }

    def _of_claim(self, claim: Claim) -> Node:
        position = claim.position
        credit = self.setting.labels[claim.said_by]
        credit += f" via {self.setting.labels[claim.via]}" if claim.via else ""
        stated = claim.basis.kind == claim.attribution.kind == "stated"
        links: dict[str, list[Node]] = {}
        for link in claim.links:
            links.setdefault(link.type, []).append({"@id": self._linked(link.to)})
        return {
            "@id": self.records[claim.id],
            "@type": ["schema:Claim", "prov:Entity"],
            "schema:text": claim.text,
            "status": claim.status,
            **self._basis(claim.basis),
            "schema:creditText": credit,
            "mode": claim.mode,
            "prov:wasAttributedTo": self._ref(claim.said_by) if stated else None,
            "prov:qualifiedAttribution": [
                self._attribution(claim.said_by, "speaker", claim.attribution),
                *([self._attribution(claim.via, "reporter")] if claim.via else []),
            ],
            "saidTo": self._ref(claim.said_to),
            "saidWhen": self._date(claim.said_when),
            "when": self._date(claim.when),
            "passed": passed(claim, self.setting.published(claim.source), self.setting.today),
            "condition": claim.condition,
            "note": claim.note,
            "asked": claim.asked,
            "figure": claim.quantity and self._figure(claim.quantity),
            "position": position
            and {
                "@type": "Position",
                "schema:about": self._ref(position.country),
                "question": position.question,
                "standing": position.value,
                **self._basis(position.basis),
            },
            "schema:about": self._refs(claim.about),
            "schema:keywords": list(claim.topic),
            "schema:appearance": self._ref(claim.source),
            "prov:hadPrimarySource": self._ref(claim.source),
            "evidence": list(claim.evidence),
            "readFrom": [{"@id": self.records[quote]} for quote in claim.quotes],
            **links,
            "state": claim.state,
        }

    def _figure(self, figure: Quantity) -> Node:
        return {
            "@type": ["Figure", "schema:QuantitativeValue"],
            "schema:value": figure.value,
            "schema:minValue": figure.low,
            "schema:maxValue": figure.high,
            "schema:unitText": figure.unit,
            "worded": figure.worded,
            "qualifier": figure.qualifier,
            "per": figure.per,
            "counted": figure.counted,
            "conversion": figure.conversion,
            "asOf": self._date(figure.as_of),
            **self._basis(figure.basis),
        }

    def _of_quotation(self, parts: Sequence[Quote]) -> Iterator[Node]:
        """Yield the parts of a quotation, and before them the whole where there are several."""
        first = parts[0]
        whole = _urn(self.datasets[first.source], first.quotation) if len(parts) > 1 else None
        if whole:
            yield {
                "@id": whole,
                "@type": ["schema:Quotation", "prov:Entity"],
                "schema:hasPart": [{"@id": self.records[part.id]} for part in parts],
                **self._spoken(first),
            }
        for part in parts:
            yield {
                "@id": self.records[part.id],
                "@type": ["schema:Quotation", "prov:Entity"],
                "schema:text": part.text,
                **self._spoken(part),
                "context": part.context,
                "schema:about": self._refs(part.about),
                "schema:keywords": list(part.topic),
                "evidence": [part.paragraph],
                "schema:isPartOf": {"@id": whole} if whole else None,
                "state": part.state,
            }

    def _spoken(self, part: Quote) -> Node:
        return {
            "schema:spokenByCharacter": self._ref(part.speaker),
            "schema:creditText": self.setting.labels[part.speaker],
            "prov:wasAttributedTo": self._ref(part.speaker),
            "prov:wasQuotedFrom": self._ref(part.source),
            "saidTo": self._ref(part.said_to),
        }

    def _of_gap(self, gap: Gap) -> Node:
        return {
            "@id": self._urn(gap),
            "@type": ["Gap"],
            "schema:text": gap.wording,
            "schema:about": self._refs(gap.about),
            "schema:keywords": list(gap.topic),
            "prov:hadPrimarySource": self._ref(gap.source),
            "state": gap.state,
        }


def _words() -> Iterator[Node]:
    """Yield the words that are the project's own, with what they mean."""
    kinds = {"rdfs:Class": CLASSES, "prov:Role": ROLES, "rdf:Property": PROPERTIES | LINKS}
    for kind, words in kinds.items():
        yield from ({"@id": f"{PREFIX}{word}", "@type": kind, "rdfs:comment": text} for word, text in words.items())
