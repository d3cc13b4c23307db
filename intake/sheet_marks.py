"""What the reader of workbooks does not tell: formulas, error cells, hidden rows and columns.

Runs in the guarded process of ``cage``: only the standard library may be imported here. The parts
are streamed through expat, never held as a tree, and hold no document type declaration by then.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from xml.parsers import expat

from intake.archives import Archive, open_part, plain_name

_LETTERS = re.compile(r"\$?([A-Z]{1,3})")
_MOST_REPEATED = 16_384
"""Hidden rows are listed one by one, so that a hidden rest of the sheet is cut off here."""


@dataclass
class SheetMarks:
    """The marks of one sheet; places are (row, column), counted from 1.

    Attributes:
        formulas: cells with a formula and its stored result.
        without_result: cells with a formula whose result was not stored.
        errors: what error cells show.
        merged: first row, first column, last row, last column (ODS; for XLSX the reader tells).
    """

    formulas: set[tuple[int, int]] = field(default_factory=set)
    without_result: set[tuple[int, int]] = field(default_factory=set)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


def marks_of(archive: Archive) -> dict[str, SheetMarks]:
    """The marks of every sheet that has any, by its name.

    Raises:
        xml.parsers.expat.ExpatError: a part is not well-formed.
        KeyError: a part that the workbook names is missing.
    """
    if archive.kind == "ods":
        found = _OdsMarks() if "content.xml" in archive.telling else None
        if found:
            _stream(archive.parts, "content.xml", found)
        return found.sheets if found else {}
    marks = {}
    for name, part in _sheet_parts(archive.parts).items():
        if plain_name(part) in archive.telling:
            reader = _XlsxMarks()
            _stream(archive.parts, part, reader)
            marks[name] = reader.marks
    return marks


class _Handler:
    """Receives elements by their local names."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, data: str) -> None:
        """Text stands between."""


def _stream(parts: zipfile.ZipFile, name: str, handler: _Handler) -> None:
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def first(element: str, attributes: dict[str, str]) -> None:
        # A sheet has millions of elements; only where they bear prefixes these are taken off.
        if ":" in element:
            parser.StartElementHandler = start
            parser.EndElementHandler = lambda element: handler.end(element.rpartition(":")[2])
            start(element, attributes)
        else:
            parser.StartElementHandler, parser.EndElementHandler = handler.start, handler.end
            handler.start(element, attributes)

    def start(element: str, attributes: dict[str, str]) -> None:
        handler.start(element.rpartition(":")[2], attributes)

    parser.StartElementHandler = first
    parser.CharacterDataHandler = handler.text
    with open_part(parts, name) as part:
        parser.ParseFile(part)


class Relations(_Handler):
    """The sheets of ``workbook.xml``, or the targets of a ``.rels`` part."""

    def __init__(self) -> None:
        self.sheets: dict[str, str] = {}
        self.targets: dict[str, str] = {}
        self.types: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Note a sheet or a relation."""
        if name == "sheet":
            identifier = next(
                (value for key, value in attributes.items() if key.endswith(":id")), ""
            )
            self.sheets[attributes.get("name", "")] = identifier
        elif name == "Relationship":
            self.targets[attributes.get("Id", "")] = attributes.get("Target", "")
            self.types[attributes.get("Type", "").rpartition("/")[2]] = attributes.get("Target", "")


def _sheet_parts(parts: zipfile.ZipFile) -> dict[str, str]:
    """The part that holds each sheet, by the sheet's name."""
    root = relations(parts, "_rels/.rels")
    workbook = root.types.get("officeDocument", "xl/workbook.xml").lstrip("/")
    folder, base = posixpath.split(workbook)
    book = Relations()
    _stream(parts, workbook, book)
    targets = relations(parts, f"{folder}/_rels/{base}.rels").targets
    return {
        name: target_part(folder, targets.get(identifier, ""))
        for name, identifier in book.sheets.items()
    }


def target_part(folder: str, target: str) -> str:
    """The part that a relation of a folder's part names.

    A target that begins with a slash counts from the top of the archive.

    >>> target_part("xl", "worksheets/sheet1.xml"), target_part("xl", "/xl/a.xml")
    ('xl/worksheets/sheet1.xml', 'xl/a.xml')
    """
    return posixpath.normpath(posixpath.join("/", folder, target))[1:]


def relations(parts: zipfile.ZipFile, name: str) -> Relations:
    """What a ``.rels`` part says, nothing where there is no such part."""
    found = Relations()
    try:
        _stream(parts, name, found)
    except KeyError:
        return found
    return found


class _XlsxMarks(_Handler):
    """One sheet part of an XLSX workbook."""

    def __init__(self) -> None:
        self.marks = SheetMarks()
        self._row = 0
        self._reference = ""
        self._beyond = 0
        self._type = ""
        self._formula = False
        self._in_value = False
        self._has_value = False
        self._value: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            reference = attributes.get("r")
            if reference:
                self._reference, self._beyond = reference, 0
            else:
                self._beyond += 1
            self._type = attributes.get("t", "")
            self._formula = self._has_value = False
            self._value = []
        elif name == "f":
            self._formula = True
        elif name == "v":
            self._in_value = self._has_value = True
        elif name == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._reference, self._beyond = "", 0
            if _is_hidden(attributes, "ht"):
                self.marks.hidden_rows.add(self._row)
        elif name == "col" and _is_hidden(attributes, "width"):
            first, last = int(attributes.get("min", 1)), int(attributes.get("max", 0))
            self.marks.hidden_columns.update(following(first - 1, last - first + 1))

    def text(self, data: str) -> None:
        if self._in_value:
            self._value.append(data)

    def end(self, name: str) -> None:
        if name == "v":
            self._in_value = False
        elif name == "c":
            self._close()

    def _close(self) -> None:
        if self._type != "e" and not self._formula:
            return
        # Cells without a reference stand behind the last one that has one.
        letters = _LETTERS.match(self._reference)
        place = (self._row, (_number(letters[1]) if letters else 0) + self._beyond)
        value = "".join(self._value).strip()
        if self._type == "e":
            self.marks.errors[place] = value or "#ERROR"
        else:
            # An empty text is a result (t="str" with an empty v); an empty number is none.
            stored = bool(value) or (self._type == "str" and self._has_value)
            (self.marks.formulas if stored else self.marks.without_result).add(place)


def _is_hidden(attributes: dict[str, str], size: str) -> bool:
    """Whether a row or column is hidden, or drawn together to nothing."""
    return attributes.get("hidden") in ("1", "true") or attributes.get(size) in ("0", "0.0")


class _OdsMarks(_Handler):
    """The content part of an ODS workbook, all sheets in one."""

    def __init__(self) -> None:
        self.sheets: dict[str, SheetMarks] = {}
        self._marks = SheetMarks()
        self._row = self._column = self._columns = 0
        self._rows = self._cells = 1
        self._error: tuple[int, int] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table":
            self._marks = self.sheets.setdefault(attributes.get("table:name", ""), SheetMarks())
            self._row = self._columns = 0
        elif name == "table-column":
            count = _repeated(attributes, "columns")
            if attributes.get("table:visibility") in ("collapse", "filter"):
                self._marks.hidden_columns.update(following(self._columns, count))
            self._columns += count
        elif name == "table-row":
            self._rows = _repeated(attributes, "rows")
            self._column = 0
            if attributes.get("table:visibility") in ("collapse", "filter"):
                self._marks.hidden_rows.update(following(self._row, self._rows))
        elif name in ("table-cell", "covered-table-cell"):
            self._cells = _repeated(attributes, "columns")
            self._cell((self._row + 1, self._column + 1), attributes)

    def _cell(self, place: tuple[int, int], attributes: dict[str, str]) -> None:
        down = int(attributes.get("table:number-rows-spanned", 1))
        right = int(attributes.get("table:number-columns-spanned", 1))
        if down > 1 or right > 1:
            self._marks.merged.append((*place, place[0] + down - 1, place[1] + right - 1))
        if attributes.get("calcext:value-type") == "error":
            self._error = place
            self._marks.errors[place] = ""
        elif "table:formula" in attributes:
            stored = "office:value-type" in attributes
            (self._marks.formulas if stored else self._marks.without_result).add(place)

    def text(self, data: str) -> None:
        if self._error:
            self._marks.errors[self._error] += data.strip()

    def end(self, name: str) -> None:
        if name in ("table-cell", "covered-table-cell"):
            self._column += self._cells
            self._error = None
        elif name == "table-row":
            self._row += self._rows


def _repeated(attributes: dict[str, str], what: str) -> int:
    return int(attributes.get(f"table:number-{what}-repeated", 1))


def following(last: int, count: int) -> range:
    """The numbers after one, but no more of them than are worth listing."""
    return range(last + 1, last + min(count, _MOST_REPEATED) + 1)


def _number(letters: str) -> int:
    """Number of a column named by letters.

    >>> _number("AB")
    28
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
