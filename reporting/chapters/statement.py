"""Financial statement: by cost category for the project and for each partner."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reporting.charts import SpendingChart, SpendingWords, spending_chart
from reporting.scribe import Scribe
from reporting.tables import Cell, Column, Row, Section, Table, row
from reporting.typography import NOTHING
from reporting.vocabulary import FLAT_RATE_BASE
from schemas.budget_progress import Progress
from schemas.claim import CategoryClaim, PartnerClaim
from schemas.words import N_


@dataclass(frozen=True)
class Statement:
    """The chapter: sections, and the spending chart of the whole project."""

    lead: str
    sections: tuple[Section, ...]
    chart: SpendingChart | None = None


@dataclass(frozen=True)
class _Sums(Progress):
    """The figures of one line of a statement, in EUR cents."""

    declared: int


def verdict(scribe: Scribe, declared: int, eligible: int) -> str:
    """The result of a claim or partner report in one sentence."""
    if not declared:
        return scribe(N_("Nothing was declared in this period."))
    return scribe(
        N_("{eligible} of {declared} declared is eligible."),
        eligible=scribe.money(eligible),
        declared=scribe.money(declared),
    )


def project_statement(scribe: Scribe) -> Statement:
    """The chapter of the project report."""
    totals = scribe.claim.totals
    sections = [
        Section(scribe(N_("The project by cost category")), (_project_table(scribe),)),
        Section(scribe(N_("The partners")), (_partners_table(scribe),), anchor="partners"),
    ]
    sections += [partner_section(scribe, partner) for partner in scribe.partners]
    return Statement(
        verdict(scribe, totals.declared, totals.eligible), tuple(sections), _chart(scribe)
    )


def partner_statement(scribe: Scribe, partner: PartnerClaim) -> Statement:
    """The chapter of a partner report."""
    table = _table(
        scribe,
        scribe(N_("EUR; declared and eligible are of this period")),
        _partner_rows(scribe, partner),
    )
    section = Section(scribe(N_("By cost category")), (table,))
    return Statement(verdict(scribe, partner.declared, partner.eligible), (section,))


def partner_section(scribe: Scribe, partner: PartnerClaim) -> Section:
    """The statement of one partner within the project report."""
    name = f"{scribe.text(partner.partner, 20)} · {scribe.text(partner.name, 80)}"
    if not partner.delivered:
        lead = scribe(N_("No delivery for this period; late items go into the next one."))
    else:
        lead = verdict(scribe, partner.declared, partner.eligible)
    table = _table(
        scribe,
        scribe(
            N_("{partner}, EUR; declared and eligible are of this period"), partner=partner.partner
        ),
        _partner_rows(scribe, partner),
    )
    return Section(name, (table,), lead, anchor=f"partner-{anchor(partner.partner)}")


def anchor(name: str) -> str:
    """An id for a name: letters, digits, dots and dashes stay as the project file allows them."""
    return "".join(letter if letter.isalnum() or letter in "-." else "_" for letter in name)


def _table(scribe: Scribe, caption: str, rows: list[Row]) -> Table:
    return Table(
        caption,
        (
            Column(scribe(N_("Cost category"))),
            Column(scribe(N_("Budget")), "figure", 19),
            Column(scribe(N_("Earlier claims")), "figure", 20, apart=True),
            Column(scribe(N_("Declared")), "figure", 19),
            Column(scribe(N_("Eligible")), "figure", 19),
            Column(scribe(N_("Cumulative")), "figure", 21, apart=True),
            Column(scribe(N_("Remaining")), "figure", 19),
            Column(scribe(N_("Used, %")), "figure", 13),
        ),
        tuple(rows),
    )


def _project_table(scribe: Scribe) -> Table:
    codes = [category.code for category in scribe.setting.family.categories]
    by_code: dict[str, list[CategoryClaim]] = {}
    for partner in scribe.partners:
        for category in partner.categories:
            by_code.setdefault(category.category, []).append(category)
    ordered = [code for code in codes if code in by_code]
    ordered += [code for code in by_code if code not in codes]
    rows = [_line(scribe, Cell(scribe.category(code)), _add(by_code[code])) for code in ordered]
    loose = [_loose(partner) for partner in scribe.partners]
    if any(any((sums.previous, sums.eligible)) for sums in loose):
        rows.append(_line(scribe, Cell(scribe(_LOOSE)), _add(loose)))
    whole = _add(_whole(partner) for partner in scribe.partners)
    rows.append(_line(scribe, Cell(scribe(N_("Project"))), whole, total=True))
    return _table(
        scribe, scribe(N_("All partners, EUR; declared and eligible are of this period")), rows
    )


_LOOSE = N_("Revenue and limits of the whole budget")
"""The line of what is taken off above the cost categories."""


def _partner_rows(scribe: Scribe, partner: PartnerClaim) -> list[Row]:
    rows = [
        _line(scribe, _titled(scribe, category), _add([category]))
        for category in partner.categories
    ]
    loose = _loose(partner)
    if loose.previous or loose.eligible:
        rows.append(_line(scribe, Cell(scribe(_LOOSE)), loose))
    name = scribe.text(partner.partner, 20)
    rows.append(_line(scribe, Cell(name), _whole(partner), total=True))
    return rows


def _titled(scribe: Scribe, category: CategoryClaim) -> Cell:
    note = ""
    if category.flat_rate:
        base = scribe.term(FLAT_RATE_BASE, category.flat_rate_of)
        note = scribe(N_("{rate} of {base}"), rate=scribe.rate(category.flat_rate), base=base)
    return Cell(scribe.category(category.category), note=note)


def _line(scribe: Scribe, title: Cell, sums: _Sums, *, total: bool = False) -> Row:
    over = sums.budget > 0 and sums.cumulative > sums.budget
    return row(
        title,
        scribe.amount_or_dash(sums.budget),
        scribe.amount_or_dash(sums.previous),
        scribe.amount_or_dash(sums.declared),
        Cell(
            scribe.amount_or_dash(sums.eligible)
            if not sums.declared
            else scribe.amount(sums.eligible),
            strong=True,
        ),
        scribe.amount_or_dash(sums.cumulative),
        Cell(scribe.amount(sums.remaining), strong=over)
        if sums.budget or sums.cumulative
        else NOTHING,
        scribe.share(sums.cumulative, sums.budget),
        kind="total" if total else "",
    )


def _add(lines: Iterable[CategoryClaim | _Sums]) -> _Sums:
    held = list(lines)
    return _Sums(
        budget=sum(line.budget for line in held),
        previous=sum(line.previous for line in held),
        eligible=sum(line.eligible for line in held),
        declared=sum(line.declared for line in held),
    )


def _whole(partner: PartnerClaim) -> _Sums:
    """A partner's own totals, as the claim states them."""
    return _Sums(
        budget=sum(category.budget for category in partner.categories),
        previous=partner.cumulative_eligible - partner.eligible,
        eligible=partner.eligible,
        declared=partner.declared,
    )


def _loose(partner: PartnerClaim) -> _Sums:
    """What a partner's totals hold beyond its categories: revenue, limits of the whole budget."""
    whole, categories = _whole(partner), _add(partner.categories)
    return _Sums(
        budget=0,
        previous=whole.previous - categories.previous,
        eligible=whole.eligible - categories.eligible,
        declared=0,
    )


def _partners_table(scribe: Scribe) -> Table:
    totals = scribe.claim.totals
    rows = [
        row(
            Cell(
                scribe.text(partner.partner, 20),
                note=state(scribe, partner)[1],
                shape=state(scribe, partner)[0],
                link=f"partner-{anchor(partner.partner)}",
            ),
            scribe.amount_or_dash(partner.declared),
            Cell(scribe.amount_or_dash(partner.eligible), strong=True),
            scribe.amount_or_dash(partner.fund),
            scribe.amount_or_dash(partner.own),
            scribe.amount_or_dash(partner.cumulative_eligible),
            scribe.amount_or_dash(partner.cumulative_fund),
        )
        for partner in scribe.partners
    ]
    rows.append(
        row(
            scribe(N_("Project")),
            *(
                scribe.amount(cents)
                for cents in (
                    totals.declared,
                    totals.eligible,
                    totals.fund,
                    totals.own,
                    totals.cumulative_eligible,
                    totals.cumulative_fund,
                )
            ),
            kind="total",
        )
    )
    return Table(
        scribe(N_("This period and cumulative by partner, EUR")),
        (
            Column(scribe(N_("Partner"))),
            Column(scribe(N_("Declared")), "figure", 21),
            Column(scribe(N_("Eligible")), "figure", 21),
            Column(scribe(N_("EU share")), "figure", 21),
            Column(scribe(N_("Own contribution")), "figure", 22),
            Column(scribe(N_("Eligible, cumulative")), "figure", 25, apart=True),
            Column(scribe(N_("EU share, cumulative")), "figure", 23),
        ),
        tuple(rows),
    )


def state(scribe: Scribe, partner: PartnerClaim) -> tuple[str, str]:
    """Shape and words for where a partner's delivery stands."""
    if not partner.delivered:
        return "attention", scribe(N_("not delivered"))
    if partner in scribe.uncertified:
        return "cut", scribe(N_("not certified"))
    if partner.certified:
        return "accepted", scribe(N_("certified"))
    return "accepted", scribe(N_("delivered"))


def _chart(scribe: Scribe) -> SpendingChart:
    claim, project = scribe.claim, scribe.setting.project
    totals = claim.totals
    budget = sum(partner.budget_total for partner in project.partners)
    period = project.period(claim.period)
    before = totals.cumulative_eligible - totals.eligible
    spent = [(period.end, totals.cumulative_eligible, scribe.amount(totals.cumulative_eligible))]
    earlier = [entry for entry in project.periods if entry.number < claim.period]
    if earlier:
        last = max(earlier, key=lambda entry: entry.end)
        spent.insert(0, (last.end, before, scribe.amount(before)))
    budget_text = scribe(N_("Budget {amount}"), amount=scribe.amount(budget))
    wording = SpendingWords(
        scribe(N_("Cumulative eligible expenditure against the budget")),
        scribe(
            N_("{spent} of {budget} is eligible so far, {share} % of the budget."),
            spent=scribe.money(totals.cumulative_eligible),
            budget=scribe.money(budget),
            share=scribe.share(totals.cumulative_eligible, budget),
        ),
        budget_text,
        scribe(N_("even pace")),
    )
    ends = [
        (entry.end, scribe(N_("Period {number}"), number=entry.number))
        for entry in sorted(project.periods, key=lambda entry: entry.end)
    ]
    return spending_chart(wording, budget, spent, project.start, ends)
