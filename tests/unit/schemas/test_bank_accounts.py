"""Bank accounts are checked, and never printed whole; the numbers are public samples."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.bank_accounts import PERHAPS, masked, read_bic, read_iban, without_accounts

ACCOUNTS = [
    "DE89 3704 0044 0532 0130 00",
    "PL61 1090 1014 0000 0712 1981 2874",
    "CZ65 0800 0000 1920 0014 5399",
    "SK31 1200 0000 1987 4263 7541",
    "AT61 1904 3002 3457 3201",
    "HU42 1177 3016 1111 1018 0000 0000",
    "NL91 ABNA 0417 1643 00",
    "CH93 0076 2011 6238 5295 7",
    "GB29 NWBK 6016 1331 9268 19",
    "NO93 8601 1117 947",
]


@pytest.mark.parametrize("account", ACCOUNTS)
def test_account_is_read_with_and_without_gaps(account: str) -> None:
    number = account.replace(" ", "")
    assert read_iban(account) == read_iban(number.lower()) == number
    assert masked(number) == f"{number[:2]}…{number[-4:]}"


@pytest.mark.parametrize("gap", [" ", "", "-", "\u00a0", "."])
@pytest.mark.parametrize("account", ACCOUNTS)
def test_account_in_a_text_is_masked_wherever_it_stands(account: str, gap: str) -> None:
    written = account.replace(" ", gap)
    short = f"{account[:2]}…{account.replace(' ', '')[-4:]}"
    text = f"Kto. {written}; {written}, Mai"
    assert without_accounts(text) == f"Kto. {short}; {short}, Mai"
    assert without_accounts(written) == short
    # The sieve for whole columns lets none through.
    assert pd.Series([text, written], dtype="str").str.contains(PERHAPS).all()


def test_polish_account_without_its_country_is_masked() -> None:
    assert without_accounts("zwrot 61 1090 1014 0000 0712 1981 2874") == "zwrot PL…2874"
    assert without_accounts("zwrot 61109010140000071219812874 maj") == "zwrot PL…2874 maj"
    other = "zwrot 61 1090 1014 0000 0712 1981 2875"
    assert without_accounts(other) == other


@given(st.text())
def test_text_without_an_account_stays_as_it_is(text: str) -> None:
    assert without_accounts(text) == text


@pytest.mark.parametrize(
    "text", ["Beleg 2018/117", "RE 1234 5678 9012 3456 7890", "FV/123/2024 z dnia 12.03.2024 DE12"]
)
def test_invoice_numbers_stay_as_they_are(text: str) -> None:
    assert without_accounts(text) == text


@pytest.mark.parametrize("wrong", ["DE89 3704 0044 0532 0130 01", "DE89 3704", "QQ00 1234"])
def test_account_that_cannot_be_right_is_named_by_its_end(wrong: str) -> None:
    end = wrong.replace(" ", "")[-4:]
    with pytest.raises(ValueError, match=f"that ends in {end} cannot be right") as told:
        read_iban(wrong)
    assert wrong.replace(" ", "")[:-4] not in str(told.value)


def test_bank_is_read_by_its_form() -> None:
    assert read_bic("deut de ff") == "DEUTDEFF"
    with pytest.raises(ValueError, match="8 or 11 letters"):
        read_bic("DEUT")
