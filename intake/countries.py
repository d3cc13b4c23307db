"""Cells that name a country or a region: read as codes, whatever language the name is in.

The names are those of Babel in the languages of the product, then in the other languages of the
EU, with what people write beside them (``country_names.yaml``). A word that is none of them is not
guessed: the finding names the nearest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import yaml

from intake.cells import Cells, Mask, Problem, Reading, problems, to_mask
from intake.vocabulary import comparison_key, without_umlauts

SPOKEN = ("en", "de", "pl", "cs", "sk", "hu", "sl", "it", "et")
_ALSO_SPOKEN = ("fr", "es", "pt", "nl", "hr", "ro", "bg", "el", "lt", "lv", "da", "sv", "fi", "uk")

_NO_COUNTRIES = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN"})
"""Codes of CLDR that are no countries of ISO 3166; those from XA on are left out but for Kosovo."""

_AS_WRITTEN = {"ČR": "CZ"}
"""Without its accent it would be the code of Costa Rica."""

_NEAR = 75
_NUTS = re.compile(r"[A-Z]{2}[0-9A-Z]{0,3}")
_OF_NUTS = {"GR": "EL", "GB": "UK"}
"""NUTS (Reg. (EC) No 1059/2003) has two codes of its own."""


def read_countries(cells: Cells, languages: Sequence[str]) -> Reading:
    """Read countries as codes of ISO 3166 (two letters).

    Args:
        cells: the column.
        languages: the partner's, for the name of the nearest country.
    """
    meant = {text: country_code(text) for text in cells.text.unique()}
    nearest = {text: _nearest(text, languages) for text, code in meant.items() if text and not code}
    unknown: Mask = to_mask(cells.text.isin(list(nearest)))
    expected = cells.text.map({text: nearest.get(text, "") for text in meant}).astype("str")
    # A list of participants is counted by country; of an activity it is only told.
    code = "CELL-03-COUNTRY" if cells.column.required else "CELL-03-PLACE"
    values = cells.text.map(meant).astype("str")
    return Reading(values, problems(Problem(code, unknown, expected)))


def read_regions(cells: Cells) -> Reading:
    """Read codes of NUTS; what is none stays as it was typed."""
    upper = cells.text.str.upper().str.replace(r"\s+", "", regex=True)
    valid = upper.str.fullmatch(_NUTS.pattern) & ~upper.str[:2].isin(["", *_OF_NUTS])
    return Reading(upper.where(valid, cells.text))


def hold_against(regions: Reading, countries: Reading) -> Reading:
    """Name regions that do not begin with the code of their row's country."""
    country = countries.values.replace(_OF_NUTS)
    stated = regions.values.ne("") & country.ne("")
    strange: Mask = to_mask(stated & regions.values.str[:2].ne(country))
    elsewhere = Problem("CELL-06-NUTS", strange, country)
    return replace(regions, problems=(*regions.problems, *problems(elsewhere)))


@lru_cache(maxsize=4096)
def country_code(text: str) -> str:
    """The code of ISO 3166 that a code or name of a country means, "" for none.

    >>> country_code("Niemcy"), country_code("UK"), country_code("EL"), country_code("deu")
    ('DE', 'GB', 'GR', 'DE')
    """
    key = comparison_key(text)
    if not key or text.strip().upper() in _AS_WRITTEN:
        return _AS_WRITTEN.get(text.strip().upper(), "")
    return _by_key(SPOKEN).get(key) or _by_key(_ALSO_SPOKEN).get(key, "")


def _nearest(text: str, languages: Iterable[str]) -> str:
    """The country whose name resembles a text most, in the partner's words; else examples."""
    from rapidfuzz import fuzz, process

    known = {key: code for key, code in _by_key(SPOKEN).items() if len(key) > 3}
    best = process.extractOne(
        comparison_key(text), list(known), scorer=fuzz.ratio, score_cutoff=_NEAR
    )
    return _named(known[best[0]], languages) if best else "DE, PL, CZ"


def _named(code: str, languages: Iterable[str]) -> str:
    from babel import Locale

    language = next((name for name in languages if name in SPOKEN), "en")
    return f"{code} ({Locale(language).territories[code]})"


@lru_cache(maxsize=2)
def _by_key(languages: tuple[str, ...]) -> dict[str, str]:
    """Comparison key of every name in some languages, and the code that it means."""
    from babel import Locale
    from babel.core import get_global

    codes = country_codes()
    known = {comparison_key(code): code for code in codes}
    if languages == SPOKEN:
        with (Path(__file__).parent / "country_names.yaml").open(encoding="utf-8") as handle:
            for code, names in yaml.load(handle, Loader=yaml.CSafeLoader).items():
                for name in names:
                    known.setdefault(comparison_key(name), code)
    for language in languages:
        for code, name in Locale(language).territories.items():
            if code in codes:
                bare = re.sub(r"\s*\(.*\)", "", name)
                for form in (name, bare, name.replace("&", " and "), without_umlauts(name)):
                    known.setdefault(comparison_key(form), code)
    for alias, (code, *more) in get_global("territory_aliases").items():
        # Codes of three letters; what was divided since means no one country.
        if not more and len(alias) == 3 and alias.isalpha() and code in codes:
            known.setdefault(comparison_key(alias), code)
    return known


@lru_cache(maxsize=1)
def country_codes() -> frozenset[str]:
    """The codes of ISO 3166, and XK for Kosovo."""
    from babel import Locale

    return frozenset(
        code
        for code in map(str, Locale("en").territories)
        if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES
        if not code.startswith("X") or code == "XK"
        if code != "ZZ"
    )
