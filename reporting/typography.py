"""Text as it may stand on paper: bounded, visible, and in the letters of the report's fonts.

Texts of an extract are hostile until proven otherwise: a direction mark can turn an amount around,
a cell of five megabytes can hang the renderer. The data embedded in the PDF keeps them as they are;
print shows a mark wherever it differs from them.
"""

from __future__ import annotations

import re
import unicodedata

CUT_MARK = "\N{NO-BREAK SPACE}[\N{HORIZONTAL ELLIPSIS}]"
"""Stands where a text was cut in print."""

NOTHING = "\N{EN DASH}"
"""Stands where there is nothing; zero is written as 0.00."""

_MARKS_IN_A_ROW = 4
"""More combining marks on one letter than any language stacks are shown by their code."""

_LONE_LETTER = re.compile(r"(?<!\w)([aikosuvwzAIKOSUVWZ]) (?=\S)")
"""Words of one letter, which Czech, Polish and Slovak do not leave at the end of a line."""

_HIDDEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})
_BREAKS = frozenset({"Zl", "Zp"})


def visible(text: str) -> str:
    """Show what would be invisible or turn the reading direction, as ‹U+202E›.

    Line breaks and tabs become spaces; odd widths of space, which the fonts lack, become plain or
    no-break spaces.
    """
    if text.isascii() and text.isprintable():
        return text
    written: list[str] = []
    marks = 0
    for letter in text:
        category = unicodedata.category(letter)
        marks = marks + 1 if category == "Mn" else 0
        if letter in "\n\r\t\v\f" or category in _BREAKS:
            written.append(" ")
        elif category in _HIDDEN or marks > _MARKS_IN_A_ROW:
            written.append(f"‹U+{ord(letter):04X}›")
        elif category == "Zs":
            written.append(_space(letter))
        else:
            written.append(letter)
    return "".join(written)


def _space(letter: str) -> str:
    fixed = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{FIGURE SPACE}"
    return "\N{NO-BREAK SPACE}" if letter in fixed else " "


def bound(text: str, language: str) -> str:
    r"""Keep words of one letter on the line of the next word, where the language asks for it.

    >>> bound("Zwrot w okresie 2", "pl")
    'Zwrot w\xa0okresie 2'
    """
    if language not in {"cs", "pl", "sk"}:
        return text
    return _LONE_LETTER.sub("\\1\N{NO-BREAK SPACE}", text)


def printed(text: str, limit: int = 400) -> str:
    r"""Cut a text to at most ``limit`` letters, with a mark, and make it visible.

    >>> printed("Moderation", 4)
    'Mode\xa0[…]'
    """
    short = text if len(text) <= limit else text[:limit].rstrip() + CUT_MARK
    shown = visible(short)
    if len(shown) > 2 * limit + len(CUT_MARK):
        return shown[: 2 * limit].rstrip() + CUT_MARK
    return shown
