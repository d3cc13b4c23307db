"""The fonts of the documents, each as one plain file of one weight.

Two of the families come as variable fonts. WeasyPrint would work out their weight anew for every
document, a quarter of a second each time; here it is done once a process.
"""

from __future__ import annotations

import io

import fontpkg

FONTS = {
    "app:/fonts/fira-sans-400": ("Fira Sans", 400),
    "app:/fonts/fira-sans-500": ("Fira Sans", 500),
    "app:/fonts/fira-sans-700": ("Fira Sans", 700),
    "app:/fonts/fira-code-400": ("Fira Code", 400),
    "app:/fonts/eb-garamond-400": ("EB Garamond", 400),
}
"""Family and weight behind each address of the style sheet."""

_VARIATIONS = ("avar", "cvar", "fvar", "gvar", "HVAR", "MVAR", "STAT", "VVAR")
_LETTERS = [*range(0x20, 0x180), *map(ord, "●◐○□▮▲✓…‹›–−→“”„€")]
"""Latin letters of every language of the Union, and the shapes of status."""


def font_file(family: str, weight: int) -> bytes:
    """The font as a file of exactly one weight."""
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    raw: bytes = fontpkg.path(family, weight=weight).read_bytes()
    font = TTFont(io.BytesIO(raw), recalcTimestamp=False)
    if "fvar" not in font:
        return raw
    if font["fvar"].axes[0].defaultValue == weight:
        for table in _VARIATIONS:
            if table in font:
                del font[table]
    else:
        options = subset.Options()
        options.layout_features = ["kern", "ccmp"]
        options.hinting = False
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=_LETTERS)
        cutter.subset(font)
        instancer.instantiateVariableFont(font, {"wght": weight}, inplace=True)
    plain = io.BytesIO()
    font.save(plain)
    return plain.getvalue()
