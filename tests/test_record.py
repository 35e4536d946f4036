"""A record is what `typing.NamedTuple` makes of the same class: every test here holds for both."""

import pickle
import typing
from copy import copy
from typing import Any

import pytest

from minewatch import record
from minewatch.model import Position


def described(base: Any) -> Any:
    class Harbour(base):  # type: ignore[misc]
        """A place for ships."""

        name: str
        berths: int
        lit: bool = False
        note: str | None = None

        @property
        def title(self) -> str:
            return f"Port of {self.name}"

    return Harbour


@pytest.fixture(params=[typing.NamedTuple, record.NamedTuple], ids=["typing", "record"])
def harbour(request: pytest.FixtureRequest) -> Any:
    return described(request.param)


def test_it_is_made_by_place_by_name_and_by_default(harbour: Any) -> None:
    made = ("Sound", 4, True, None)
    assert harbour(*made[:3]) == made
    assert harbour("Sound", lit=True, berths=4) == made
    assert harbour(note=None, lit=True, berths=4, name="Sound") == made
    assert harbour._make(made) == made
    assert harbour("Sound", 4) == ("Sound", 4, False, None)


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ((), {}),
        (("Sound",), {"lit": True}),
        (("Sound", 4, True, None, 5), {}),
        (("Sound", 4), {"name": "Cape"}),
        (("Sound", 4), {"depth": 9}),
        (("Sound", 4, True, None), {"note": None}),
        (("Sound", 4, True, None), {"depth": 9}),
    ],
)
def test_every_field_is_given_once_and_no_other(harbour: Any, values: Any, named: Any) -> None:
    with pytest.raises(TypeError):
        harbour(*values, **named)


def test_it_makes_no_record_of_too_few_values_or_too_many(harbour: Any) -> None:
    with pytest.raises(TypeError):
        harbour._make(["Sound", 4])
    with pytest.raises(TypeError):
        harbour._make(["Sound", 4, True, None, 5])


def test_its_fields_are_read_by_name(harbour: Any) -> None:
    sound = harbour("Sound", 4)
    assert (sound.name, sound.berths, sound.lit, sound.note, sound.title) == ("Sound", 4, False, None, "Port of Sound")
    assert sound._asdict() == {"name": "Sound", "berths": 4, "lit": False, "note": None}
    assert harbour._fields == ("name", "berths", "lit", "note")
    assert harbour._field_defaults == {"lit": False, "note": None}
    assert harbour.__doc__ == "A place for ships."
    assert repr(sound) == "Harbour(name='Sound', berths=4, lit=False, note=None)"


def test_it_is_a_tuple(harbour: Any) -> None:
    sound = harbour("Sound", 4)
    assert isinstance(sound, tuple)
    assert {sound: 1}["Sound", 4, False, None] == 1
    match sound:
        case harbour(name, berths, lit=False):
            assert (name, berths) == ("Sound", 4)
        case _:
            pytest.fail("it does not match its own class")


@pytest.mark.parametrize("field", ["name", "title", "depth"])
def test_it_does_not_change(harbour: Any, field: str) -> None:
    sound = harbour("Sound", 4)
    with pytest.raises(AttributeError):
        setattr(sound, field, "Cape")
    assert not hasattr(sound, "__dict__")
    assert sound._replace(berths=5) == ("Sound", 5, False, None)
    assert type(sound._replace(berths=5)) is harbour
    assert sound == ("Sound", 4, False, None)
    with pytest.raises((TypeError, ValueError)):
        sound._replace(depth=9)


def test_it_goes_from_one_process_to_another(facts: Any) -> None:
    claims = facts.claims().claims
    again = pickle.loads(pickle.dumps(claims))  # noqa: S301
    assert again == claims == tuple(map(copy, claims))
    assert {type(claim.position) for claim in again} == {Position, type(None)}
