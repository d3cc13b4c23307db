"""Where a project definition allows itself more than its rule set does.

Rates above the ceiling, flat rates above their limit, categories nobody knows: each is held against
the law of the day, in every period and after every amendment, and told once, where it stands.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from intake.yaml_lines import Place
from schemas.law import Law, LawRefusal, Parameters
from schemas.money import format_cents, format_ratio
from schemas.project import Partner, Period, Project

Problem = tuple[Place, str]


def beyond_the_law(project: Project, law: Law) -> Iterator[Problem]:
    """Everything the project claims beyond its rule set, each with its place in the file."""
    try:
        family = law.family(project.rule_set)
        parameters = law.parameters(project.rule_set, project.parameters)
    except LawRefusal as refusal:
        yield (("parameters", refusal.key) if refusal.key else ("rule_set",)), str(refusal)
        return
    early = _too_early(project, parameters)
    if early:
        yield early
        return
    yield from _calculated(project, law)
    known = {category.code for category in family.categories}
    told: set[Place] = set()
    for period in project.periods:
        for place, sentence in _in_period(project, period, parameters, known):
            # A mistake that holds in several periods is one mistake.
            if place not in told:
                told.add(place)
                yield place, sentence


def _calculated(project: Project, law: Law) -> Iterator[Problem]:
    """Flat rates that the contract raises by a calculation, and only by one that it names."""
    by_law, on = law.parameters(project.rule_set), project.periods[-1].end
    for key, override in project.parameters.items():
        most = f"calculated_rate.{key.removeprefix('flat_rate.')}"
        if most not in by_law.catalogue or not by_law.has(most, on):
            continue
        stated, limit = Fraction(override.value), by_law.ratio(key, on)
        highest = by_law.ratio(most, on)
        place: Place = ("parameters", key)
        if stated > highest:
            yield (
                place,
                (
                    f"{key} is {_percent(stated)}, but no calculation allows more than "
                    f"{_percent(highest)}; lower it"
                ),
            )
        elif stated > limit and not override.reference:
            yield (
                place,
                (
                    f"{key} is {_percent(stated)}, above the {_percent(limit)} that need no "
                    "calculation; name the programme's calculation as its reference"
                ),
            )


def _too_early(project: Project, parameters: Parameters) -> Problem | None:
    for position, period in enumerate(project.periods):
        if not parameters.has("rate.ceiling", period.end):
            since = parameters.values["rate.ceiling"][0].from_date
            sentence = (
                f"period {period.number} ends on {period.end}, before the law of "
                f"{project.rule_set} begins ({since}); name another rule set"
            )
            return ("periods", position, "end"), sentence
    return None


@dataclass(frozen=True)
class _Allowed:
    """What the rule set allows on a day; ``approved`` is the day that picks contract values."""

    parameters: Parameters
    categories: set[str]
    on: date
    approved: date

    def flat_rate(self, category: str, of: str) -> Fraction | None:
        """The largest flat rate of a category on a base, None where the rule set knows none."""
        # A programme that counts flat-rate travel among direct cost does not change the limit.
        base = "direct" if of == "direct_with_flat_travel" else of
        key = f"flat_rate.{category}.of_{base}"
        if key not in self.parameters.catalogue:
            return None
        by_contract = self.parameters.catalogue[key].date_key == "contract_date"
        day = self.approved if by_contract else self.on
        return self.parameters.ratio(key, day) if self.parameters.has(key, day) else None

    def bases(self, category: str) -> list[str]:
        """On which bases the rule set knows a flat rate of a category that day."""
        start = f"flat_rate.{category}.of_"
        keys = [key for key in self.parameters.keys() if key.startswith(start)]  # noqa: SIM118
        names = [key.removeprefix(start) for key in keys]
        return [of for of in names if self.flat_rate(category, of) is not None]


def _in_period(
    project: Project, period: Period, parameters: Parameters, known: set[str]
) -> Iterator[Problem]:
    approved = project.programme.agreement_date or project.start
    allowed = _Allowed(parameters, known, period.end, approved)
    state = project.as_of(period.number)
    for index, partner in enumerate(state.partners):
        for keys, sentence in _of_partner(partner, allowed):
            yield _written(project, period, partner.id, index, keys), sentence
    yield from _maximum(state, project, period, allowed)


def _of_partner(partner: Partner, allowed: _Allowed) -> Iterator[Problem]:
    """What one partner claims beyond its rule set on a day, by keys below the partner."""
    on = allowed.on
    ceiling = allowed.parameters.ratio("rate.ceiling", on, partner.country)
    if partner.fund_rate_on(on) > ceiling:
        yield (
            _funds(partner, on),
            (
                f"{partner.id} is funded at {_percent(partner.fund_rate_on(on))}, above the "
                f"ceiling of {_percent(ceiling)}; lower the rate, or state rate.ceiling with its "
                "reference"
            ),
        )
    budgeted = [("budget", category) for category in partner.budget]
    opened = partner.opening.categories if partner.opening else {}
    for keys in [*budgeted, *(("opening", "categories", category) for category in opened)]:
        if keys[-1] not in allowed.categories:
            yield (
                keys,
                (
                    f"'{keys[-1]}' is no cost category of the rule set; use one of: "
                    f"{', '.join(sorted(allowed.categories))}"
                ),
            )
    for category, flat in partner.flat_rates.items():
        limit = allowed.flat_rate(category, flat.of)
        if limit is None:
            yield ("flat_rates", category), _no_flat_rate(category, flat.of, allowed)
        elif flat.rate > limit:
            yield (
                ("flat_rates", category, "rate"),
                (
                    f"{partner.id} claims {_percent(flat.rate)} for {category}, above the limit "
                    f"of {_percent(limit)}; lower the rate"
                ),
            )


def _funds(partner: Partner, on: date) -> Place:
    """The fund that is too high where there is one, else the list of them."""
    valid = partner.funds_on(on)
    return ("funds", partner.funds.index(valid[0]), "rate") if len(valid) == 1 else ("funds",)


def _no_flat_rate(category: str, of: str, allowed: _Allowed) -> str:
    said = f"the rule set knows no flat rate for '{category}' of '{of}' on {allowed.on}"
    bases = allowed.bases(category)
    remedy = f"its base can be {' or '.join(bases)}" if bases else "claim real cost instead"
    return f"{said}; {remedy}"


def _maximum(
    state: Project, project: Project, period: Period, allowed: _Allowed
) -> Iterator[Problem]:
    """An EU maximum that no rate under the ceiling could ever reach."""
    if state.max_fund is None or state.total_cost is None:
        return
    ceiling = max(
        allowed.parameters.ratio("rate.ceiling", allowed.on, partner.country)
        for partner in state.partners
    )
    # A maximum may have been rounded up to the cent.
    possible = math.ceil(ceiling * state.total_cost)
    if state.max_fund > possible:
        changes = [
            index
            for index, amendment in enumerate(project.amendments)
            if amendment.date <= period.end
            and (amendment.max_fund is not None or amendment.total_cost is not None)
        ]
        latest = max(changes, key=lambda index: project.amendments[index].date, default=None)
        yield (
            ("max_fund",) if latest is None else ("amendments", latest),
            (
                f"the max_fund of {format_cents(state.max_fund)} is more than the ceiling of "
                f"{_percent(ceiling)} gives for a total_cost of {format_cents(state.total_cost)} "
                f"({format_cents(possible)}); correct one of the two"
            ),
        )


def _written(project: Project, period: Period, name: str, index: int, keys: Place) -> Place:
    """Where a value of a partner was written: the latest amendment that changed it, or itself."""
    latest: Place = ("partners", index, *keys)
    numbered = sorted(enumerate(project.amendments), key=lambda entry: entry[1].date)
    for position, amendment in numbered:
        change = amendment.partners.get(name, {}).get(str(keys[0]))
        # Dictionaries are merged key by key, all else is replaced whole.
        merged = keys[0] in ("budget", "flat_rates")
        changed = keys[1] in change if merged and change else change is not None
        if amendment.date <= period.end and changed:
            latest = ("amendments", position, "partners", name, *keys)
    return latest


def _percent(rate: Fraction) -> str:
    return f"{format_ratio(rate * 100)} %"
