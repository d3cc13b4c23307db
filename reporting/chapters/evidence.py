"""What the figures rest on: reconciliation, assumptions, files, digests and versions."""

from __future__ import annotations

from dataclasses import dataclass

from reporting.scribe import Scribe
from reporting.tables import Cell, Column, Row, Section, Table, row
from reporting.typography import NOTHING
from schemas.claim import ReconciliationLine
from schemas.words import N_


@dataclass(frozen=True)
class Evidence:
    """A chapter of tables, with a list of sentences before them where there is one."""

    lead: str
    sections: tuple[Section, ...]
    sentences: tuple[str, ...] = ()


def reconciliation(scribe: Scribe) -> Evidence:
    """Every pair of sums that must agree."""
    lines = scribe.claim.reconciliation
    wrong = [line for line in lines if line.difference]
    if wrong:
        lead = scribe.plural(
            "{count} sum does not agree; this report must not be signed.",
            "{count} sums do not agree; this report must not be signed.",
            len(wrong),
        )
    else:
        lead = scribe(N_("All sums agree to the cent: difference 0.00."))
    table = Table(
        scribe(N_("Sums worked out twice, EUR")),
        (
            Column(scribe(N_("Check"))),
            Column(scribe(N_("One way")), "figure", 27),
            Column(scribe(N_("The other way")), "figure", 27),
            Column(scribe(N_("Difference")), "figure", 25, apart=True),
        ),
        tuple(_line(scribe, line) for line in lines),
    )
    return Evidence(lead, (Section(scribe(N_("Sums")), (table,)),) if lines else ())


def _line(scribe: Scribe, line: ReconciliationLine) -> Row:
    return row(
        _check_text(scribe, line.check),
        scribe.amount(line.left),
        scribe.amount(line.right),
        Cell(
            scribe.amount(line.difference),
            shape="attention" if line.difference else "agrees",
            strong=bool(line.difference),
        ),
    )


def _check_text(scribe: Scribe, check: str) -> str:
    """A check in the reader's language; the claim names it in English, with the partner's id."""
    for partner in scribe.partners:
        pattern = check.replace(f"{partner.partner}:", "{partner}:")
        if pattern != check and scribe.words(pattern) != pattern:
            return scribe(pattern, partner=partner.partner)
    return scribe.text(scribe.words(check), 200)


def assumptions(scribe: Scribe) -> Evidence:
    """What is to be confirmed: assumptions of the project file, values below confidence H."""
    unsure = [use for use in scribe.claim.parameters if use.confidence != "H"]
    derived = [rate for rate in scribe.claim.rates if rate.source.startswith("derived")]
    sentences = [scribe.text(text, 500) for text in scribe.claim.assumptions]
    if derived:
        sentences.append(
            scribe.plural(
                "{count} exchange rate is derived from quotations of the European Central Bank.",
                "{count} exchange rates are derived from quotations of the European Central Bank.",
                len(derived),
            )
        )
    count = len(sentences) + len(unsure)
    if not count:
        lead = scribe(N_("Nothing is left to be confirmed."))
    else:
        lead = scribe.plural(
            "{count} point is to be confirmed.", "{count} points are to be confirmed.", count
        )
    table = Table(
        scribe(N_("Values not read in the legal text itself")),
        (
            Column(scribe(N_("Value")), width=57),
            Column(scribe(N_("Set to")), width=34),
            Column(scribe(N_("Reference"))),
            Column(scribe(N_("Confidence")), width=20),
        ),
        tuple(
            row(
                scribe.text(use.key, 80),
                Cell(scribe.text(use.value, 60), strong=True),
                scribe.basis(use.reference),
                scribe.text(use.confidence, 4),
            )
            for use in unsure
        ),
    )
    section = Section(scribe(N_("Values to be confirmed")), (table,))
    return Evidence(lead, (section,) if unsure else (), tuple(sentences))


def provenance(scribe: Scribe) -> Evidence:
    """Files and digests behind the claim."""
    origin = scribe.claim.provenance
    inputs = origin.inputs
    lead = scribe.plural(
        "The figures come from {count} file; its digest proves that it did not change.",
        "The figures come from {count} files; their digests prove that they did not change.",
        len(inputs),
    )
    files = Table(
        scribe(N_("Files, with their SHA-256 digests")),
        (
            Column(scribe(N_("File and digest"))),
            Column(scribe(N_("Partner")), width=26),
            Column(scribe(N_("Received")), "day", 24),
            Column(scribe(N_("Rows")), "figure", 13),
            Column(scribe(N_("Sum declared")), "figure", 32),
        ),
        tuple(
            row(
                Cell(scribe.text(entry.file, 80), note=scribe.text(entry.sha256, 64)),
                scribe.text(entry.partner, 20),
                scribe.value(entry.received_at[:10]) or NOTHING,
                scribe.count(entry.rows),
                _sums(scribe, entry.sum_declared),
            )
            for entry in inputs
        ),
    )
    made_of = [
        (N_("Fingerprint of this claim"), origin.fingerprint),
        (N_("Rules and parameters"), origin.rules_sha256),
        (N_("Project file"), origin.project_sha256),
        (N_("Exchange rates"), origin.rates_sha256),
        *((N_("Earlier claim"), digest) for digest in origin.previous),
        (N_("Software"), origin.software),
    ]
    libraries = ", ".join(
        f"{scribe.text(name, 40)} {scribe.text(version, 20)}"
        for name, version in sorted(origin.libraries.items())
    )
    rows = [row(scribe.words(label), scribe.text(value, 64)) for label, value in made_of if value]
    if libraries:
        rows.append(row(scribe(N_("Libraries")), libraries))
    made = Table(
        scribe(N_("What the claim was made of")),
        (Column(scribe(N_("Part")), width=46), Column(scribe(N_("Digest or version")), "code")),
        tuple(rows),
    )
    sections = [Section(scribe(N_("What it was made of")), (made,))]
    if inputs:
        sections.insert(0, Section(scribe(N_("Files")), (files,)))
    return Evidence(lead, tuple(sections), kept_by_partners(scribe))


def kept_by_partners(scribe: Scribe) -> tuple[str, ...]:
    """One sentence where no paper is kept here although items were declared."""
    if scribe.claim.evidence.partners or not scribe.claim.items:
        return ()
    return (scribe(N_("The evidence behind the items is kept by the partners, not here.")),)


def _sums(scribe: Scribe, sums: dict[str, int]) -> Cell:
    """The sums of a file, one line a currency."""
    texts = [scribe.money(cents, currency) for currency, cents in sorted(sums.items())]
    return Cell(texts[0] if texts else NOTHING, note=", ".join(texts[1:]))
