import contextlib
import datetime as dt
import re

import pytest
from edtf import parse_edtf, struct_time_to_date
from hypothesis import example, given
from hypothesis import strategies as st

from minewatch.dates import DateError, Span, day, parse


@pytest.mark.parametrize(
    ("edtf", "span"),
    [
        ("2025", Span("2025-01-01", "2025-12-31", "2025-12-31", "2025")),
        ("2025-08", Span("2025-08-01", "2025-08-31", "2025-08-31", "Aug 2025")),
        ("2026-02-20", Span("2026-02-20", "2026-02-20", "2026-02-20", "20 Feb 2026")),
        ("201X", Span("2010-01-01", "2019-12-31", "2019-12-31", "2010s")),
        ("2025-XX", Span("2025-01-01", "2025-12-31", "2025-12-31", "2025, month not known")),
        ("2025-02-XX", Span("2025-02-01", "2025-02-28", "2025-02-28", "Feb 2025, day not known")),
        ("2025-XX-XX", Span("2025-01-01", "2025-12-31", "2025-12-31", "2025, month and day not known")),
        ("2025-08-2X", Span("2025-08-20", "2025-08-29", "2025-08-29", "between 20 Aug 2025 and 29 Aug 2025")),
        ("20XX-02-29", Span("2000-02-29", "2096-02-29", "2096-02-29", "between 29 Feb 2000 and 29 Feb 2096")),
        ("XXXX-02-29", Span("0000-02-29", "9996-02-29", "9996-02-29", "between 29 Feb 0000 and 29 Feb 9996")),
        ("1996-02-29", Span("1996-02-29", "1996-02-29", "1996-02-29", "29 Feb 1996")),
        ("19XX-02-29", Span("1904-02-29", "1996-02-29", "1996-02-29", "between 29 Feb 1904 and 29 Feb 1996")),
        ("199X-02-29", Span("1992-02-29", "1996-02-29", "1996-02-29", "between 29 Feb 1992 and 29 Feb 1996")),
        ("1900-02", Span("1900-02-01", "1900-02-28", "1900-02-28", "Feb 1900")),
        ("2000-02", Span("2000-02-01", "2000-02-29", "2000-02-29", "Feb 2000")),
        ("2025-1X", Span("2025-10-01", "2025-12-31", "2025-12-31", "between 1 Oct 2025 and 31 Dec 2025")),
        ("2025-XX-31", Span("2025-01-31", "2025-12-31", "2025-12-31", "between 31 Jan 2025 and 31 Dec 2025")),
        ("2025-23", Span("2025-09-01", "2025-11-30", "2025-11-30", "autumn 2025")),
        ("9999-24", Span("9999-12-01", "9999-12-31", "9999-12-31", "winter 9999")),
        ("9998-24", Span("9998-12-01", "9999-02-28", "9999-02-28", "winter 9998")),
        ("1985~", Span("1985-01-01", "1985-12-31", "1985-12-31", "about 1985")),
        ("1985?", Span("1985-01-01", "1985-12-31", "1985-12-31", "1985 (uncertain)")),
        ("1985-05%", Span("1985-05-01", "1985-05-31", "1985-05-31", "about May 1985 (uncertain)")),
        ("2025-21", Span("2025-03-01", "2025-05-31", "2025-05-31", "spring 2025")),
        ("2023-24", Span("2023-12-01", "2024-02-29", "2024-02-29", "winter 2023")),
        ("2026/..", Span("2026-01-01", None, "2026-12-31", "from 2026")),
        ("2026/", Span("2026-01-01", None, "2026-12-31", "from 2026, end not known")),
        ("../2025-08", Span(None, "2025-08-31", None, "until Aug 2025")),
        ("/2025", Span(None, "2025-12-31", None, "until 2025, beginning not known")),
        ("2025-08/2026-02", Span("2025-08-01", "2026-02-28", "2025-08-31", "Aug 2025 to Feb 2026")),
        ("[1984..1986]", Span("1984-01-01", "1986-12-31", "1986-12-31", "between 1984 and 1986")),
        ("[2025-08..2025-12]", Span("2025-08-01", "2025-12-31", "2025-12-31", "between Aug and Dec 2025")),
        ("[2025~..2025-12]", Span("2025-01-01", "2025-12-31", "2025-12-31", "between about 2025 and Dec 2025")),
        ("[2025-08..2025]", Span("2025-08-01", "2025-12-31", "2025-12-31", "between Aug 2025 and 2025")),
        ("[2025-08-03..2025-08-20]", Span("2025-08-03", "2025-08-20", "2025-08-20", "between 3 Aug and 20 Aug 2025")),
        ("[2025-08..2026-12]", Span("2025-08-01", "2026-12-31", "2026-12-31", "between Aug 2025 and Dec 2026")),
        ("[2025-08,2025-10]", Span("2025-08-01", "2025-10-31", "2025-10-31", "Aug 2025 or Oct 2025")),
        ("[..2025-08]", Span(None, "2025-08-31", "2025-08-31", "Aug 2025 or earlier")),
        ("[2025-08..]", Span("2025-08-01", None, None, "Aug 2025 or later")),
        ("[2020,2022..2024]", Span("2020-01-01", "2024-12-31", "2024-12-31", "2020 or between 2022 and 2024")),
    ],
)
def test_an_expression_means(edtf: str, span: Span) -> None:
    assert parse(edtf) == span


@pytest.mark.parametrize(
    "edtf",
    [
        "",
        "25",
        "2025-13",
        "2025-00",
        "2025-02-30",
        "2023-02-29",
        "2025-8",
        "{2020}",
        "[..]",
        "..",
        "/",
        "../..",
        "2026/2025",
        "[2026..2025]",
        "2025-08-20T10:00",
        "Y12025",
        "2025-21-05",
        "next year",
        "-0044",
        "[]",
        "[2025",
        "2025]",
        "2025-XX-32",
        "2025/2026/2027",
        "２０２５",
    ],
)
def test_what_is_not_understood_is_a_fault_that_names_it(edtf: str) -> None:
    with pytest.raises(DateError) as fault:
        parse(edtf)
    assert repr(edtf) in str(fault.value)


@pytest.mark.parametrize("given", ["2026", "2026-02", "2026-02-2X", "today", "2026-02-30", "2026-02-20/.."])
def test_a_day_is_a_day(given: str) -> None:
    assert day("2026-02-20") == "2026-02-20"
    with pytest.raises(DateError):
        day(given)


days = st.dates(dt.date(1000, 1, 1), dt.date(9998, 12, 31))
digits = st.sampled_from(
    ["2025", "1984-02", "2024-02-29", "2025-12-31", "1900", "199X", "19XX", "2025-XX", "2025-02-XX"]
)
dates = st.one_of(
    days.map(str),
    days.map(lambda d: f"{d:%Y-%m}"),
    days.map(lambda d: f"{d:%Y}"),
    days.map(lambda d: f"{d:%Y-%m}-XX"),
    days.map(lambda d: f"{str(d.year)[:3]}X"),
    st.tuples(digits, st.sampled_from("~?%")).map("".join),
)


def oracle(edtf: str) -> tuple[str, str]:
    """Return the first and the last day that the `edtf` package reads, without its widening of `~` and `?`."""
    read = parse_edtf(edtf)
    low, high = read.lower_strict(), read.upper_strict()
    return str(struct_time_to_date(low)), str(struct_time_to_date(high))


@given(dates)
@example("2025-08")
def test_a_date_means_what_the_oracle_reads(edtf: str) -> None:
    span = parse(edtf)
    assert (span.earliest, span.latest) == oracle(edtf)


@given(days, days)
def test_an_interval_means_what_the_oracle_reads(one: dt.date, other: dt.date) -> None:
    first, last = sorted([one, other])
    span = parse(f"{first}/{last}")
    assert (span.earliest, span.latest) == oracle(f"{first}/{last}")
    assert span.start_latest == str(first)


OTHERWISE = {
    # What `edtf` 5.0 falls over, or reads in another way than ISO 8601-2; what is right is above, or worked out below
    "2025-08-2X": "digits of a day that are not all unknown",
    "2025-1X": "those of a month",
    "2025-0X": "the same",
    "0000": "there is a year 0",
    "XXXX-02-29": "and a leap year",
    "2025-24": "its winter ends in December, ours in the February after",
    "2025/": "an end that is not known is no ten years later",
    "/2025": "nor a beginning ten years before",
    "2025-08/..": "an open end",
    "../2025": "an open beginning",
    "[..2025-08]": "a set with an open beginning",
    "[2025-08..]": "and with an open end",
}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("edtf", OTHERWISE)
def test_where_the_oracle_reads_otherwise_is_listed_for_as_long_as_it_does(edtf: str) -> None:
    span = parse(edtf)
    try:
        read: tuple[str, str] | None = oracle(edtf)
    except (ValueError, AttributeError, TypeError):
        read = None
    assert read != (span.earliest, span.latest)


DAYS = [str(dt.date(1900, 1, 1) + dt.timedelta(days=n)) for n in range(73_049)]
"""All of two centuries, by the calendar of the standard library."""


@st.composite
def patterns(draw: st.DrawFn) -> str:
    """Give a date of that time with some of its digits unknown."""
    day = draw(st.sampled_from(DAYS))
    parts = day.split("-")[: draw(st.integers(1, 3))]
    year = parts[0][: 4 - (gone := draw(st.integers(0, 2)))] + "X" * gone
    others = ["".join("X" if draw(st.booleans()) else digit for digit in part) for part in parts[1:]]
    return "-".join([year, *others])


@given(patterns())
@example("19XX-02-29")
@example("1900-02-2X")
@example("2025-XX-31")
def test_the_bounds_are_the_first_and_the_last_day_that_fit_the_digits(edtf: str) -> None:
    """ISO 8601-2, 8.2: an X stands for any digit that makes it a date."""
    whole = edtf + "-XX" * (2 - edtf.count("-"))
    fitting = re.compile(whole.replace("X", "[0-9]"))
    days = [day for day in DAYS if fitting.fullmatch(day)]
    if days:
        assert (parse(edtf).earliest, parse(edtf).latest) == (days[0], days[-1])
    else:
        with pytest.raises(DateError):
            parse(edtf)


@given(dates, st.sampled_from("~?%"))
def test_a_qualifier_is_told_and_moves_no_day(edtf: str, qualifier: str) -> None:
    plain = edtf.rstrip("~?%")
    span, qualified = parse(plain), parse(plain + qualifier)
    assert qualified[:3] == span[:3]
    assert qualified.text != span.text
    assert span.text in qualified.text


@given(st.lists(dates, min_size=1, max_size=5))
def test_a_set_reaches_from_the_first_of_its_dates_to_the_last(parts: list[str]) -> None:
    spans = [parse(part) for part in parts]
    span = parse(f"[{','.join(parts)}]")
    assert span.earliest == min(one.earliest or "" for one in spans)
    assert span.latest == span.start_latest == max(one.latest or "" for one in spans)


@given(dates)
def test_bounds_are_days_in_order(edtf: str) -> None:
    span = parse(edtf)
    assert span.earliest
    assert span.latest
    assert dt.date.fromisoformat(span.earliest) <= dt.date.fromisoformat(span.latest)


@given(st.text(alphabet="0123456789X-~?%./[],{} TY", max_size=24))
def test_any_text_is_read_or_is_a_clear_fault(value: str) -> None:
    with contextlib.suppress(DateError):
        assert parse(value).text
