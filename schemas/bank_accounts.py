"""Bank accounts: checked where a project file states them, hidden where a partner's text holds one.

The form is ISO 13616 (IBAN) and ISO 9362 (BIC), checked by python-stdnum. An account number in
the words of an expenditure item is as a rule that of a person who was paid; the claim is public,
so that only its country and last four digits ever stand there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from stdnum import bic, iban
from stdnum.exceptions import InvalidChecksum, ValidationError

_SEPARATORS = re.compile(r"[\W_]+")
_SHORTEST, _LONGEST = 15, 34
_FEWEST_DIGITS = 10
_POLISH = 26
"""Digits of a Polish account number, which at home is written without its country."""
_COUNTRIES = (
    "AD|AL|AT|BA|BE|BG|BY|CH|CY|CZ|DE|DK|EE|ES|FI|FO|FR|GB|GE|GI|GL|GR|HR|HU|IE|IL|IS|IT|LI|LT|LU"
    "|LV|MC|MD|ME|MK|MT|NL|NO|PL|PT|RO|RS|SE|SI|SK|SM|TR|UA|VA|XK"
)
"""Of SEPA and its neighbours: few words begin with one of them and two digits."""
_GAPS = "[ .\u00a0\u202f\\-]"
_AT_HOME = rf"\d\d(?:{_GAPS}?\d{{4}}){{6}}\b"
PERHAPS = rf"(?i)\b(?:(?:{_COUNTRIES})\d\d(?:{_GAPS}?[A-Z0-9]){{11}}|{_AT_HOME})"
"""Every text with an account number matches; RE2 reads it, so that columns are sieved at once."""
_BEGINNING = re.compile(rf"\b(?:(?:{_COUNTRIES})\d\d|(?={_AT_HOME}))", re.IGNORECASE)
_LETTER = re.compile(r"[A-Za-z0-9]")
_GAP = re.compile(_GAPS)


def read_iban(text: str) -> str:
    """The account number without separators.

    Raises:
        ValueError: it cannot be one; the sentence says why and repeats its last four digits only.

    >>> read_iban("DE89 3704 0044 0532 0130 00")
    'DE89370400440532013000'
    """
    number = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper()
    try:
        return iban.validate(number)
    except InvalidChecksum:
        why = "its two check digits do not fit the others"
    except ValidationError:
        why = "it does not have the form of its country"
    raise ValueError(f"the IBAN that ends in {number[-4:]} cannot be right: {why}")


def read_bic(text: str) -> str:
    """The code of a bank without separators.

    Raises:
        ValueError: it has not the form of one.

    >>> read_bic("deut deff 500")
    'DEUTDEFF500'
    """
    try:
        return bic.validate(text)
    except ValidationError:
        raise ValueError(
            f"the BIC {text} cannot be right: it has 8 or 11 letters and digits, as DEUTDEFF500"
        ) from None


def masked(number: str) -> str:
    """An account number as it may be printed: its country and its last four digits.

    >>> masked("DE89370400440532013000")
    'DE…3000'
    """
    return f"{number[:2]}\N{HORIZONTAL ELLIPSIS}{number[-4:]}"


def without_accounts(text: str) -> str:
    """A text in which every account number is masked; any other text comes back as it is.

    >>> without_accounts("Refund to DE89 3704 0044 0532 0130 00, May")
    'Refund to DE…3000, May'
    >>> without_accounts("Beleg 117")
    'Beleg 117'
    """
    # Nearly every text is let through here, before anything slower looks at it.
    if len(text) < _SHORTEST or sum(map(str.isdigit, text)) < _FEWEST_DIGITS:
        return text
    pieces: list[str] = []
    done = 0
    for start, end, number in _accounts(text):
        pieces += [text[done:start], masked(number)]
        done = end
    return "".join((*pieces, text[done:])) if pieces else text


def _accounts(text: str) -> Iterator[tuple[int, int, str]]:
    """Where account numbers begin and end in a text, and the numbers."""
    done = 0
    for beginning in _BEGINNING.finditer(text):
        if beginning.start() < done:
            continue
        letters, ends = _run(text, beginning.start())
        domestic = letters[0].isdigit()
        lengths = (_POLISH,) if domestic else range(min(len(letters), _LONGEST), _SHORTEST - 1, -1)
        for length in lengths:
            number = ("PL" if domestic else "") + letters[:length].upper()
            # A word that goes on is no account number with something behind it.
            whole = length == len(letters) or ends[length - 1] + 1 < ends[length]
            if whole and iban.is_valid(number, check_country=False):
                done = ends[length - 1] + 1
                yield beginning.start(), done, number
                break


def _run(text: str, start: int) -> tuple[str, list[int]]:
    """Letters and digits from a place on with single gaps between them, and where each stands."""
    letters: list[str] = []
    places: list[int] = []
    position = start
    while position < len(text) and len(letters) <= _LONGEST:
        if _LETTER.match(text[position]):
            letters.append(text[position])
            places.append(position)
        elif not (_GAP.match(text[position]) and places and places[-1] == position - 1):
            break
        position += 1
    return "".join(letters), places
