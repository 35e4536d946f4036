"""Where an export goes: written in a folder of its own beside its place, then moved there, so that no half of it is."""

import os
from collections.abc import Callable
from pathlib import Path

from minewatch.errors import BadUsage
from minewatch.scratch import scratch


def deliver(write: Callable[[Path], None], place: Path, *, force: bool) -> list[Path]:
    """Have `write` make what belongs at `place`, and beside it; return what is there now, that at `place` first.

    Args:
        write: is given where to write, under the same name; what else it makes next to that goes next to `place`.
        place: a file, or a folder where that is what `write` makes.
        force: whether what is there already is replaced.

    Raises:
        BadUsage: something is there, and may not be replaced.
        OSError: it cannot be written.
    """
    _hold_free(place, force=force)
    with scratch(".exporting-", beside=place.parent) as folder:
        write(folder / place.name)
        made = sorted(folder.iterdir(), key=lambda path: (path.name != place.name, path.name))
        places = [place.with_name(path.name) for path in made]
        for path, there in zip(made, places, strict=True):
            _hold_free(there, force=force)
            _hold_replaceable(there, path)
        for path, there in zip(made, places, strict=True):
            _move(path, there, aside=Path(folder, ".before"))
        return places


def _hold_free(place: Path, *, force: bool) -> None:
    if os.path.lexists(place) and not force:
        raise BadUsage(f"{place} is there already; --force writes it anew")


def _hold_replaceable(place: Path, new: Path) -> None:
    """Raise `BadUsage` where something is at `place` that is not of the kind of `new`.

    A folder that holds anything that the new one does not is somebody's own; so is what is neither file nor folder.
    """
    if not os.path.lexists(place):
        return
    folder = place.is_dir() and not place.is_symlink()
    if new.is_dir() != folder or not (folder or place.is_file()):
        raise BadUsage(f"{place} is no {'folder' if new.is_dir() else 'file'}, and is left as it is")
    if folder and (own := sorted({path.name for path in place.iterdir()} - {path.name for path in new.iterdir()})):
        raise BadUsage(f"{place} holds {own[0]}, which is not written here; it is left as it is")


def _move(new: Path, place: Path, *, aside: Path) -> None:
    """Move `new` to `place`, whole; a folder cannot take another one's place in one step, and that is put `aside`."""
    for path in [*new.iterdir()] if new.is_dir() else [new]:
        with path.open("rb") as file:
            os.fsync(file.fileno())
    if new.is_dir() and place.is_dir():
        place.rename(aside)
    new.replace(place)
