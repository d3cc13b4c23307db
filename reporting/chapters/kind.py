"""Which document it is, by the body of law the project stands under."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reporting.scribe import Scribe
from reporting.setting import Setting
from schemas.words import N_

Body = Literal["interreg", "grant", "service"]


@dataclass(frozen=True)
class ReportKind:
    """The document's kind.

    Attributes:
        body: Interreg (claims through an authority), grants and service contracts of the EU.
        partner: id of the partner of a partner report, "" for the project report.
        final: whether the period is the project's last.
    """

    body: Body
    partner: str = ""
    final: bool = False

    def title(self, scribe: Scribe, period: int) -> str:
        """Name and number of the document, as the cover and the head of each page bear it."""
        messages = _PARTNER if self.partner else _PROJECT[self.body]
        partner = scribe.text(self.partner, 20)
        return scribe(messages[self.final], number=period, partner=partner)


_PARTNER = {
    False: N_("Partner report {number} · {partner}"),
    True: N_("Final partner report {number} · {partner}"),
}

_PROJECT = {
    "interreg": {
        False: N_("Project report {number} and payment claim"),
        True: N_("Final report {number} and payment claim"),
    },
    "grant": {
        False: N_("Interim report {number} and request for payment"),
        True: N_("Final report {number} and request for payment"),
    },
    "service": {
        False: N_("Interim report {number}"),
        True: N_("Final report {number}"),
    },
}


def report_kind(setting: Setting, period: int, partner: str = "") -> ReportKind:
    """The kind of a document."""
    family = setting.family.family or setting.family.id
    body: Body = "grant"
    if family.startswith(("INTERREG", "ETC")):
        body = "interreg"
    elif family == "SERVICE":
        body = "service"
    return ReportKind(body, partner, setting.project.period(period).final)
