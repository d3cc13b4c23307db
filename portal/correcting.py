"""``check --correct``: the partner's own file back, with what is to be changed in red."""

from __future__ import annotations

from pathlib import Path

from intake.context import Context
from intake.files import Refusal as Unread
from intake.files import take
from intake.pages import agrees, pages_of
from portal.assessing import Assessed
from portal.errors import Refusal
from reporting.correction_workbook import correction_workbook
from reporting.corrections import corrections_of
from schemas.words import Words


def write_corrections(
    file: Path, out: Path, checked: Assessed, context: Context, spoken: Words
) -> None:
    """Write the correction workbook of a checked file.

    Raises:
        Refusal: it would replace the file itself, or cannot be written there.
    """
    if out.suffix.casefold() != ".xlsx":
        raise Refusal(f"{out} is not the name of an XLSX workbook.", "Let it end with .xlsx.")
    if out.exists() and out.samefile(file):
        raise Refusal("The file itself is never overwritten.", "Give another name to --correct.")
    (read,) = checked.delivery.files
    taken = take(file)
    raw = None if isinstance(taken, Unread) else taken
    pages = pages_of(raw, read, context) if raw else []
    corrections = corrections_of(
        checked.findings,
        pages,
        spoken,
        period=context.period,
        label=read.file,
        stakes=_stakes(checked),
    )
    period = context.project.period(context.period)
    content = correction_workbook(
        raw,
        pages,
        corrections,
        period.partner_deadline,
        lambda made: agrees(made, pages, read, context),
    )
    try:
        arriving = out.with_name(f".{out.name}.arriving")
        arriving.write_bytes(content)
        arriving.replace(out)
    except OSError as error:
        raise Refusal(
            f"{out} cannot be written: {error.strerror}.", "Name a file in a folder that is there."
        ) from None


def _stakes(checked: Assessed) -> dict[tuple[str, str, int], int]:
    fate = checked.fate
    places = zip(fate["file"], fate["sheet"], fate["row"], strict=True)
    return {
        (file, sheet, int(row)): int(cents)
        for (file, sheet, row), cents in zip(places, fate["declared"], strict=True)
    }
