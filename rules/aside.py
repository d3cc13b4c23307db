"""Earlier items that stand in this report are set aside while rules decide on its own rows.

What was decided about them stays; only the controller and credit notes have a say afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rules.case import Case
from rules.recovery import recoveries
from rules.reincluded import re_include
from rules.rulings import Mask
from schemas.findings import Finding


@dataclass(frozen=True)
class Aside:
    """The rows of a report, parted.

    Attributes:
        others: the rows that rules about items decide on.
        returned: earlier items that are re-included or recovered, decided already.
        findings: about the latter.
        places: for each of the others, then of the returned, where it stood among all items.
    """

    others: pd.DataFrame
    returned: pd.DataFrame
    findings: list[Finding]
    places: NDArray[np.int64]

    def put_back(self, others: pd.DataFrame) -> pd.DataFrame:
        """Add the earlier items behind the others, as decided by now."""
        if self.returned.empty:
            return others
        return pd.concat([others, self.returned], ignore_index=True)

    def none_of_them(self, others: Mask) -> Mask:
        """A mask of the others, for all items: none of the earlier ones is meant."""
        return np.append(others, np.zeros(len(self.returned), dtype=np.bool_))

    def in_order(self, items: pd.DataFrame) -> pd.DataFrame:
        """Put all items into the order of partners, files and rows again."""
        if self.returned.empty:
            return items
        order = np.argsort(self.places, kind="stable")
        return items.iloc[order].reset_index(drop=True)


def set_aside(items: pd.DataFrame, case: Case) -> Aside:
    """Part the rows that concern items of earlier claims from all others."""
    back = re_include(items, case)
    recovered, met = recoveries(items, case)
    findings = [*back.findings, *met]
    here = np.zeros(len(items), dtype=np.bool_)
    here[back.rows.index] = True
    frames = [frame for frame in (back.rows, back.cleared, recovered) if not frame.empty]
    if not frames:
        return Aside(back.items, items.iloc[:0], findings, np.arange(len(items)))
    returned = pd.concat(frames, ignore_index=True)
    added = np.arange(len(items), len(items) + len(returned) - len(back.rows))
    places = np.concatenate([np.flatnonzero(~here), back.rows.index, added])
    others = back.items.loc[~here].reset_index(drop=True)
    return Aside(others, returned, findings, places)
