"""Commands of a partner: see what is wrong, hand in, get a receipt."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from portal.commands.options import (
    By,
    Json,
    Language,
    PartnerOption,
    PeriodNumber,
    PeriodOption,
    Project,
    ProjectOption,
)
from portal.errors import plainly

app = typer.Typer()


@app.command()
@plainly
def check(
    file: Annotated[Path, typer.Argument(help="An extract: CSV, XLSX, XLS or ODS.")],
    project: ProjectOption,
    partner: PartnerOption,
    period: PeriodOption,
    lang: Language = "en",
    json: Json = False,
    rows: Annotated[bool, typer.Option("--rows", help="With --json: every row as read.")] = False,
    correct: Annotated[
        Path | None,
        typer.Option("--correct", help="Write the file back here, with what to change in red."),
    ] = None,
    use: Annotated[
        Path | None, typer.Option("--use", help="Read it by this mapping (eurocent map --save).")
    ] = None,
) -> None:
    """Check one extract as a run would, and store nothing.

    --correct OUT.xlsx gives the file back with red cells, comments and a list of corrections; it
    can be changed and sent again as it is.

    Exit code 0: usable (rows may wait). 1: something blocks. 2: it cannot be read at all.
    """
    from portal.checking import check_file

    check_file(
        file,
        project,
        partner,
        period,
        lang,
        as_json=json,
        with_rows=rows,
        correct=correct,
        use=use,
    )


@app.command("map")
@plainly
def map_(
    file: Annotated[Path, typer.Argument(help="A file in the partner's own layout.")],
    project: ProjectOption,
    partner: PartnerOption,
    period: Annotated[
        int | None,
        typer.Option("--period", help="Reporting period; the first if not given.", min=1),
    ] = None,
    table: Annotated[
        str, typer.Option("--table", help="What it holds: costs, activities or participants.")
    ] = "",
    sets: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            help='Which column is which: amount_declared="Kwota", ="Wn - Ma", ="-Betrag", '
            'item_id="Dokument + #" (# is the row\'s number), comment= (not used).',
        ),
    ] = None,
    fixed: Annotated[
        list[str] | None,
        typer.Option("--fixed", help="One value for all rows: currency=PLN."),
    ] = None,
    values: Annotated[
        list[str] | None,
        typer.Option("--value", help='What a word means: cost_category:"501-01"=staff.'),
    ] = None,
    by: Annotated[str, typer.Option("--by", help="Name of the person who settles it.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Save what is sure without asking.")] = False,
    save: Annotated[
        Path | None, typer.Option("--save", help="Write the mapping to this YAML file, too.")
    ] = None,
    use: Annotated[
        Path | None, typer.Option("--use", help="Begin with a mapping that was written before.")
    ] = None,
    forget: Annotated[
        bool, typer.Option("--forget", help="Forget the mapping of this file's layout.")
    ] = False,
    lang: Language = "en",
    json: Json = False,
) -> None:
    """Settle once which column of a partner's own layout is which.

    Shows every column with samples, what it is taken for and why; asks what is not sure; then shows
    the first rows as they would be read, and the sum. The next file of that layout needs nothing.

    Exit code 0: saved, or nothing open. 1: something is missing or not sure; nothing is saved.
    """
    from portal.mapping import MapRequest, map_file

    map_file(
        MapRequest(
            file=file,
            project=project,
            partner=partner,
            period=period,
            table=table,
            sets=sets or (),
            fixed=fixed or (),
            values=values or (),
            by=by,
            yes=yes,
            save=save,
            use=use,
            forget=forget,
            json=json,
            language=lang,
        )
    )


@app.command()
@plainly
def template(
    out: Annotated[Path, typer.Argument(help="Where to write the workbook: OUT.xlsx.")],
    project: ProjectOption,
    partner: PartnerOption,
    period: PeriodOption,
    lang: Language = "en",
) -> None:
    """Write a workbook to fill in, with the partner's budget, activities and drop-downs.

    It is made for one partner and reporting period and is refused for another. What stands at OUT
    is never replaced.
    """
    from portal.templating import write_template

    write_template(project, partner, period, lang, out)


evidence = typer.Typer(
    no_args_is_help=True, help="Hand in invoices, time sheets and attendance lists as files."
)
app.add_typer(evidence, name="evidence")


@evidence.callback()
def of_evidence() -> None:
    """Hand in invoices, time sheets and attendance lists as files."""


@evidence.command("add")
@plainly
def add_evidence(
    files: Annotated[list[Path], typer.Argument(help="PDF, JPEG, PNG, TIFF, HEIC or WebP.")],
    project: ProjectOption,
    partner: PartnerOption,
    period: PeriodOption,
    map_: Annotated[
        list[Path] | None,
        typer.Option("--map", help="List with columns file and evidence_ref or item_id."),
    ] = None,
    by: Annotated[str, typer.Option("--by", help="Who hands it in; need not be said.")] = "",
    lang: Language = "en",
    json: Json = False,
) -> None:
    """Keep files of evidence and say which items have theirs, until the claim is signed off.

    A file belongs to the rows whose evidence_ref, item number or invoice number it is named after,
    or to those that a list gives it. Exit code 0: kept. 1: signed off. 2: none is evidence.
    """
    from portal.assessing import Desk
    from portal.evidence import add_evidence as add

    desk = Desk.of(project, partner, period)
    add(files, map_ or [], desk, by, lang, as_json=json)


@app.command()
@plainly
def submit(
    project: ProjectOption,
    partner: PartnerOption,
    period: PeriodOption,
    files: Annotated[
        list[Path] | None, typer.Argument(help="All files of the period: CSV, XLSX, XLS or ODS.")
    ] = None,
    nil: Annotated[
        bool, typer.Option("--nil", help="There is nothing to declare for the period.")
    ] = False,
    received_on: Annotated[
        datetime | None,
        typer.Option("--received-on", formats=["%Y-%m-%d"], help="Day it came, if not today."),
    ] = None,
    by: Annotated[str, typer.Option("--by", help="Who hands it in; need not be said.")] = "",
    receipt: Annotated[
        Path | None, typer.Option("--receipt", help="Write the receipt as PDF to this file.")
    ] = None,
    lang: Language = "en",
    json: Json = False,
) -> None:
    """Hand in all files of a period: they are kept, checked and answered with a receipt.

    They replace what was handed in before for the period. Rows that cannot be used wait and are
    named; all others are in. Exit code 0: received. 1: something blocks, and nothing was taken.
    2: wrong usage, or a file that cannot be read at all.
    """
    from portal.handing_in import submit_files
    from portal.receipts import Handing

    handing = Handing(
        project,
        partner,
        period,
        nil=nil,
        received_on=received_on.date() if received_on else None,
        by=by,
        language=lang,
    )
    submit_files(files or [], handing, receipt, as_json=json)


@app.command()
@plainly
def receipt(
    project: Project,
    period: PeriodNumber,
    partner: PartnerOption,
    out: Annotated[Path | None, typer.Argument(help="Write it as PDF to this file.")] = None,
    number: Annotated[
        int | None, typer.Option("--number", help="Which submission; the last if not given.", min=1)
    ] = None,
    json: Json = False,
) -> None:
    """Show the receipt of a submission again, word for word, or print it as PDF."""
    from portal.assessing import Desk
    from portal.handing_in import show_stored_receipt

    show_stored_receipt(Desk.of(project, partner, period), number, out, as_json=json)


@app.command()
@plainly
def withdraw(
    project: Project,
    period: PeriodNumber,
    partner: PartnerOption,
    by: By,
    why: Annotated[str, typer.Option("--why", help="The reason, in a sentence.")],
) -> None:
    """Take back what was handed in, as long as no run has used it."""
    from portal.assessing import Desk
    from portal.handing_in import withdraw_submission

    withdraw_submission(Desk.of(project, partner, period), by, why)
