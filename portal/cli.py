"""The command line: ``eurocent --help`` teaches, every command imports what it needs, late."""

from __future__ import annotations

import gc
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from portal.errors import plainly
from schemas.words import LANGUAGES

app = typer.Typer(
    name="eurocent",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    help="From partners' spreadsheets to a compliance report in which every cent can be followed "
    "to its row, its file and its article of law.",
    epilog="Start with [bold]eurocent demo[/bold]: it makes the reports of the reference projects.",
)

Project = Annotated[
    str, typer.Argument(help="Id of a reference project, or the path of a project.yaml.")
]
PeriodNumber = Annotated[int, typer.Argument(help="Number of the reporting period.", min=1)]
ProjectOption = Annotated[
    str, typer.Option("--project", help="Id of a project, or the path of a project.yaml.")
]
PartnerOption = Annotated[str, typer.Option("--partner", help="Id of the partner.")]
PeriodOption = Annotated[int, typer.Option("--period", help="Reporting period.", min=1)]
Language = Annotated[
    str, typer.Option("--lang", help=f"Language of the words: {', '.join(LANGUAGES)}.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, and nothing else.")]
Out = Annotated[Path, typer.Option("--out", help="Folder for the reports.")]
By = Annotated[str, typer.Option("--by", help="Name of the person who decides.")]
Day = Annotated[
    datetime | None, typer.Option("--submitted-on", formats=["%Y-%m-%d"], help="Day of submission.")
]


@app.command()
@plainly
def demo(
    project: Annotated[str, typer.Option("--project", help="Only this reference project.")] = "",
    out: Out = Path("out"),
    lang: Language = "en",
) -> None:
    """Make all reports of the reference projects from synthetic extracts.

    Every period that has extracts runs the whole way: they are read, checked and held against the
    law, controllers' certificates are applied, the claim is signed off as "Demo (synthetic)", and
    the project report and partner reports are printed.
    """
    from portal.running import run_demo

    run_demo(project, out, lang)


@app.command()
@plainly
def run(
    project: Project,
    period: PeriodNumber,
    inbox: Annotated[
        Path | None, typer.Option("--inbox", help="Folder with one folder of extracts a partner.")
    ] = None,
    out: Out = Path("out"),
    submitted_on: Day = None,
    lang: Language = "en",
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Make no reports and record nothing."),
    ] = False,
    json: Json = False,
) -> None:
    """Make the claim and the reports of one reporting period.

    Exit code 0: done, findings that reject, cut or warn included. 1: a finding blocks a partner's
    delivery; the claim is still made, and that partner counts as missing. 2: wrong usage.
    """
    from portal.running import run_period
    from schemas.run import RunRequest

    request = RunRequest(
        project=project,
        period=period,
        inbox=inbox,
        out=out,
        submitted_on=submitted_on.date() if submitted_on else None,
        language=lang,
        dry_run=dry_run,
    )
    run_period(request, as_json=json)


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


@app.command()
@plainly
def certify(
    project: Project,
    period: PeriodNumber,
    partner: PartnerOption,
    by: By,
    file: Annotated[
        Path | None, typer.Argument(help="List of changed items: CSV, XLSX, XLS or ODS.")
    ] = None,
) -> None:
    """Record the controller's result for a partner report.

    FILE lists the items that are not as declared, with what is deducted or parked and why; it is
    used as a whole or refused with every row named (exit code 1; 2: it cannot be read). Without
    it, the project file's certificate counts; where it has none, all items are certified as
    declared.
    """
    from portal.signing import certify_report

    certify_report(project, period, partner, by, file)


@app.command()
@plainly
def approve(project: Project, period: PeriodNumber, by: By) -> None:
    """Sign the claim of a period off: it is frozen and counts for the periods after it."""
    from portal.signing import approve_claim

    approve_claim(project, period, by)


@app.command()
@plainly
def status(
    project: Project,
    period: Annotated[int | None, typer.Argument(help="Only this reporting period.", min=1)] = None,
    json: Json = False,
) -> None:
    """Say who has delivered, what is missing, and where each claim stands."""
    from portal.overview import show_status

    show_status(project, period, as_json=json)


@app.command()
@plainly
def rules(
    rule: Annotated[str, typer.Argument(help="One rule, such as R-VAT-01.")] = "",
    on: Annotated[
        datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="Values of this day.")
    ] = None,
    lang: Language = "en",
    json: Json = False,
) -> None:
    """List the rules, or explain one with its legal basis and the values of a day."""
    from portal.catalogue import show_rules

    show_rules(rule, on.date() if on else None, lang, as_json=json)


@app.command()
@plainly
def retention(
    project: Annotated[
        str, typer.Argument(help="Only this project: its id, or the path of a project.yaml.")
    ] = "",
    json: Json = False,
) -> None:
    """Say which lists of participants are kept until when, and what was erased."""
    from portal.erasing import show_retention

    show_retention(project, as_json=json)


@app.command()
@plainly
def erase(
    project: Project,
    by: By,
    participant: Annotated[
        str,
        typer.Option(
            "--participant", help="Key of the person as in the list (e-mail); - to be asked for it."
        ),
    ] = "",
    due: Annotated[
        bool, typer.Option("--due", help="All lists whose day of retention has passed.")
    ] = False,
    why: Annotated[str, typer.Option("--why", help="Why, without the person's name.")] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be erased, and change nothing.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask again.")] = False,
) -> None:
    """Erase one participant, or the lists whose time has come; every total stays.

    A random token takes the place of each person, so that claims, indicators and sealed reports
    stay true, and nobody can be found any more. It cannot be taken back.
    """
    from portal.erasing import Request, erase_participants
    from portal.errors import Refusal

    if bool(participant) == due:
        raise Refusal("Say what is to be erased.", "Name --participant KEY, or --due.")
    erase_participants(Request(project, participant, by, why, dry_run, sure=yes))


@app.command()
@plainly
def doctor() -> None:
    """Look whether everything that Eurocent needs is here and works."""
    from portal.overview import examine

    examine()


@app.command()
@plainly
def schedule(
    project: Annotated[
        str, typer.Argument(help="Id or project.yaml; without one, the calendar is shown.")
    ] = "",
    inbox: Annotated[
        Path | None,
        typer.Option(
            "--inbox", help="Drop folder with one folder a partner, looked into by itself."
        ),
    ] = None,
    out: Out = Path("out"),
    lang: Language = "en",
    off: Annotated[bool, typer.Option("--off", help="Take the project off the calendar.")] = False,
) -> None:
    """Let a project run by its own calendar: collection every night, reports after the deadline.

    The days are those of its periods. An office that is open (eurocent serve) learns of it at once.
    """
    from portal.office import schedule_project, show_calendar

    if project:
        schedule_project(project, inbox, out, lang, off=off)
    else:
        show_calendar()


@app.command()
@plainly
def serve(
    port: Annotated[int, typer.Option("--port", help="Port on this machine.", min=1)] = 4200,
    workers: Annotated[int, typer.Option("--runs", help="Runs at a time.", min=1)] = 2,
) -> None:
    """Open the office on this machine: schedules, drop folders and reports, until you end it.

    Everything it knows survives a restart. It listens on this machine only.
    """
    from portal.office import serve_office

    serve_office(port, workers)


@app.command()
@plainly
def worker(
    name: Annotated[str, typer.Option("--name", help="Name of this worker.")] = "",
    workers: Annotated[int, typer.Option("--runs", help="Runs at a time.", min=1)] = 1,
) -> None:
    """Help an office that is open here or on another machine (EUROCENT_ORCHESTRATOR_URL)."""
    from portal.office import work_for_office

    work_for_office(name, workers)


def main() -> None:
    """Entry point of the command ``eurocent``."""
    if sys.argv[1:2] == ["check"]:
        # A check ends in seconds and makes no cycles worth collecting; looking for them over and
        # over took a tenth of its time.
        gc.disable()
    app()
