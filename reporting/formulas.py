"""Which formulas of a partner's workbook may stay in a copy of it: those that only calculate.

Runs in the guarded process of ``own_workbook``. A formula stays when all its functions are on a
list of harmless ones and all it names lies in the same workbook; whatever could open, fetch or
start something is not on the list, nor is what is not known.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token, TokenizerError

_NAMES = """
    ABS AND AVERAGE AVERAGEA AVERAGEIF AVERAGEIFS CEILING CHAR CHOOSE CLEAN CODE COLUMN COLUMNS
    CONCAT CONCATENATE COUNT COUNTA COUNTBLANK COUNTIF COUNTIFS DATE DATEDIF DATEVALUE DAY DAYS
    DAYS360 EDATE EOMONTH EVEN EXACT EXP FALSE FIND FIXED FLOOR HLOOKUP HOUR IF IFERROR IFNA IFS
    INDEX INT ISBLANK ISERR ISERROR ISEVEN ISLOGICAL ISNA ISNONTEXT ISNUMBER ISODD ISOWEEKNUM
    ISTEXT LARGE LEFT LEN LN LOG LOG10 LOOKUP LOWER MATCH MAX MAXA MAXIFS MEDIAN MID MIN MINA
    MINIFS MINUTE MOD MODE MONTH MROUND N NA NETWORKDAYS NOT ODD OR PI POWER PRODUCT PROPER
    QUOTIENT RANK REPLACE REPT RIGHT ROUND ROUNDDOWN ROUNDUP ROW ROWS SEARCH SECOND SIGN SMALL
    SQRT SUBSTITUTE SUBTOTAL SUM SUMIF SUMIFS SUMPRODUCT SWITCH T TEXT TEXTJOIN TIME TIMEVALUE
    TRANSPOSE TRIM TRUE TRUNC UPPER VALUE VLOOKUP WEEKDAY WEEKNUM WORKDAY XLOOKUP XMATCH XOR
    YEAR YEARFRAC
"""
FUNCTIONS = frozenset(_NAMES.split())
"""Functions that calculate with cells of their own workbook and reach nothing else."""

_SHEET = r"(?:(?:'(?:[^'\[\]\\/|]|'')+'|[\w.]+)!)?"
_PLACE = r"\$?[A-Z]{1,3}\$?[0-9]{1,7}"
_RANGE = re.compile(
    rf"{_SHEET}(?:{_PLACE}(?::{_PLACE})?|\$?[A-Z]{{1,3}}:\$?[A-Z]{{1,3}}|\$?[0-9]+:\$?[0-9]+)",
    re.IGNORECASE,
)
_LONGEST = 8192


def is_harmless(formula: object, names: Collection[str] = ()) -> bool:
    """Whether a formula only calculates with cells of its own workbook.

    Args:
        formula: as the library gives it; array formulas are objects and do not stay.
        names: defined names of the workbook.

    >>> is_harmless("=SUM(A1:A9)*1.19"), is_harmless('=WEBSERVICE("http://x")')
    (True, False)
    >>> is_harmless("=[1]Budget!A1"), is_harmless("=cmd|' /C calc'!A0")
    (False, False)
    """
    if not isinstance(formula, str) or len(formula) > _LONGEST or "|" in formula:
        return False
    try:
        tokens = Tokenizer(formula).items
    except (TokenizerError, IndexError):
        return False
    return all(_is_harmless(token, names) for token in tokens)


def _is_harmless(token: Token, names: Collection[str]) -> bool:
    if token.type == Token.LITERAL:
        return False
    if token.type == Token.FUNC and token.subtype == Token.OPEN:
        name = token.value.rstrip("(").upper().removeprefix("_XLFN.").removeprefix("_XLWS.")
        return name in FUNCTIONS
    if token.type == Token.OPERAND and token.subtype == Token.RANGE:
        return token.value in names or _RANGE.fullmatch(token.value) is not None
    return True
