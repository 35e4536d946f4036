"""The countries of ISO 3166-1 by their English names, from pycountry where that is installed."""

import re
from collections.abc import Iterable, Sequence

from minewatch.drafts.known import Known
from minewatch.names import fold

COUNTRY = "country"


def with_countries(known: Sequence[Known]) -> tuple[list[Known], bool]:
    """Return `known` and all countries, each once by its codes, and whether ISO 3166 could be asked."""
    try:
        import pycountry
    except ImportError:
        return list(known), False

    by_code = {one.codes: one for one in known if one.codes}
    found = [one for one in known if not one.codes]
    taken = {one.id for one in known}
    for country in pycountry.countries:
        codes = (country.alpha_2, country.alpha_3, country.numeric)
        label = getattr(country, "common_name", country.name)
        names = tuple(_turned((label, country.name, getattr(country, "official_name", label))))
        if one := by_code.pop(codes, None):
            found.append(one._replace(names=tuple(dict.fromkeys((*one.names, *names)))))
        else:
            ident = fold(label).replace(" ", "-")
            ident = ident if ident not in taken else f"{ident}-{country.alpha_2.lower()}"
            found.append(Known(ident, COUNTRY, names[0], codes, names))
    return [*found, *by_code.values()], True


def _turned(names: Iterable[str]) -> dict[str, None]:
    """Return `names` as they are said: ISO has some as "Korea, Republic of"."""
    turned = (re.sub(r"^([^,]+), (.+)$", r"\2 \1", name) if name.count(",") == 1 else name for name in names)
    return dict.fromkeys(turned)
