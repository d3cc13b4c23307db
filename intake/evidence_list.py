"""The list that says which file of evidence belongs to which row, where names do not say it.

One line a file: its name, and the row's reference or the number of the item. It is read like an
extract, in the partner's language; a line that cannot be used is named, and the others are used.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from intake.context import Context, Place
from intake.delivery import grids_of
from intake.files import Refusal, label_of, take
from intake.grids import Grid
from intake.vocabulary import headings
from schemas.evidence import EvidenceFile, comparable, last_part
from schemas.findings import Finding

_FILE = frozenset(
    (
        *("file", "file name", "filename", "datei", "dateiname", "plik", "nazwa pliku", "soubor"),
        *("název souboru", "súbor", "názov súboru", "fájl", "fájlnév", "datoteka"),
        *("ime datoteke", "nome file", "nome del file", "fail", "faili nimi", "scan"),
    )
)
_HEADING_ROWS = 10


def apply_lists(
    files: Sequence[EvidenceFile], tables: Iterable[Path], context: Context
) -> tuple[list[EvidenceFile], list[Finding]]:
    """Give files what the lists beside them say they stand for.

    Args:
        files: as handed in.
        tables: the lists.
        context: whose they are.

    Returns:
        The files in their order; and findings about lists and their lines.

    Raises:
        OSError: a list is not there, or this process may not read it.
    """
    names: dict[str, list[str]] = {}
    for file in files:
        for name in dict.fromkeys((comparable(file.file), comparable(last_part(file.file)))):
            if name:
                names.setdefault(name, []).append(file.file)
    given: dict[str, list[str]] = {}
    findings: list[Finding] = []
    for path in sorted(tables):
        place = Place(context.partner, label_of(path))
        findings += _read(path, place, context, names, given)
    marked = [
        file.model_copy(update={"stands_for": sorted({*file.stands_for, *given[file.file]})})
        if file.file in given
        else file
        for file in files
    ]
    return marked, findings


def _read(
    path: Path,
    place: Place,
    context: Context,
    names: Mapping[str, Sequence[str]],
    given: dict[str, list[str]],
) -> list[Finding]:
    """Note what one list says; findings about it."""
    raw = take(path)
    grids = raw if isinstance(raw, Refusal) else grids_of(raw, place.file, context)
    if isinstance(grids, Refusal):
        return [place.finding("EVI-06")]
    for grid in grids:
        found = _columns(grid)
        if found is None:
            continue
        start, file_column, columns = found
        findings = []
        for index in range(start + 1, len(grid.rows)):
            cells = grid.rows[index]
            name = _cell(cells, file_column)
            wanted = [text for column in columns if (text := _cell(cells, column))]
            if not name or not wanted:
                continue
            known = names.get(comparable(name)) or names.get(comparable(last_part(name)))
            if not known:
                findings.append(place.finding("EVI-06-FILE", row=grid.numbers[index], found=name))
            for file in known or ():
                given.setdefault(file, []).extend(
                    part.strip() for text in wanted for part in text.split(";") if part.strip()
                )
        return findings
    return [place.finding("EVI-06")]


def _columns(grid: Grid) -> tuple[int, int, list[int]] | None:
    """Where the headings stand, which column names the file, and which name rows."""
    known = headings()
    for index in range(min(_HEADING_ROWS, len(grid.rows))):
        cells = grid.rows[index]
        file = next((at for at, cell in enumerate(cells) if _folded(cell) in _FILE), None)
        rows = [
            at
            for at, cell in enumerate(cells)
            if at != file
            and (
                known.column("costs", cell) in ("evidence_ref", "item_id")
                or known.column("activities", cell) == "activity_id"
            )
        ]
        if file is not None and rows:
            return index, file, rows
    return None


def _folded(cell: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", cell).casefold().replace("_", " ").split())


def _cell(cells: Sequence[str], column: int) -> str:
    return cells[column].strip() if column < len(cells) else ""
