"""VAT numbers of every country; the numbers are those of python-stdnum's own documentation."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.vat_numbers import SHAPES, read_vat_number

# As written, canonical, and one with a digit mistyped.
NUMBERS = {
    "AT": ("AT U13585627", "ATU13585627", "ATU13585626"),
    "BE": ("BE 428759497", "BE0428759497", "BE431150351"),
    "BG": ("BG 175 074 752", "BG175074752", "BG175074751"),
    "CH": ("CHE-107.787.577 IVA", "CHE107787577", "CHE-107.787.578 IVA"),
    "CY": ("CY-10259033P ", "CY10259033P", "CY-10259033Z"),
    "CZ": ("CZ 25123891", "CZ25123891", "CZ25123890"),
    "DE": ("DE 136,695 976", "DE136695976", "DE136695978"),
    "DK": ("DK 13585628", "DK13585628", "DK 13585627"),
    "EE": ("EE 100 931 558", "EE100931558", "EE100594103"),
    "EL": ("GR 094259216", "EL094259216", "EL 123456781"),
    "ES": ("ES B-64717838", "ESB64717838", "ESB64717839"),
    "FI": ("FI 2077474-0", "FI20774740", "FI 20774741"),
    "FR": ("Fr 40 303 265 045", "FR40303265045", "FR 84 323 140 391"),
    "GB": ("XI 980 7806 84", "GB980780684", "GB802311781"),
    "HR": ("HR 33392005961", "HR33392005961", "HR33392005962"),
    "HU": ("HU 12892312-2-41", "HU12892312", "HU-12892313"),
    "IE": ("IE 6433435OA", "IE6433435OA", "IE6433435E"),
    "IT": ("IT 00743110157", "IT00743110157", "IT00743110158"),
    "LT": ("LT119511515", "LT119511515", "LT100001919018"),
    "LU": ("LU 150 274 42", "LU15027442", "LU 150 274 43"),
    "LV": ("LV 4000 3521 600", "LV40003521600", "LV40003521601"),
    "MT": ("MT 1167-9112", "MT11679112", "MT1167-9113"),
    "NL": ("NL4495445B01", "NL004495445B01", "NL123456789B90"),
    "NO": ("NO 995 525 828 MVA", "NO995525828", "NO 995 525 829 MVA"),
    "PL": ("PL 123-456-32-18", "PL1234563218", "PL 8567346216"),
    "PT": ("PT 501 964 843", "PT501964843", "PT 501 964 842"),
    "RO": ("RO 185 472 90", "RO18547290", "RO18547291"),
    "SE": ("SE 123456789701", "SE123456789701", "SE123456789101"),
    "SI": ("SI 5022 3054", "SI50223054", "SI 50223055"),
    "SK": ("SK 202 274 96 19", "SK2022749619", "SK 202 274 96 18"),
}


def test_every_country_that_is_checked_has_its_numbers_here() -> None:
    assert sorted(NUMBERS) == sorted(SHAPES)


@pytest.mark.parametrize("country", NUMBERS)
def test_number_of_a_country_is_written_one_way(country: str) -> None:
    written, canonical, _ = NUMBERS[country]
    found = read_vat_number(written)
    assert (found.canonical, found.country, found.fault) == (canonical, country, "")
    # The canonical form is read as itself, and says the same without its country at home.
    assert read_vat_number(canonical).canonical == canonical
    home = {"EL": "GR"}.get(country, country)
    assert read_vat_number(canonical[2:], (home,)).canonical == canonical


@pytest.mark.parametrize("country", NUMBERS)
def test_mistyped_digit_is_found(country: str) -> None:
    found = read_vat_number(NUMBERS[country][2])
    assert (found.canonical, found.country, found.fault) == ("", country, "check_digit")


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("NIP: 123-456-32-18", "PL1234563218"),
        ("NIP UE PL1234563218", "PL1234563218"),
        ("USt-IdNr. DE 136 695 976", "DE136695976"),
        ("IČ DPH: SK2022749619", "SK2022749619"),
        ("DIČ CZ25123891", "CZ25123891"),
        ("P.IVA IT00743110157", "IT00743110157"),
        ("VAT No GB 980 7806 84", "GB980780684"),
        ("UID: ATU13585627", "ATU13585627"),
        ("CHE-107.787.577 MWST", "CHE107787577"),
        ("CHE107787577", "CHE107787577"),
        ("NO 995 525 828", "NO995525828"),
        ("ＰＬ１２３４５６３２１８", "PL1234563218"),
        ("de136695976\u200b", "DE136695976"),
    ],
)
def test_what_offices_write_around_a_number_does_not_count(written: str, canonical: str) -> None:
    assert read_vat_number(written, ("DE", "PL")).canonical == canonical


def test_number_without_country_is_looked_for_in_the_order_of_the_countries() -> None:
    assert read_vat_number("123-456-32-18", ("CZ", "PL")).canonical == "PL1234563218"
    assert read_vat_number("25123891", ("CZ", "PL")).canonical == "CZ25123891"
    lost = read_vat_number("136 695 978", ("DE", "PL"))
    assert (lost.canonical, lost.fault, lost.shape) == ("", "country", "DE999999999")


def test_another_length_is_a_fault_of_form() -> None:
    assert read_vat_number("PL 123").fault == "form"
    assert read_vat_number("DE99999999X").fault == "form"


@pytest.mark.parametrize("written", ["", "-", "n/a", "none", "brak", "US 12-3456789", "§ 19 UStG"])
def test_nothing_is_said_of_what_cannot_be_checked(written: str) -> None:
    found = read_vat_number(written)
    assert (found.canonical, found.fault) == ("", "")


@given(
    st.sampled_from(sorted([*SHAPES, "GR", "XI", "LI", ""])),
    st.text(string.ascii_letters + string.digits + "-. ²½٣Ω", max_size=16),
)
def test_no_text_breaks_the_reading(country: str, rest: str) -> None:
    found = read_vat_number(country + rest, ("DE", "ES", "CH", "HU"))
    assert not (found.canonical and found.fault)
    assert read_vat_number(found.canonical).canonical == found.canonical
