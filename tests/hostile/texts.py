"""CSV files: delimiters, quotation marks, line ends, encodings, lines that are no items."""

from __future__ import annotations

from collections.abc import Iterator

from tests.hostile.cases import CENTS, HEADINGS, ROWS, Case, joined, text

PLAIN = joined()
HEAD = ";".join(HEADINGS)
BODY = joined(ROWS)

WORDS = {
    "pl": "zakup sprzętu, Łódź, źródło, ćma, żółty",
    "cs": "tlumočení pro účastníky, Děčín, kůň, Žďár",
    "de": "Übersetzung für Größe, Straße, Bürobedarf",
    "hu": "szűrő, költség, Győr, őszi űrlap",
    "sk": "kľúč, ďalší, pôda, vŕba, účtovníctvo",
    "sl": "računovodstvo, šola, žaga, čiščenje",
    "it": "attività, perché, città, lunedì",
    "et": "tõlge, Pärnu, šokolaad, öömaja",
}
PAGES = {
    "cp1250": ("pl", "cs", "de", "hu", "sk", "sl"),
    "iso8859_2": ("pl", "cs", "de", "hu", "sk", "sl"),
    "cp852": ("pl", "cs", "de", "hu", "sk", "sl"),
    "cp1252": ("de", "it", "et"),
    "iso8859_15": ("de", "it", "et"),
    "mac_roman": ("de",),
    "mac_latin2": ("pl",),
    "cp850": ("de", "it"),
}
UNICODES = (*("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le"),)


def cases() -> Iterator[Case]:
    """All of them."""
    yield from _delimiters()
    yield from _quotes()
    yield from _lines()
    yield from _encodings()
    yield from _others()


def _read(name: str, content: str | bytes, *codes: str, **expected: object) -> Case:
    file = str(expected.pop("file", "costs.csv"))
    return Case(name, file, text(content), codes=frozenset(codes), **expected)  # type: ignore[arg-type]


def _delimiters() -> Iterator[Case]:
    for delimiter in (",", ";", "\t", "|", ":", "^", "~", "¦", "#", "§"):
        yield _read(f"delimiter {delimiter!r}", joined(delimiter=delimiter))
    yield _read("sep= line", "sep=|\r\n" + joined(delimiter="|"))
    yield _read("two delimiters in a row", joined(delimiter="||"))
    yield _read("blanks around the delimiter", joined(delimiter=" ; "))
    yield _read("trailing delimiters", PLAIN.replace("\r\n", ";;;\r\n"))
    yield _read("trailing delimiters below the headings", HEAD + "\n" + BODY.replace("\r\n", ";\n"))
    yield _read("commas in texts of a semicolon file", PLAIN.replace("Study", "a, b, c, d, e, f"))
    yield _read("no rows", HEAD + "\n", refused="FILE-03", rows=0)
    yield _read("one column", "description\nStudy\n", refused="FILE-01-HEADINGS")
    yield _read("prose", "Dear all,\nplease find attached nothing.\n", refused="FILE-01-HEADINGS")


def _quotes() -> Iterator[Case]:
    quoted = PLAIN.replace("Study", '"Study; part 1"')
    yield _read(
        "delimiter in quotes", quoted, values={"description": ["Study; part 1", "Trip", "Report"]}
    )
    yield _read(
        "all cells quoted",
        "".join(";".join(f'"{cell}"' for cell in row) + "\n" for row in (HEADINGS, *ROWS)),
    )
    yield _read(
        "all cells in apostrophes",
        "".join(";".join(f"'{cell}'" for cell in row) + "\n" for row in (HEADINGS, *ROWS)),
    )
    yield _read(
        "doubled quotes",
        PLAIN.replace("Study", '"Firma ""X"" s.r.o."'),
        values={"description": ['Firma "X" s.r.o.', "Trip", "Report"]},
    )
    yield _read(
        "line break in quotes",
        PLAIN.replace("Study", '"first\nsecond"'),
        values={"description": ["first\nsecond", "Trip", "Report"]},
    )
    yield _read(
        "CRLF in quotes",
        PLAIN.replace("Study", '"first\r\nsecond"'),
        values={"description": ["first\r\nsecond", "Trip", "Report"]},
    )
    yield _read(
        "quotes inside a word",
        PLAIN.replace("Study", 'monitor 24" wide'),
        values={"description": ['monitor 24" wide', "Trip", "Report"]},
    )
    yield _read("unclosed quote", PLAIN.replace("Study", '"Study'), refused="FILE-01-QUOTE")
    yield _read(
        "text after a quote", PLAIN.replace("Study", '"Study" GmbH'), refused="FILE-01-QUOTE"
    )
    yield _read("backslash quotes", PLAIN.replace("Study", r'"a \"b\" c"'), refused="FILE-01-QUOTE")
    yield _read(
        "quotes of a tab file",
        joined(delimiter="\t").replace("Study", '"ROZWÓJ" sp. z o.o.'),
        values={"description": ['"ROZWÓJ" sp. z o.o.', "Trip", "Report"]},
    )
    yield _read("empty quoted cells", PLAIN.replace("Study", '""'), "CELL-02")
    yield _read("a quote over 12,000 lines", PLAIN + '"' + "x\n" * 12_000, refused="FILE-01-QUOTE")


def _lines() -> Iterator[Case]:
    yield _read("LF", PLAIN.replace("\r\n", "\n"))
    yield _read("lone CR", PLAIN.replace("\r\n", "\r"))
    yield _read("mixed line ends", HEAD + "\r" + BODY.replace("\r\n", "\n", 1))
    yield _read("no end of the last line", PLAIN.rstrip())
    yield _read("blank lines", PLAIN.replace("\r\n", "\r\n\r\n"))
    yield _read("blank lines above", "\n\n\n" + PLAIN)
    yield _read("lines of delimiters", PLAIN + ";;;;\r\n;;;;\r\n")
    yield _read("lines of blanks", PLAIN + " ; ;  ;;\r\n   \r\n")
    yield _read("form feed in a text", PLAIN.replace("Study", "Stu\x0cdy"))
    yield _read("line separator in a text", PLAIN.replace("Study", "Stu\N{LINE SEPARATOR}dy"))
    yield _read("title lines", "Projekt BrückenBau\nZeitraum 1;;;;\n\n" + PLAIN)
    yield _read(
        "a title with recognised words", "project;partner;period\nBrückenBau;WFS;1\n\n" + PLAIN
    )
    yield _read(
        "totals between and below",
        HEAD
        + "\n"
        + "".join(
            f"{line}\nSumme;;;;{line.rpartition(';')[2]}\n" for line in BODY.split("\r\n") if line
        )
        + "Gesamtsumme;;;;1215,49\n",
        "ROW-03",
    )
    yield _read("headings repeated", PLAIN + PLAIN, "ROW-06", "ROW-01", rows=6, cents=2 * CENTS)
    yield _read(
        "headings of a new page",
        PLAIN.replace("A2", f"{HEAD}\r\nA2").replace(f"\r\n{HEAD}", f"\r\n{HEAD}"),
        "ROW-06",
    )
    yield _read(
        "headings in two languages",
        "Numer pozycji;Kategoria kosztów;Opis;Waluta;Kwota zadeklarowana\n" + PLAIN,
        "ROW-06",
    )
    yield _read("numbers of the columns", HEAD + "\n1;2;3;4;5\n" + BODY, "ROW-07")
    yield _read("letters of the columns", HEAD + "\n(a);(b);(c);(d);(e)\n" + BODY, "ROW-07")
    yield _read(
        "a signature below",
        PLAIN + "\nSporządziła: Anna Nowak;;;;\nWrocław, 20.07.2017\n",
        "ROW-07",
    )
    yield _read("a signature of several cells", PLAIN + ";;Datum: 20.07.2017;;\n", "ROW-07")
    yield _read(
        "headings of groups",
        HEAD + "\nPersonalkosten;;;;\n" + BODY.replace("A3", "Externe Expertise\nA3"),
        "ROW-07",
    )
    yield _read("a row of its number only", PLAIN + "A4;;;;\n", "CELL-02", rows=4)
    yield _read("units below the headings", HEAD + "\n;;;;EUR\n" + BODY, "ROW-07")
    yield _read(
        "a first row without number, its amount in words",
        HEAD + "\n;staff;Trip;EUR;ten\n" + BODY,
        "CELL-02",
        "CELL-01-NUMBER",
        rows=4,
    )
    yield _read("a short row", PLAIN + "A4;staff\n", "ROW-04", rows=4)
    yield _read("a long row", PLAIN + "A4;staff;a;b;EUR;1.00\n", "ROW-04", rows=4)
    yield _read("a row without amount", PLAIN + "A4;staff;Study;EUR;\n", "CELL-02", rows=4)
    yield _read("headings in row 21", "x\n" * 20 + PLAIN, refused="FILE-01-HEADINGS")


def _encodings() -> Iterator[Case]:
    for encoding in UNICODES:
        content = PLAIN.replace("Study", "Łódź Größe žluť")
        yield Case(
            f"{encoding}", "costs.csv", text(content, encoding),
            values={"description": ["Łódź Größe žluť", "Trip", "Report"]},
        )  # fmt: skip
    for encoding, languages in PAGES.items():
        for language in languages:
            if not _fits(WORDS[language], encoding):
                continue
            yield Case(
                f"{language} in {encoding}",
                "costs.csv",
                text(PLAIN.replace("Study", WORDS[language]), encoding),
                values={"description": [WORDS[language], "Trip", "Report"]},
                partner="KARR" if language == "pl" else "WFS",
            )
    yield _read("UTF-16 without mark and long titles", ("Titel\n" * 5 + PLAIN).encode("utf-16-be"))
    yield _read("NUL in a cell", PLAIN.replace("Study", "Stu\0dy"), refused="FILE-01-ENCODING")
    yield _read("NULs at the end", PLAIN + "\0" * 512, refused="FILE-01-ENCODING")
    yield _read(
        "UTF-8 with one invalid byte",
        PLAIN.encode() + b"A4;staff;\xc5 \xff;EUR;1\n",
        refused="FILE-01-ENCODING",
    )
    yield _read(
        "UTF-8 mark and invalid bytes",
        b"\xef\xbb\xbf" + PLAIN.encode() + b"\xff\n",
        refused="FILE-01-ENCODING",
    )
    yield _read(
        "letters lost before",
        PLAIN.replace("Study", "B\N{REPLACEMENT CHARACTER}ro"),
        refused="FILE-01-LETTERS",
    )
    yield _read("UTF-16 cut in a letter", PLAIN.encode("utf-16")[:-1], refused="FILE-01-ENCODING")
    yield _read(
        "a mark in the middle",
        HEAD + "\n\N{ZERO WIDTH NO-BREAK SPACE}" + BODY,
    )
    yield _read(
        "euro sign of 8859-15",
        (HEAD.encode() + b"\n" + BODY.encode()).replace(
            b"Study", "5 € für Bücher".encode("iso8859_15")
        ),
        values={"description": ["5 € für Bücher", "Trip", "Report"]},
    )


def _fits(words: str, encoding: str) -> bool:
    try:
        words.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _others() -> Iterator[Case]:
    yield _read("empty", b"", refused="FILE-02")
    yield _read("mark only", b"\xef\xbb\xbf", refused="FILE-02")
    yield _read("blanks only", b" \r\n\t\r\n", refused="FILE-02")
    yield _read(
        "a cell of 200,000 letters", PLAIN.replace("Study", "x" * 200_000), refused="FILE-01-CELL"
    )
    yield _read("a row of 20,000 cells", PLAIN + "x;" * 20_000, refused="FILE-01-BOMB")
    yield _read(
        "suppliers called NA, None, NULL",
        f"{HEAD};supplier_name\n"
        + "".join(
            f"A{number};staff;x;EUR;1.00;{name}\n"
            for number, name in enumerate(("NA", "None", "NULL", "TRUE", "nan", "#N/A", "-", "1E5"))
        ),
        rows=8,
        cents=800,
        values={"supplier_name": ["NA", "None", "NULL", "TRUE", "nan", "#N/A", "-", "1E5"]},
    )
    yield _read(
        "document numbers",
        f"{HEAD};invoice_number\n"
        + "".join(
            f"A{number};staff;x;EUR;1.00;{name}\n"
            for number, name in enumerate(
                ("000123", "12E7", "1234567890123456", "12.0", "1/2017", "0x1F")
            )
        ),
        rows=6,
        cents=600,
        values={"invoice_number": ["000123", "12E7", "1234567890123456", "12.0", "1/2017", "0x1F"]},
    )
    yield _read(
        "a look-alike heading",
        PLAIN.replace("amount_declared", "аmount_declared"),
        "COL-05",
        cents=0,
    )
    yield _read(
        "a heading twice",
        PLAIN.replace("description", "amount_declared"),
        "COL-03",
        "COL-01",
        cents=0,
    )
    yield _read(
        "a heading missing", PLAIN.replace("currency", "x"), "COL-01", "COL-02", "COL-02", cents=0
    )
    yield _read(
        "another partner's rows",
        f"{HEAD};partner\n" + BODY.replace("\r\n", ";WFS\n") + "B1;staff;x;EUR;1.00;KARR\n",
        "ROW-02",
        rows=4,
        cents=CENTS + 100,
    )
    yield _read(
        "another partner's file",
        f"{HEAD};partner\n" + BODY.replace("\r\n", ";KARR\n"),
        "FILE-04",
        cents=0,
    )
    yield _read("PDF", b"%PDF-1.7\n1 0 obj", refused="FILE-01-CONTENT")
    yield _read(
        "HTML as XLS",
        b"<html><table><tr><td>1</td></tr></table></html>",
        refused="FILE-01-CONTENT",
        file="costs.xls",
    )
    yield _read(
        "XML of 2003 as XLS",
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        refused="FILE-01-CONTENT",
        file="costs.xls",
    )
    yield _read(
        "flat ODS",
        b'<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>',
        refused="FILE-01-CONTENT",
        file="costs.fods",
    )
    yield _read(
        "JSON",
        b'[{"item_id": "A1", "amount_declared": 1.5}]',
        refused="FILE-01-CONTENT",
        file="costs.csv",
    )
    yield _read("CSV as XLSX", PLAIN, refused="FILE-01-NAME", file="costs.xlsx")
    yield _read("CSV without an ending", PLAIN, file="costs")
    yield _read(
        "a hostile file name", PLAIN, file="..%2f<b>koszty\N{RIGHT-TO-LEFT OVERRIDE}vsc.csv"
    )
    yield _read(
        "markup in a text",
        PLAIN.replace("Study", "<script>alert(1)</script>{{7*7}}"),
        values={"description": ["<script>alert(1)</script>{{7*7}}", "Trip", "Report"]},
    )
    yield _read(
        "a formula as text",
        PLAIN.replace("Study", "=cmd|' /C calc'!A0"),
        values={"description": ["=cmd|' /C calc'!A0", "Trip", "Report"]},
    )
