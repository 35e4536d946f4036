"""Datasets of any size that say nothing about anything, for measuring: the same for the same size, always.

    python benchmarks/datasets.py FOLDER CLAIMS [--yaml FILES]

Sources have some twenty claims each; there are countries, organisations affiliated with them, persons affiliated with
those, groups, quotes, some of them in parts, gaps, dates, figures, positions and links, in lengths and shares like
those of the bundled data; a source in four has a paragraph that nothing stands on.
The first records, `CORE` claims of them, are the same at every size and are about a country, a speaker, a year and a
word that nothing else names: a question on these has as many rows at a million claims as it has at sixty.
"""

import argparse
import json
import random
from collections.abc import Iterator
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path
from string import ascii_uppercase
from typing import Any, TextIO

Record = dict[str, Any]

CORE = 60
"""How many claims there are at the least, on three sources: about as many as the bundled dataset has."""
PER_SOURCE = 20
PARAGRAPHS = 10
COUNTRIES = 180
COUNTRY, SPEAKER, YEAR, CLAIM, RARE, COMMON = "ostmark", "ada-oort", 1907, "claim-7", "lighthouse", "harvest"
"""What only the core has; but the last word, which stands in a tenth of all claims."""

_SYLLABLES = ("ba", "den", "ka", "lo", "mir", "na", "or", "pel", "ri", "sto", "ta", "ul", "ven", "wes", "yar", "zo")
_VERBS = ("has begun", "expects", "may delay", "has ended", "plans", "opposes", "calls for", "has reviewed")
_OBJECTS = (
    "its programme", "the agreement", "new deliveries", "talks on the border", "a joint inquiry", "the older stocks",
    "training of crews", "the northern line", "an export licence", "the yearly report", "a second factory",
)  # fmt: skip
_CIRCUMSTANCES = (
    "with two partners", "after the review", "before the vote", "under the treaty", "at three sites",
    "for a third time", "in spite of the cost", "as the ministry had asked", "without further notice",
)  # fmt: skip
_STATUSES = ("occurred", "in-effect", "announced", "decided", "planned", "expected", "possible", "view", "alleged")
_TOPICS = ("treaty", "production", "stockpile", "capacity", "demand", "procurement", "export", "use", "security")
_LADDERS = {
    "treaty": ("party", "leaving-announced", "leaving"),
    "production": ("stopped", "option", "decided"),
    "export": ("ceased", "possible", "planned"),
    "use": ("planned", "in-use"),
}


def records(claims: int) -> Iterator[tuple[str, Record]]:
    """Yield each record with the list that it belongs to: sources and entities first, then a source's together."""
    number = -(-claims // PER_SOURCE)
    bodies = max(claims // 100, 4)
    yield from (("entities", entity) for entity in _entities(bodies))
    held = [min(PER_SOURCE, claims - n * PER_SOURCE) for n in range(number)]
    yield from (("sources", _source(n, held[n], bodies)) for n in range(number))
    for n in range(number):
        yield from _of_source(n, held[n], bodies)


def write_jsonl(folder: Path, claims: int) -> None:
    """Write a dataset of so many `claims` as JSONL, a file a list."""
    folder.mkdir(parents=True)
    (folder / "dataset.jsonl").write_text(f"{json.dumps(_head(claims))}\n", encoding="utf-8")
    with ExitStack() as stack:
        files: dict[str, TextIO] = {}
        for name, record in records(claims):
            if name not in files:
                files[name] = stack.enter_context((folder / f"{name}.jsonl").open("w", encoding="utf-8"))
            files[name].write(f"{json.dumps(record, ensure_ascii=False)}\n")


def write_yaml(folder: Path, claims: int, files: int) -> None:
    """Write the same as YAML: the sources and all that stands on them in so many `files`, entities in one more."""
    folder.mkdir(parents=True)
    groups: list[dict[str, list[Record]]] = [{} for _ in range(files)]
    number = -(-claims // PER_SOURCE)
    entities: list[Record] = []
    for name, record in records(claims):
        if name == "entities":
            entities.append(record)
        else:
            source = str(record.get("source", record["id"]))
            group = groups[int(source.removeprefix("source-")) * files // number]
            group.setdefault(name, []).append(record)
    head = "".join(_yaml({"dataset": _head(claims)}, 0))
    (folder / "entities.yaml").write_text(head + "".join(_yaml({"entities": entities}, 0)), encoding="utf-8")
    for n, group in enumerate(groups):
        if group:
            (folder / f"{n:04}.yaml").write_text("".join(_yaml(group, 0)), encoding="utf-8")


def _head(claims: int) -> Record:
    return {"id": "measured", "version": "1", "title": f"{claims} claims on nothing"}


_USED = {"D": "EJKMOZ", "H": "KMNRTU", "J": "EMOP", "O": "M", "Q": "A", "W": "FS", "Y": "ET", "Z": "AMW"}
_UNUSED = [one + two for one, used in _USED.items() for two in ascii_uppercase if two not in used]
"""Codes that ISO 3166 gives to no country, or what is invented would be one with what is not."""


def _entities(bodies: int) -> Iterator[Record]:
    yield {"id": COUNTRY, "kind": "country", "label": "Ostmark", "codes": _codes(0)}
    for n in range(1, COUNTRIES):
        name = _name(random.Random(f"country {n}"), 3)
        yield {"id": f"country-{n}", "kind": "country", "label": f"{name} {n}", "codes": _codes(n)}
    yield {"id": SPEAKER, "kind": "person", "label": "Ada Oort", "relations": [_affiliation(COUNTRY)]}
    yield {"id": "core-press", "kind": "organisation", "label": "Core Press"}
    for n in range(bodies):
        chance = random.Random(f"body {n}")
        yield {
            "id": f"body-{n}",
            "kind": "organisation",
            "label": f"{_name(chance, 3)} {('Ministry', 'Agency', 'Works', 'Press')[n % 4]}",
            "aliases": [{"name": f"{_name(chance, 2).upper()}{n}", "type": "acronym"}],
            "relations": [_affiliation(f"country-{1 + n % (COUNTRIES - 1)}")],
        }
        yield {
            "id": f"person-{n}",
            "kind": "person",
            "label": f"{_name(chance, 2)} {_name(chance, 3)}",
            "roles": [{"title": f"head of {chance.choice(_OBJECTS)}", "basis": "background", "reason": "invented"}],
            "relations": [_affiliation(f"body-{n}")],
        }
    for n in range(max(bodies // 50, 1)):
        members = [f"country-{1 + (n * 7 + m) % (COUNTRIES - 1)}" for m in range(3)]
        known = {"are": members, "basis": "background", "reason": "invented"}
        yield {"id": f"group-{n}", "kind": "group", "label": f"the {n + 1} states", "members": known}


def _codes(n: int) -> Record:
    alpha2 = _UNUSED[n]
    return {"alpha2": alpha2, "alpha3": f"{alpha2}X", "numeric": f"{n:03}"}


def _affiliation(to: str) -> Record:
    return {"type": "affiliation", "to": to, "basis": "background", "reason": "invented"}


def _source(n: int, claims: int, bodies: int) -> Record:
    core = n * PER_SOURCE < CORE
    year, month = (YEAR, 1 + n) if core else (1990 + n % 36, 1 + n % 12)
    prints = [sha256(f"{n}/{p}".encode()).hexdigest() for p in range(min(-(-claims // 2), PARAGRAPHS) + (n % 4 == 3))]
    paragraphs = [{"number": p + 1, "sha256": print_, "folded": print_} for p, print_ in enumerate(prints)]
    if n % 4 == 3:
        paragraphs[-1]["empty"] = "it says who took the photograph"
    return {
        "id": f"source-{n}",
        "title": f"{_name(random.Random(f'source {n}'), 3)} report {n}",
        "supplied_title": f"[Report {n}]",
        "publisher": {"id": _publisher(n, bodies)},
        "authors": ["A. Writer"],
        "url": f"https://example.org/{n}",
        "language": "en",
        "published": {"edtf": f"{year}-{month:02}-{1 + n % 28:02}"},
        "normaliser": 1,
        "paragraphs": paragraphs,
    }


def _publisher(n: int, bodies: int) -> str:
    return "core-press" if n * PER_SOURCE < CORE else f"body-{3 + 4 * (n % (bodies // 4))}"


def _of_source(n: int, claims: int, bodies: int) -> Iterator[tuple[str, Record]]:
    """Yield what stands on the source number `n`."""
    chance = random.Random(f"claims {n}")
    core = n * PER_SOURCE < CORE
    positions: set[tuple[str, str]] = set()
    for k in range(claims):
        claim = _claim(n, k, chance, bodies, positions, core=core)
        if claim["mode"] == "direct":
            yield from (("quotes", quote) for quote in _quotes(claim, k, chance))
        yield "claims", claim
    if n % 2 == 0:
        about = COUNTRY if core else f"country-{chance.randrange(1, COUNTRIES)}"
        gap = {"id": f"gap-{n}", "source": f"source-{n}", "about": [about], "topic": ["procurement"]}
        yield "gaps", gap | {"wording": f"what {chance.choice(_OBJECTS)} costs"}


def _claim(
    n: int, k: int, chance: random.Random, bodies: int, positions: set[tuple[str, str]], *, core: bool
) -> Record:
    number = n * PER_SOURCE + k
    country = COUNTRY if core else f"country-{chance.randrange(1, COUNTRIES)}"
    body = 0 if core else chance.randrange(bodies)
    about = [country] if core or k % 3 else [f"body-{body}", country]
    speaker = SPEAKER if core else (f"person-{body}", f"body-{body}")[k // 2 % 2]
    mode = ("direct" if k % 10 == 1 else "indirect") if k % 2 else "narration"
    publisher = _publisher(n, bodies)
    if mode == "narration" or speaker == publisher:
        speaker, mode = publisher, "narration"
    claim: Record = {
        "id": f"claim-{number}",
        "source": f"source-{n}",
        "statement": _statement(number, chance, core=core),
        "about": about,
        "topic": chance.sample(_TOPICS, 1 + (k % 4 == 0)),
        "evidence": [1 + k // 2],
        "said_by": speaker,
        "mode": mode,
        "status": chance.choice(_STATUSES),
    }
    if mode == "direct":
        claim["quotes"] = [f"quote-{number}"]
    if k % 7 in (2, 5):
        question = chance.choice(tuple(_LADDERS))
        if (country, question) not in positions:
            positions.add((country, question))
            value = chance.choice(_LADDERS[question])
            claim["position"] = {"country": country, "question": question, "value": value}
    return claim | _particulars(claim, number, k, chance, core=core)


def _particulars(claim: Record, number: int, k: int, chance: random.Random, *, core: bool) -> Record:
    """Return what some claims have besides."""
    found: Record = {}
    paragraphs = claim["evidence"]
    if k % 3 == 1:
        found |= _because(chance, paragraphs)
    if k % 13 == 7:
        found["said_by"] = {"speaker": claim["said_by"], **_because(chance, paragraphs)}
    if k % 10 == 9:
        found["said_when"] = _date(number, k, chance, paragraphs, core=core)
    if k % 6 == 0:
        found["when"] = _date(number, k, chance, paragraphs, core=core)
    if k % 10 == 3:
        found["quantity"] = {
            "value": chance.randrange(1, 5000) * 100,
            "qualifier": "about",
            "unit": "item",
            "counted": f"{chance.choice(_OBJECTS)} {chance.choice(_CIRCUMSTANCES)}",
        }
    if k % 8 in (2, 5, 7):
        found["note"] = f"that it is {chance.choice(_OBJECTS)} of this year is not said in the sentence"
    if k % 16 == 11:
        found["condition"] = f"once there is {chance.choice(_OBJECTS)}"
    if k % 5 in (2, 4):
        found["links"] = [{"type": "qualifies", "to": f"claim-{number - 1}"}]
    return found


def _because(chance: random.Random, paragraphs: list[int]) -> Record:
    """Return on which paragraphs something rests, and why."""
    one, two = chance.choice(_OBJECTS), chance.choice(_CIRCUMSTANCES)
    return {"paragraphs": paragraphs, "reason": f"it is {one} {two}, which is named right before"}


def _date(number: int, k: int, chance: random.Random, paragraphs: list[int], *, core: bool) -> Record:
    year = YEAR if core else chance.randrange(1950, 2040)
    edtf = (f"{year}", f"{year}-{1 + number % 12:02}", f"{year}-{1 + number % 12:02}-{1 + number % 28:02}")[k % 3]
    date: Record = {"edtf": edtf, "wording": "that year"}
    if k % 4 > 1:
        return date
    because = _because(chance, paragraphs)
    return date | {"basis": "inferred", **because, "reason": f"{because['reason']}, and the year is the article's"}


def _statement(number: int, chance: random.Random, *, core: bool) -> str:
    word = RARE if core else COMMON if number % 10 == 0 else _name(chance, 2).lower()
    name = _name(chance, 2)
    return f"{name} {chance.choice(_VERBS)} {chance.choice(_OBJECTS)} {chance.choice(_CIRCUMSTANCES)}, {word} aside."


def _quotes(claim: Record, k: int, chance: random.Random) -> Iterator[Record]:
    """Yield the words of `claim`, which is number `k` of its source: some are parted by whoever wrote it down."""
    first = _quote(claim, chance)
    if k % 20 == 1:
        yield first
    else:
        yield first | {"quotation": first["id"]}
        yield _quote(claim, chance) | {"id": f"{first['id']}-more", "quotation": first["id"]}


def _quote(claim: Record, chance: random.Random) -> Record:
    return {
        "id": claim["quotes"][0],
        "source": claim["source"],
        "speaker": speaker["speaker"] if isinstance(speaker := claim["said_by"], dict) else speaker,
        "text": f"We {chance.choice(_VERBS[1:7:2])} {chance.choice(_OBJECTS)} {chance.choice(_CIRCUMSTANCES)}",
        "paragraph": claim["evidence"][0],
        "about": claim["about"],
        "topic": claim["topic"],
        "context": f"On {chance.choice(_OBJECTS)}.",
    }


def _name(chance: random.Random, syllables: int) -> str:
    return "".join(chance.choice(_SYLLABLES) for _ in range(syllables)).capitalize()


def _yaml(value: Any, indent: int) -> Iterator[str]:
    """Yield `value` as YAML in blocks, with what has no more than plain values in it on one line."""
    for key, inner in value.items():
        if isinstance(inner, list) and inner and isinstance(inner[0], dict) and indent == 0:
            yield f"{key}:\n"
            for item in inner:
                first, *rest = _yaml(item, 4)
                yield f"  - {first.lstrip()}"
                yield from rest
        else:
            yield f"{' ' * indent}{key}: {_flow(inner)}\n"


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {_flow(inner)}' for key, inner in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_flow, value))}]"
    text = str(value)
    plain = text.replace(" ", "").replace("-", "").replace(".", "").isalnum() and not text.startswith(("-", " "))
    return text if plain else json.dumps(text, ensure_ascii=False)


def main() -> None:
    """Write the dataset that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("claims", type=int)
    parser.add_argument("--yaml", type=int, metavar="FILES", help="as YAML in so many files, and not as JSONL")
    given = parser.parse_args()
    if given.yaml:
        write_yaml(given.folder, given.claims, given.yaml)
    else:
        write_jsonl(given.folder, given.claims)


if __name__ == "__main__":
    main()
