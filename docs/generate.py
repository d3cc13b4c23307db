# ruff: noqa: INP001  (a script beside the pages that it writes, not a package)
"""Write the pages that repeat what the code and the law files already say.

``python docs/generate.py`` writes them, ``--check`` only says which are no longer current. The
pages hold no clock and no order of chance: the same code gives the same bytes.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from intake.law import load_law
from intake.vocabulary import TABLES
from rules.assess import ASSESSED
from schemas.columns import Table
from schemas.findings import Kind, Severity, kinds
from schemas.law import DatedValue, Law, Parameter, Reference, Rule, Value
from schemas.participants import FORBIDDEN_COLUMNS

DOCS = Path(__file__).resolve().parent

LANGUAGES = {
    "en": "English",
    "de": "German",
    "pl": "Polish",
    "cs": "Czech",
    "sk": "Slovak",
    "hu": "Hungarian",
    "sl": "Slovenian",
    "it": "Italian",
    "et": "Estonian",
}

EFFECTS = {
    Severity.BLOCKING: "the file cannot be used; until it comes anew the partner counts as missing",
    Severity.REJECT: "the item counts 0.00, or the row waits until it is corrected",
    Severity.CUT: "the amount is reduced to the limit",
    Severity.PARK: "the item is held until an open question is cleared",
    Severity.WARN: "no amount changes; somebody should look",
    Severity.INFO: "no amount changes; worth knowing",
}

CHAPTERS = {
    "FILE": "Files and sheets",
    "COL": "Headings",
    "CELL": "Cells",
    "ROW": "Rows",
    "DEL": "Deliveries",
    "CUR": "Currencies",
    "PER": "Periods and payments",
    "INEL": "Never eligible",
    "VAT": "VAT",
    "DUP": "Duplicates and split invoices",
    "CRN": "Credit notes",
    "CTR": "Control",
    "STF": "Staff",
    "OVH": "Office and overheads",
    "TRV": "Travel",
    "FLT": "Flat rate for all other costs",
    "BUD": "Budget",
    "RAT": "Co-financing rates and ceilings",
}
"""Chapters of the findings, by the first part of the code; a new part makes its own at the end."""

COLUMNS = """\
One row per {grain}. In a workbook that holds several tables its sheet is named `{sheet}`. The
order of the columns is free. A column marked \N{BLACK CIRCLE} must be there, and every row needs a
value in it."""

IN_FRAMES = """\
In typed frames an amount is whole cents (`_cents` at the end of its name); prices, quantities and
shares are whole millionths (`_micro`)."""

HEADINGS = """\
Besides the name in the first column. Case, accents, spaces and punctuation do not matter; umlauts
may be written ae, oe, ue."""

FORBIDDEN = """\
A file with such a column is refused, and nothing of it is stored
([COL-04](../findings.md#col-04))."""

FINDINGS = """\
What Eurocent can say about a file, a row or a claim: {count} kinds. Codes never change their
meaning. A third part marks a variant with its own sentence. Words in *italics* stand for the values
of the case."""

PARAMETERS = """\
{count} quantities that the law or a contract sets. A value holds from its day on, until the next
one of its rule set begins. A project file may set another value under `parameters`, with a
reference of its own."""

RULES = """\
All {count} rules that a machine can check, each on a page of its own with its articles, dated
values and worked examples; this version assesses {assessed} of them. A rule whose input nobody
delivered stands in a report as "not assessed" with [its input](inputs.md), never as passed."""

INPUTS = """\
What each rule looks at, and who says it. Where an input marked \N{BLACK CIRCLE} is missing
although the claim holds what the rule is about, the report lists the rule as "not assessed" and
names the input; where the page of the rule joins two by "or", one is enough. A flag or gift that
nobody marked says that there is none, and a register stated as empty (`aid: []`) is one."""

SOURCES = {
    "costs": "partner's list of expenditure, from its ledger, invoices and bank statements",
    "activities": "partner's list of activities",
    "participants": "partner's attendance lists",
    "aid": "de minimis register and the undertakings' declarations",
    "certificates": "controller's result",
    "contracts": "procurement files of the partners",
    "deliverables": "service contract",
    "lump_sums": "approved application, subsidy contract",
    "partners": "approved application, partnership agreement, subsidy contract",
    "payments": "payment notices of the authority",
    "periods": "subsidy contract or grant agreement",
    "programme": "subsidy contract or grant agreement",
    "project": "subsidy contract or grant agreement",
    "rates": "exchange rates that the authority published",
    "receipts": "accounts of the partners",
    "reports": "receipt of the submission, or the day stated for the run",
    "staff": "employment documents of the partner",
    "unit_costs": "approved application, subsidy contract",
    "vat_declarations": "VAT declaration of the partner for the period",
}
"""Who says what an input holds, by its table or the first key of the project file."""

CONCERNS = {
    "always": "",
    "costs": "there are items",
    "purchases": "something was bought",
    "staff": "staff is charged as real cost",
    "hourly_staff": "staff is charged by the hour",
    "fixed_share_staff": "staff is charged by a fixed share",
    "travel": "there is travel and accommodation",
    "expertise": "there is external expertise",
    "split_invoices": "an invoice is charged in part",
    "unit_costs": "there are unit costs",
    "lump_sums": "there are lump sums",
    "activity_costs": "items name an activity",
    "events": "events took place",
    "public_activities": "events or publications took place",
    "final_period": "the period is final",
    "aid": "there is de minimis aid",
    "co_financing": "the EU pays a share, not a price",
    "contracts": "there are contracts",
    "control": "control is required",
    "damages": "the contract applies damages",
    "recoverable_vat": "a partner that recovers VAT bought something",
}
"""When a need matters, as readers say it; the names are those of the rule files."""

CONFIDENCE = """\
Confidence says how sure a value or basis is: **H** read in the legal text or on an authoritative
public page; **H\\*** well-established law, not read again for this file; **M** standard practice or
a model agreement, the clause of a contract may differ; **L** plausible, to be confirmed with the
programme. Everything but H is printed in reports as "to be confirmed"."""


def pages() -> dict[str, str]:
    """All generated pages: path below ``docs`` to text."""
    law = load_law()
    written = {
        "findings.md": _findings_page(kinds()),
        "inputs.md": _inputs_page(law),
        "parameters.md": _parameters_page(law),
        "rules.md": _rules_page(law),
    }
    written |= {f"columns/{name}.md": _columns_page(t, law) for name, t in TABLES.items()}
    return written | {
        f"rules/{rule}.md": _rule_page(law.rules[rule], law, kinds()) for rule in law.rules
    }


def _columns_page(table: Table, law: Law) -> str:
    headings = _vocabulary("headings.yaml")
    parts = [
        _title(f"Columns of {table.name}", "schemas"),
        COLUMNS.format(grain=table.grain, sheet=table.sheet),
        _table(
            ("Column", "Must", "Meaning", "Unit"),
            (
                (_code(c.extract), "\N{BLACK CIRCLE}" if c.required else "", c.meaning, c.unit)
                for c in table.columns
            ),
        ),
        IN_FRAMES,
        "## Headings that are recognised",
        HEADINGS,
        _word_table("Column", (c.extract for c in table.columns), headings[table.name]),
        *_code_chapters(table, law),
    ]
    if table.name == "participants":
        parts += [
            "## Columns that must never be there",
            FORBIDDEN,
            _word_table("Holds", FORBIDDEN_COLUMNS, headings["forbidden"]),
        ]
    return _page(parts)


def _code_chapters(table: Table, law: Law) -> Iterator[str]:
    """The permitted words of each column of codes, and what partners may write for them."""
    known = _vocabulary("cell_words.yaml")
    for column in table.columns:
        if column.kind not in ("code", "codes"):
            continue
        yield f"## Words of {column.extract}"
        codes = column.codes
        if not codes:
            by_family = {
                name: [category.code for category in law.family(name).categories]
                for name in sorted(law.families)
            }
            yield "Which of them a project knows depends on its rule set:"
            yield _list(f"{_code(name)}: {_codes(own)}" for name, own in by_family.items())
            codes = tuple(dict.fromkeys(code for own in by_family.values() for code in own))
        yield _word_table("Code", codes, known.get(column.extract, {}))


def _findings_page(catalogue: Mapping[str, Kind]) -> str:
    parts = [
        _title("Findings", "schemas"),
        FINDINGS.format(count=len(catalogue)),
        _table(("Severity", "What it does"), ((s.value, told) for s, told in EFFECTS.items())),
    ]
    by_chapter: dict[str, list[Kind]] = {chapter: [] for chapter in CHAPTERS}
    for code, kind in catalogue.items():
        by_chapter.setdefault(code.partition("-")[0], []).append(kind)
    for chapter, members in by_chapter.items():
        if members:
            parts += [f"## {CHAPTERS.get(chapter, chapter)}", *map(_finding, members)]
    return _page(parts)


def _finding(kind: Kind) -> str:
    rule = f" · rule {_rule_link(kind.rule)}" if kind.rule else ""
    return _joined(
        f"### {kind.code}",
        f"**{kind.severity.value}** · {kind.applies_to}{rule}",
        f"> {_sample(kind.message)}",
        f"What to do: {_sample(kind.remedy)}",
    )


def _sample(sentence: str) -> str:
    """A sentence with its placeholders as words in italics."""
    return re.sub(r"\{(\w+)\}", lambda match: f"*{match[1].replace('_', ' ')}*", sentence)


def _parameters_page(law: Law) -> str:
    parts = [
        _title("Parameters", "rules/law"),
        PARAMETERS.format(count=len(law.catalogue)),
        CONFIDENCE,
    ]
    return _page([*parts, *(_parameter(law.catalogue[key], law) for key in sorted(law.catalogue))])


def _parameter(parameter: Parameter, law: Law) -> str:
    choices = f" ({', '.join(parameter.choices)})" if parameter.choices else ""
    return _joined(
        f"## {parameter.key}",
        f"**{parameter.title.en}.** {parameter.description.strip()}",
        f"Unit: {parameter.unit}{choices}. The day that counts: {_spoken(parameter.date_key)}.",
        _values(parameter, law, set(law.families)),
    )


def _values(parameter: Parameter, law: Law, families: set[str]) -> str:
    """The dated values of a parameter in some families and the programmes over them."""
    programmes = {
        name: family.parameters[parameter.key]
        for name, family in sorted(law.families.items())
        if parameter.key in family.parameters
    }
    values = [
        (_code(name), dated.from_date.isoformat(), *_value(parameter, dated))
        for name, series in [*sorted(parameter.values.items()), *programmes.items()]
        for dated in series
        if law.base(name) in families
    ]
    return _table(("Rule set", "From", "Value", "Reference", "Confidence"), values)


def _value(parameter: Parameter, dated: DatedValue) -> tuple[str, str, str]:
    text = _one_value(parameter, dated.value)
    if dated.by_country:
        own = (f"{name} {_one_value(parameter, v)}" for name, v in dated.by_country.items())
        text = f"{text}; {', '.join(own)}"
    return text, _reference(dated.reference), _confidence(dated.confidence)


def _one_value(parameter: Parameter, value: Value) -> str:
    if isinstance(value, tuple):
        text = _codes(value)
    elif isinstance(value, bool):
        text = "yes" if value else "no"
    elif parameter.unit == "ratio":
        text = f"{value} ({float(Fraction(str(value)) * 100):g} %)"
    elif parameter.unit == "eur":
        text = f"EUR {Decimal(str(value)):,}"
    else:
        text = str(value)
    return text


def _reference(reference: Reference) -> str:
    place = f"{reference.act}, {reference.article.en}"
    linked = f"[{place}]({reference.link})" if reference.link else place
    return f"{linked}. {reference.note.en.strip()}" if reference.note else linked


def _inputs_page(law: Law) -> str:
    rows = []
    for rule in _in_order(law):
        needed = {name: need for need in rule.needs for name in need.inputs}
        for name in rule.inputs:
            need = needed.get(name)
            mark = f"\N{BLACK CIRCLE} {CONCERNS[need.when]}".strip() if need else ""
            rows.append((_rule_link(rule.id), *_input(name), SOURCES[_source(name)], mark))
    heads = ("Rule", "Input", "Stands in", "Who says it", "Needed where")
    return _page([_title("Inputs of the rules", "rules/law"), INPUTS, _table(heads, rows)])


def _input(name: str) -> tuple[str, str]:
    """An input as a column of an extract or a key of the project file, and where it stands."""
    table, _, column = name.partition(".")
    if table in TABLES:
        return _code(column), f"[{table}](columns/{table}.md)"
    if table == "reports":
        return _code(column), "receipt"
    return _code(name.removeprefix("project.")), "project file"


def _source(name: str) -> str:
    return name.partition(".")[0]


def _in_order(law: Law) -> list[Rule]:
    return [law.rules[rule] for rule in sorted(law.rules)]


def _rules_page(law: Law) -> str:
    rules = _in_order(law)
    parts = [
        _title("Rules", "rules/law and rules/assess.py"),
        RULES.format(count=len(rules), assessed=sum(rule.id in ASSESSED for rule in rules)),
        _table(
            ("Rule", "What it says", "Assessed"),
            (
                (
                    _rule_link(rule.id),
                    rule.statement.en,
                    "yes" if rule.id in ASSESSED else "not yet",
                )
                for rule in rules
            ),
        ),
    ]
    return _page(parts)


def _rule_page(rule: Rule, law: Law, catalogue: Mapping[str, Kind]) -> str:
    standing = "assessed" if rule.id in ASSESSED else "not assessed yet"
    findings = [kind.code for kind in catalogue.values() if kind.rule == rule.id]
    parts = [
        _title(f"{rule.id}: {rule.title.en}", "rules/law and tests/examples"),
        rule.statement.en.strip(),
        f"Applies to: {rule.applies_at} · effect: {', '.join(rule.severity)} · {standing}",
        f"For example: {rule.example.en.strip()}" if rule.example else "",
        "## Legal basis",
        _table(
            ("Rule set", "Basis", "Confidence"),
            (
                (_code(name), basis.basis, _confidence(basis.confidence))
                for name, basis in sorted(rule.families.items())
            ),
        ),
        "Confidence is explained with the [parameters](../parameters.md).",
        "## Dated values" if rule.parameters else "",
    ]
    for key in rule.parameters:
        parameter = law.catalogue[key]
        parts.append(f"**{parameter.title.en}** ({_links('../parameters.md', [key])})")
        parts.append(_values(parameter, law, {*rule.families}))
    parts += ["## What it looks at", _list(_looked_at(rule))] if rule.inputs else []
    if findings:
        parts.append(f"Findings: {_links('../findings.md', findings)}")
    return _page([*parts, *_worked(rule.id)])


def _looked_at(rule: Rule) -> Iterator[str]:
    for name in rule.inputs:
        shown, stands = _input(name)
        yield f"{shown}, {stands.replace('(columns', '(../columns')}: {SOURCES[_source(name)]}"
    for need in rule.needs:
        either = " or ".join(_input(name)[0] for name in need.inputs)
        where = f" where {CONCERNS[need.when]}" if CONCERNS[need.when] else ""
        yield f"not assessed without {either}{where}"


def _worked(rule: str) -> Iterator[str]:
    """The worked examples that the tests hold the rule against, in words."""
    file = DOCS.parent / "tests" / "examples" / f"{rule}.yaml"
    if not file.exists():
        return
    yield "## Worked examples"
    for case in yaml.safe_load(file.read_text(encoding="utf-8"))["cases"]:
        family = case.get("family", "INTERREG_2014")
        yield f"### {case['name'][0].upper()}{case['name'][1:]}"
        yield f"Source: {case['source']} · rule set {_code(family)}"
        for number, report in enumerate(case.get("earlier", []), start=1):
            yield from _delivered(report, f"Delivered in period {number}")
        given = {key: case[key] for key in case.keys() - _OTHERWISE}
        if given:
            yield f"Given:\n\n{_list(_facts(given))}"
        yield from _delivered(case, "Delivered")
        yield f"Expected:\n\n{_list(_facts(case['expected']))}"


_OTHERWISE = {
    "name",
    "source",
    "family",
    "earlier",
    "rows",
    "activities",
    "participants",
    "expected",
}
"""Keys of an example that are told in another way than as facts."""


def _delivered(report: Mapping[str, Any], said: str) -> Iterator[str]:
    """The rows of a period, one table a kind of extract."""
    for name in ("rows", "activities", "participants"):
        rows = report.get(name, [])
        if rows:
            heads = list(dict.fromkeys(key for row in rows for key in row))
            cells = ([str(row.get(head, "")) for head in heads] for row in rows)
            yield f"{said} ({'costs' if name == 'rows' else name}):"
            yield _table(heads, cells)


def _facts(told: Any, place: str = "") -> Iterator[str]:
    """Nested data as one line a value, a list of records as one line a record."""
    if isinstance(told, dict) and told:
        for key, value in sorted(told.items()):
            yield from _facts(value, f"{place} {key}".strip())
    elif isinstance(told, list) and told:
        for entry in told:
            flat = "; ".join(_facts(entry)) if isinstance(entry, dict) else str(entry)
            yield f"{place}: {flat}"
    else:
        yield f"{place}: {'none' if told in ({}, [], None) else told}"


def _title(title: str, source: str) -> str:
    return f"# {title}\n\n<!-- Written by docs/generate.py from {source}: change that instead. -->"


def _page(parts: Iterable[str]) -> str:
    return _joined(*parts) + "\n"


def _joined(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    heads = list(heads)
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def _word_table(head: str, names: Iterable[str], words: Mapping[str, Any]) -> str:
    """What partners may write for each name, a column per language."""
    rows = (
        (_code(name), *(", ".join(words.get(name, {}).get(code, ())) for code in LANGUAGES))
        for name in names
    )
    return _table((head, *LANGUAGES.values()), rows)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _list(entries: Iterable[str]) -> str:
    return "\n".join(f"- {entry}" for entry in entries)


def _code(word: str) -> str:
    return f"`{word}`"


def _codes(words: Iterable[str]) -> str:
    return ", ".join(map(_code, words))


def _rule_link(rule: str) -> str:
    return f"[{rule}](rules/{rule}.md)"


def _links(page: str, headings: Iterable[str]) -> str:
    return ", ".join(f"[{heading}]({page}#{anchor(heading)})" for heading in headings)


def _spoken(key: str) -> str:
    return key.replace("_", " ")


def _confidence(code: str) -> str:
    return code.replace("*", "\\*")


def anchor(heading: str) -> str:
    """The anchor that a heading gets on the usual hosts of Markdown pages.

    >>> anchor("R-PER-05"), anchor("flat_rate.staff.of_other_direct")
    ('r-per-05', 'flat_ratestaffof_other_direct')
    """
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def _vocabulary(name: str) -> dict[str, Any]:
    """The words of partners' files, as the room that reads them keeps them."""
    text = (DOCS.parent / "intake" / name).read_text(encoding="utf-8")
    content: dict[str, Any] = yaml.safe_load(text)
    return content


def main(arguments: list[str]) -> int:
    """Write the pages, or with ``--check`` say which are not current (exit code 1)."""
    stale = {path: text for path, text in pages().items() if _written(path) != text}
    for path, text in stale.items():
        if "--check" in arguments:
            sys.stdout.write(f"docs/{path} is not current: python docs/generate.py\n")
            continue
        (DOCS / path).parent.mkdir(exist_ok=True)
        (DOCS / path).write_text(text, encoding="utf-8")
        sys.stdout.write(f"docs/{path}\n")
    return 1 if stale and "--check" in arguments else 0


def _written(path: str) -> str:
    file = DOCS / path
    return file.read_text(encoding="utf-8") if file.exists() else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
