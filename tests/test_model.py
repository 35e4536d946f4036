import json

import pytest

from minewatch import model
from minewatch.query import Facts


def test_a_record_comes_back_from_json_as_it_was(facts: Facts) -> None:
    profile = facts.country("poland")
    for record in (
        *facts.sources().sources,
        *facts.entities().entities,
        *profile.claims,
        *profile.quotes,
        *profile.gaps,
    ):
        assert model.thaw(type(record), json.loads(json.dumps(record))) == record


def test_records_cannot_be_changed(facts: Facts) -> None:
    with pytest.raises(AttributeError):
        facts.country("poland").claims[0].status = "occurred"  # type: ignore[misc]


def test_every_status_either_stood_or_lay_ahead_or_is_a_voice() -> None:
    assert len(set(model.STATUSES)) == len(model.STATUSES)
    assert set(model.COME_ABOUT) < set(model.STANDING)
