"""All extracts of a project, from its plan to the files of its folder.

The folder holds ``<period>/<partner>/`` as an inbox does, and a README that says what is in it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from data.synthetic.documents import TABLES, files_of, sheets
from data.synthetic.events import activities, attendance, deliverables
from data.synthetic.items import list_of_expenditure
from data.synthetic.papers import FOLDER, papers
from data.synthetic.plan import PLANS, Book, Row, load
from data.synthetic.proof import Reports, prove
from data.synthetic.readme import readme
from data.synthetic.report import Report
from data.synthetic.targets import accepted_targets

PROJECT_IDS = tuple(sorted(path.stem for path in PLANS.glob("*.yaml")))


def reports_of(book: Book) -> Reports:
    """Make the lists of expenditure of all partners and periods."""
    targets = accepted_targets(book)
    return {
        (name, period.number): list_of_expenditure(
            Report(book, book.project.as_of(period.number).partner(name), period), targets
        )
        for name in book.plan.partners
        for period in book.periods
    }


def make(project: str) -> dict[str, bytes]:
    """Make every file of a project's extracts folder: bytes by path within it.

    Raises:
        PlanError: the plan does not add up to the published totals.
    """
    book = load(project)
    reports = reports_of(book)
    reckoning = prove(book, reports)
    made = {"README.md": readme(book, reports, reckoning).encode()}
    for partner in book.project.partners:
        layout = book.plan.partners[partner.id].layout
        tables: dict[int, dict[str, list[Row]]] = {
            period.number: {
                "costs": [item.row for item in reports[partner.id, period.number]],
                "activities": [
                    *activities(Report(book, partner, period)),
                    *deliverables(Report(book, partner, period)),
                ],
                "participants": attendance(Report(book, partner, period)),
            }
            for period in book.periods
        }
        all_rows = {
            table.name: [row for report in tables.values() for row in report[table.name]]
            for table in TABLES
        }
        for number, report in tables.items():
            name = f"{book.project.acronym}_{partner.id}_{number}".replace(" ", "-")
            documents = files_of(name, sheets(report, all_rows, layout), layout)
            made |= {f"{number}/{partner.id}/{file}": data for file, data in documents.items()}
    for plan in book.plan.papers:
        period = book.project.period(plan.period)
        of_partner = Report(book, book.project.partner(plan.partner), period)
        folder = f"{plan.period}/{plan.partner}/{FOLDER}"
        found = papers(of_partner, reports[plan.partner, plan.period], plan)
        made |= {f"{folder}/{file}": data for file, data in found.items()}
    return made


def write(made: dict[str, bytes], folder: Path) -> None:
    """Write the files, and remove what an earlier plan left behind."""
    for old in _present(folder):
        if old not in made:
            (folder / old).unlink()
    for name, data in made.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def differences(made: dict[str, bytes], folder: Path) -> Iterator[str]:
    """Say which files of the folder are not what the plan makes, one line each."""
    present = set(_present(folder))
    for name in sorted(present | set(made)):
        if name not in present:
            yield f"{name} is missing"
        elif name not in made:
            yield f"{name} is none of the plan's"
        elif not _same((folder / name).read_bytes(), made[name]):
            yield f"{name} differs"


def _present(folder: Path) -> list[str]:
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )


def _same(one: bytes, other: bytes) -> bool:
    """Whether two files are the same; of workbooks the contents count, not how they are packed.

    Another version of the compressing library packs the same contents into other bytes.
    """
    if one == other:
        return True
    packed = one.startswith(b"PK") and other.startswith(b"PK")
    return packed and _unpacked(one) == _unpacked(other)


def _unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
