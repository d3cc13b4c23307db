"""What a cell of a workbook is beyond its text; known on both sides of the guarded process.

Only the standard library may be imported here, so that the process of ``cage_child`` starts fast.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

FileKind: TypeAlias = Literal["csv", "xlsx", "xlsb", "xls", "ods"]

TEXT = "t"
NUMBER = "n"
DATE = "d"
ERROR = "e"
NO_RESULT = "f"
EMPTY = " "
"""Kinds of cells, one letter each; a capital letter is a formula with a stored result.

``n`` is written with a decimal point and no grouping, ``d`` as an ISO day (or day and time), ``e``
is an error such as #DIV/0!, ``f`` a formula whose result was not stored.
"""
