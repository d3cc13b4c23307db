"""Countries by code or by name in any language of the partners, and regions that fit them."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel import Locale

from intake.countries import SPOKEN, country_code, country_codes
from schemas.participants import PARTICIPANTS
from tests.unit.intake.extracts import codes, read, said, the

HEAD = "activity_id;participant_ref;organisation;organisation_type;country;nuts\n"
ACTIVITIES = "activity_id;work_package;type;title;status;country\n"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        *(("Niemcy", "DE"), ("Německo", "DE"), ("Németország", "DE"), ("Nemčija", "DE")),
        *(("Germania", "DE"), ("Saksamaa", "DE"), ("Nemecko", "DE"), ("Germany", "DE")),
        *(("DEU", "DE"), ("D", "DE"), ("de", "DE"), ("  DEUTSCHLAND ", "DE"), ("Allemagne", "DE")),
        *(("Česko", "CZ"), ("Ceska republika", "CZ"), ("Czech Republic", "CZ"), ("ČR", "CZ")),
        *(("Tschechien", "CZ"), ("Czechia", "CZ"), ("CR", "CR"), ("Slovenská republika", "SK")),
        *(("UK", "GB"), ("U.K.", "GB"), ("Great Britain", "GB"), ("Wielka Brytania", "GB")),
        *(("EL", "GR"), ("GR", "GR"), ("Řecko", "GR"), ("Oesterreich", "AT"), ("A", "AT")),
        *(("Holland", "NL"), ("Türkei", "TR"), ("Bosnia and Herzegovina", "BA"), ("USA", "US")),
        *(("Kosovo", "XK"), ("Österreich", "AT"), ("Rzeczpospolita Polska", "PL")),
        *(("", ""), ("EU", ""), ("SU", ""), ("online", ""), ("DE/PL", ""), ("Europe", "")),
    ],
)
def test_a_country_is_known_by_code_and_name(written: str, code: str) -> None:
    assert country_code(written) == code


@pytest.mark.parametrize("language", SPOKEN)
def test_every_name_in_every_language_means_its_own_country(language: str) -> None:
    for code, name in Locale(language).territories.items():
        if code in country_codes():
            assert country_code(name) == code
            assert country_code(code.lower()) == code


def test_participants_are_counted_under_the_code(tmp_path: Path) -> None:
    result = read(
        tmp_path, f"{HEAD}A1;x1;Uni;sme;Niemcy;\nA1;x2;Uni;sme;DE;\nA1;x3;Uni;sme;Germny;\n"
    )
    (table,) = result.tables
    assert table.frame["country"].tolist() == ["DE", "DE", ""]
    assert table.frame["unread"].tolist() == ["", "", "country"]
    finding = the(result, "CELL-03-COUNTRY")
    assert (finding.row, finding.found, finding.expected) == (4, "Germny", "DE (Deutschland)")
    PARTICIPANTS.frame_schema.validate(table.frame, lazy=True)


def test_the_nearest_country_is_named_in_the_partner_s_language(tmp_path: Path) -> None:
    result = read(tmp_path, f"{HEAD}A1;x1;Uni;sme;Nimcy;\n", partner="KARR")
    assert the(result, "CELL-03-COUNTRY").expected == "DE (Niemcy)"
    assert "such as DE (Niemcy)" in said(the(result, "CELL-03-COUNTRY"))
    far = read(tmp_path, f"{HEAD}A1;x1;Uni;sme;qwertzuiop;\n")
    assert the(far, "CELL-03-COUNTRY").expected == "DE, PL, CZ"


def test_an_activity_does_not_wait_for_its_country(tmp_path: Path) -> None:
    result = read(
        tmp_path,
        f"{ACTIVITIES}A1;WP1;event;Fair;planned;online\nA2;WP1;event;Fair;planned;Polska\n",
    )
    assert result.tables[0].frame["country"].tolist() == ["", "PL"]
    assert result.tables[0].frame["unread"].tolist() == ["", ""]
    assert the(result, "CELL-03-PLACE").row == 2


def test_regions_lie_in_their_country(tmp_path: Path) -> None:
    result = read(
        tmp_path,
        f"{HEAD}A1;x1;Uni;sme;DE;ded2\nA1;x2;Uni;sme;Grecja;EL30\nA1;x3;Uni;sme;GB;UKI\n"
        "A1;x4;Uni;sme;PL;DED2\nA1;x5;Uni;sme;PL;Dolnośląskie\nA1;x6;Uni;sme;Nowhere;DED2\n"
        "A1;x7;Uni;sme;DE;DE D2\n",
    )
    frame = result.tables[0].frame
    assert frame["nuts"].tolist()[:4] == ["DED2", "EL30", "UKI", "DED2"]
    assert frame["nuts"].tolist()[4:] == ["Dolnośląskie", "DED2", "DED2"]
    found = [(f.row, f.found, f.expected) for f in result.findings if f.code == "CELL-06-NUTS"]
    assert found == [(5, "DED2", "PL"), (6, "Dolnośląskie", "PL")]
    assert frame["unread"].tolist()[:5] == [""] * 5
    assert set(codes(result)) == {"CELL-06-NUTS", "CELL-03-COUNTRY"}
