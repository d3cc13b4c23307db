"""The columns of a sheet by a remembered mapping, and what is to be said about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rapidfuzz import fuzz, process, utils

from intake.context import Place
from intake.grids import Grid
from intake.layout import Layout, is_forbidden, width_of
from intake.own_layout import Match
from intake.vocabulary import READABLE, preferred_heading
from schemas.findings import Finding

_ALIKE = 70.0
"""Headings that have this much in common (of 100) may be the same column under a new name."""


def lay_out_mapped(grid: Grid, match: Match, place: Place, languages: Iterable[str]) -> Layout:
    """Name the columns of a sheet as its partner once did.

    Args:
        grid: the sheet.
        match: the mapping and where its columns are now.
        place: for the findings.
        languages: the partner's, for suggestions.
    """
    mapping = match.mapping
    row = grid.rows[match.start]
    width = width_of(grid, match.start, match.positions.values())
    layout = Layout(READABLE[mapping.table], match.start, width, match=match)
    for name, source in mapping.columns.items():
        layout.headings[name] = name if source.fixed else source.written()
        if source.headings and match.has(source.labels):
            layout.columns[name] = match.index(source.headings[0])
    layout.findings.append(_used(match, place))
    layout.findings.extend(_changed(match, place))
    forbidden = (cell.strip() for cell in row if is_forbidden(mapping.table, cell.strip()))
    layout.findings.extend(place.finding("COL-04", found=heading) for heading in forbidden)
    for name in mapping.missing:
        expected = preferred_heading(mapping.table, name, languages)
        layout.findings.append(place.finding("COL-01", column=name, expected=expected))
    return layout


def _used(match: Match, place: Place) -> Finding:
    mapping = match.mapping
    words = {"by": mapping.saved_by, "on": mapping.saved_on, "digest": mapping.digest[:12]}
    code = "MAP-01" if mapping.saved_by and mapping.saved_on else "MAP-01-FILE"
    return place.finding(code, found=mapping.digest, words=words)


def _changed(match: Match, place: Place) -> Iterator[Finding]:
    """What is not as it was when the mapping was settled."""
    if match.moved:
        yield place.finding("MAP-02-MOVED", found=_listed(match.moved))
    if match.added:
        yield place.finding("MAP-02-ADDED", found=_listed(match.added))
    for label in match.gone:
        names = [name for name, s in match.mapping.columns.items() if label in s.labels]
        needed = [name for name in names if name in match.mapping.contract.required]
        code = "MAP-03" if needed else "MAP-03-OPTIONAL"
        alike = process.extractOne(
            label, match.added, scorer=fuzz.WRatio, processor=utils.default_process,
            score_cutoff=_ALIKE,
        )  # fmt: skip
        yield place.finding(
            f"{code}-ALIKE" if alike else code,
            column=(needed or names)[0],
            found=label,
            expected=alike[0] if alike else "",
            words={"columns": ", ".join(names)},
        )


def _listed(labels: Iterable[str]) -> str:
    return ", ".join(f'"{label}"' for label in labels)
