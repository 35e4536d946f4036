"""From an article's file to the folder of a dataset, begun or renewed: reads the one and writes the other."""

import json
from codecs import BOM_UTF8
from collections.abc import Mapping
from pathlib import Path

from minewatch import load, releases
from minewatch.answers import Beginning, Renewed
from minewatch.article import read
from minewatch.content import edition
from minewatch.dataset import called
from minewatch.dataset.fields import SLUG
from minewatch.dataset.schema import dataset
from minewatch.dataset.writing import SCHEMA_FILE
from minewatch.dates import DateError, Span, parse
from minewatch.drafts.countries import with_countries
from minewatch.drafts.finding import find
from minewatch.drafts.known import Known
from minewatch.drafts.layout import layout
from minewatch.errors import BadUsage, UnreadableArticle, UnreadableDataset
from minewatch.faults import InvalidDataset, Loaded
from minewatch.files import files
from minewatch.model import Edition
from minewatch.people import known_of
from minewatch.placing import place, replace, settle
from minewatch.renewal import chosen, plan
from minewatch.scratch import scratch
from minewatch.starting import Given, start
from minewatch.text import is_web_address


def begin(folder: Path, article: str, given: Given, *, force: bool = False) -> tuple[Beginning, Edition, bool]:
    """Write a dataset of `article` to `folder`; return what was found, its edition, and whether ISO 3166 was looked at.

    Args:
        folder: where it is to be; without an id it is called so.
        article: the name of a file, or `-`.
        given: what is said of the dataset and the article.
        force: whether YAML files that are there may be replaced.

    Raises:
        BadUsage: the folder may not be written, or something given is not as it must be.
        UnreadableArticle: the article cannot be read, or there is nothing in it.
    """
    target = settle(folder, SCHEMA_FILE, force=force)
    given = given._replace(id=given.id or called(target))
    published = _understood(given)
    taken_apart = layout(read(article, main=True))
    if not taken_apart.passages:
        raise UnreadableArticle(f"{article}: there is no paragraph in it; name a file with the article's text")
    with load() as facts:
        if given.id in {one.id for one in facts.editions()}:
            raise BadUsage(f"{given.id!r} is what the bundled dataset is called; give this one another name with --id")
    known, all_countries = known_names()
    begun = start(taken_apart, find(taken_apart, known, published), given)
    schema = json.dumps(dataset(), indent=2) + "\n"
    loaded = place({**begun.files, SCHEMA_FILE: schema}, target, releases.read)
    (source,) = loaded.dataset.sources
    answer = Beginning(str(folder), source, begun.drafts, taken_apart.left_out)
    return answer, edition(loaded.dataset, len(loaded.drafts)), all_countries


def again(folder: Path, article: str, named: str | None) -> tuple[Renewed, Edition]:
    """Let the dataset in `folder` follow its article as it is now; return what became of it, and its edition.

    Args:
        folder: where the dataset is.
        article: the name of a file, or `-`.
        named: the id of the source that the article is, where there are several.

    Raises:
        UnreadableDataset: the dataset cannot be opened.
        InvalidDataset: it breaks the rules.
        UnreadableArticle: the article cannot be read, or is another one.
        BadUsage: it is not clear of which source it is, or the dataset is not all YAML.
    """
    if not folder.is_dir():
        raise UnreadableDataset(f"{folder}: no such folder; --again is for a dataset that is there")
    if lined := next((path for path in files(folder) if path.suffix != ".yaml"), None):
        raise BadUsage(f"{lined}: --again edits YAML alone; minewatch verify tells which paragraphs have changed")
    loaded = releases.read(folder)
    source = chosen(loaded, named)
    contents = {path: path.read_bytes() for path in files(folder)}
    texts = {path: content.decode("utf-8-sig") for path, content in contents.items()}
    planned = plan(loaded, source, read(article, main=True), texts)
    marks = {path: BOM_UTF8 if content.startswith(BOM_UTF8) else b"" for path, content in contents.items()}
    new = {path: marks[path] + text.encode() for path, text in planned.files.items()}
    now = _tried(folder, contents | new)
    replace({path: (contents[path], content) for path, content in new.items()})
    return planned.answer, edition(now.dataset._replace(id=loaded.dataset.id), len(now.drafts))


def _tried(folder: Path, contents: Mapping[Path, bytes]) -> Loaded:
    """Return the dataset that `folder` has once these are its files, which are not written there.

    Raises:
        InvalidDataset: it would break the rules.
    """
    with scratch() as copy:
        for path, content in contents.items():
            target = copy / path.relative_to(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        try:
            return releases.read(copy)
        except InvalidDataset as error:
            told = "nothing was changed: as the article is now this would be wrong, and has to be mended first"
            problems = (
                one._replace(file=one.file.replace(str(copy), str(folder)), message=f"{one.message} ({told})")
                for one in error.problems
            )
            raise InvalidDataset(list(problems)) from error


def known_names() -> tuple[list[Known], bool]:
    """Return whose names are looked for, and whether all countries of ISO 3166 are among them."""
    with load() as facts:
        (dataset,) = facts.editions()
        return with_countries(known_of(dataset.id, facts.entities().entities))


def _understood(given: Given) -> Span | None:
    """Return when the article appeared, where that is given.

    Raises:
        BadUsage: that is no date, an id is none, or something is empty.
    """
    if not SLUG.fullmatch(given.id):
        raise BadUsage(f"--id takes lower-case letters, digits and hyphens, as in poland-1995, and not {given.id!r}")
    for name, value in given._asdict().items():
        for text in value if isinstance(value, tuple) else (value,):
            if text is not None and not text.strip():
                raise BadUsage(f"--{name.removesuffix('s')} is empty; leave it out where it is not known")
    if given.url and not is_web_address(given.url):
        raise BadUsage(f"--url takes http or https with a host, as in https://example.org/1, and not {given.url!r}")
    if given.published is None:
        return None
    try:
        return parse(given.published)
    except DateError as error:
        raise BadUsage(f"--published: {error}") from error
