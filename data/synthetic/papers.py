"""Evidence beside the extracts: small papers that say of themselves that they are synthetic.

An invoice is a PDF of one page with a few lines, an attendance list a grey picture: enough to see
that files are kept, counted and matched, and nothing that could be taken for a real one.
"""

from __future__ import annotations

import struct
import zlib

from data.synthetic.items import Item
from data.synthetic.plan import Papers
from data.synthetic.report import Report

FOLDER = "evidence"
_PICTURE = (60, 42)


def papers(report: Report, items: list[Item], plan: Papers) -> dict[str, bytes]:
    """The evidence of a partner and period, by name within its folder.

    Items without a reference have none; those of the plan's numbers are missing on purpose.
    """
    missing = {f"{report.name}-{number:03d}" for number in plan.missing}
    made = {}
    for row in (item.row for item in items):
        name = str(row.get("evidence_ref") or "")
        if name and row["item_id"] not in missing:
            made[f"{name}.pdf"] = _page(
                [
                    f"SYNTHETIC: {row['item_id']}",
                    "Invented by data.synthetic; no real invoice.",
                    f"{row.get('invoice_number') or ''}",
                ]
            )
    for activity in plan.activities:
        made[f"{activity}.png"] = _picture(activity)
    return made


def _page(lines: list[str]) -> bytes:
    """A PDF of one page with some lines in letters of ASCII."""
    shown = [
        line.encode("ascii", "replace").translate(None, b"()\\").decode("ascii") for line in lines
    ]
    text = " ".join(f"({line}) Tj 0 -20 Td" for line in shown)
    content = f"BT /F1 12 Tf 60 780 Td {text} ET".encode("ascii")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources 6 0 R>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Font<</F1 5 0 R>>>>",
    ]
    made = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return made + head + table + tail % (len(objects) + 1, len(made))


def _picture(label: str) -> bytes:
    """A grey PNG that says in its text what it stands for."""
    width, height = _PICTURE
    # Stored, not compressed: another version of the library would pack it into other bytes.
    lines = b"".join(b"\x00" + bytes([208]) * width for _ in range(height))
    note = b"Comment\x00synthetic attendance list of " + label.encode("ascii")
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in (
            (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
            (b"tEXt", note),
            (b"IDAT", zlib.compress(lines, 0)),
            (b"IEND", b""),
        )
    )
