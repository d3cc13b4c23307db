"""The ledger: what is remembered between runs, one function per sentence.

Every function is one short transaction, and may be repeated: what is there already is found, not
doubled. Nothing is ever changed or deleted; what counts is worked out from the order of rows.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from ledger import erasures, invoice_index, runs, states, submissions
from ledger.canonical import sha256_of
from ledger.database import Database
from ledger.erasures import Erasure, NewErasure
from ledger.errors import LedgerUnavailable, telling_of
from ledger.files import arriving
from ledger.home import Home
from ledger.inserts import insert_once
from ledger.records import (
    SIGNED_STATES,
    EarlierClaim,
    PeriodStates,
    SignOff,
    StateChange,
    StoredRun,
    Subject,
)
from ledger.signing import sign_off
from ledger.states import Decision
from ledger.submission_records import (
    NewSubmission,
    Receiving,
    RefusedSubmission,
    Submission,
    Withdrawing,
)
from ledger.tables import definition, raw_file, run, submission
from ledger.upgrade import bring_up_to_date

if TYPE_CHECKING:
    from ledger.rate_tables import ImportedRates
    from schemas.claim import Claim
    from schemas.evidence import EvidenceFile
    from schemas.mapping import ColumnMapping
    from schemas.project import Certificate, PublishedRate
    from schemas.rates import RateTable


def utc_now() -> datetime:
    """The moment, for the trail; the order of events never depends on it."""
    return datetime.now(UTC)


class Ledger:
    """The memory of one installation.

    Attributes:
        home: its state folder.
    """

    def __init__(self, home: Home, database: Database, clock: Callable[[], datetime]) -> None:
        self.home = home
        self._database = database
        self._clock = clock

    @classmethod
    def open(cls, home: Home, clock: Callable[[], datetime] = utc_now) -> Ledger:
        """Open the ledger of a state folder and bring its tables up to date.

        Raises:
            LedgerUnavailable: the database cannot be used, or a newer Eurocent has written it.
        """
        database = Database.at(home.database_url)
        bring_up_to_date(database)
        return cls(home, database, clock)

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def secret(self) -> bytes:
        """The installation's secret, held against the one that this ledger was begun with.

        Raises:
            LedgerUnavailable: it is lost, damaged or another one; nothing is counted with it.
        """
        with self._database.reading() as connection:
            known = erasures.known_key(connection)
        key = self.home.pseudonym_key(make=known is None)
        check = erasures.check_of(key)
        if known is None:
            with self._database.writing("key") as connection:
                known = erasures.note_key(connection, check, self._clock())
        if known != check:
            raise LedgerUnavailable(
                f"The key of the pseudonyms in {self.home.key_file} is not the one that this"
                " ledger was begun with.",
                "Restore it from a backup that belongs to this ledger.",
            )
        return key

    # What came in.

    def keep_definition(self, project: str, text: str) -> str:
        """Keep a project file as it is now, and give its digest."""
        digest = sha256_of(text)
        ours = (definition.c.project == project, definition.c.sha256 == digest)
        with self._database.reading() as connection:
            if connection.execute(select(definition.c.sha256).where(*ours)).first():
                return digest
        values = {"project": project, "sha256": digest, "text": text}
        with self._database.writing(project) as connection:
            insert_once(connection, definition, values | {"recorded_at": self._clock()})
        return digest

    def keep_raw(self, file: Path | bytes) -> str:
        """Keep a partner's file as it came, and give its digest.

        The file is whole on the disk before a row names it; one that is there stays.

        Raises:
            OSError: the partner's file cannot be read.
            LedgerUnavailable: the state folder or the database cannot be written to.
        """
        content = file if isinstance(file, bytes) else file.read_bytes()
        digest = sha256_of(content)
        target = self.raw_path(digest)
        if not target.exists() or target.stat().st_size != len(content):
            with arriving(self.home.raw) as new:
                new.handle.write(content)
                new.settle(target)
        with self._database.reading() as connection:
            if connection.execute(
                select(raw_file.c.size).where(raw_file.c.sha256 == digest)
            ).first():
                return digest
        with self._database.writing(digest) as connection:
            values = {"sha256": digest, "size": len(content), "recorded_at": self._clock()}
            insert_once(connection, raw_file, values)
        return digest

    def raw_path(self, digest: str) -> Path:
        """Where the bytes of a raw file lie, if they were kept."""
        return self.home.raw / digest[:2] / digest

    # Submissions.

    def submit(self, new: NewSubmission, after: int | None) -> Receiving:
        """Remember what a partner hands in; it replaces what stood before, which stays on record.

        Args:
            new: its definition, raw files and frames were kept before.
            after: ``id`` of the submission that stood when it was prepared, None where none did.
                Where another came between, nothing is added, and the caller looks again.
        """
        with self._database.writing(new.project) as connection:
            return submissions.receive(connection, new, after, self._clock(), self._receipt_json)

    def withdraw(self, project: str, period: int, partner: str, who: str, why: str) -> Withdrawing:
        """Take a partner's submission back, unless a run used it."""
        with self._database.writing(project) as connection:
            everything = submissions.load(connection, project, period, self._receipt_json)
            stands = submissions.standing(everything).get(partner)
            return submissions.withdraw(connection, stands, who, why, self._clock())

    def refuse(
        self,
        project: str,
        period: int,
        partner: str,
        files: Mapping[str, str],
        codes: Sequence[str],
    ) -> None:
        """Note that a partner's files (digests by name) could not be taken, and for which codes."""
        with self._database.writing(project) as connection:
            subject = (project, period, partner)
            submissions.add_refusal(connection, subject, files, codes, self._clock())

    def refusals(self, project: str, period: int) -> list[RefusedSubmission]:
        """What could not be taken for a period, in the order in which it came."""
        with self._database.reading() as connection:
            return submissions.refusals(connection, project, period)

    def submissions(self, project: str, period: int) -> list[Submission]:
        """All submissions of a period, those replaced and withdrawn too, in their order."""
        with self._database.reading() as connection:
            return submissions.load(connection, project, period, self._receipt_json)

    def standing_submissions(self, project: str, period: int) -> dict[str, Submission]:
        """Of each partner the submission that counts: the newest, unless it was withdrawn."""
        return submissions.standing(self.submissions(project, period))

    # Runs.

    def find_run(
        self, project: str, period: int, fingerprint: str, language: str
    ) -> StoredRun | None:
        """Find the run that was made of the same things in the same language."""
        with self._database.reading() as connection:
            number = runs.find_same(connection, project, period, fingerprint, language)
            return self._run(connection, number)

    def next_version(self, project: str, period: int, fingerprint: str) -> int:
        """The version that a run of this fingerprint has, or will have if none comes between."""
        with self._database.reading() as connection:
            return runs.version_of(connection, project, period, fingerprint)

    def record_run(
        self,
        claim: Claim,
        outputs: str,
        frames: Sequence[Mapping[str, str]] = (),
        submitted: Sequence[int] = (),
    ) -> StoredRun:
        """Remember a claim as the latest of its period, unless the same run is known already.

        The ledger sets the version: where another run came between, it differs from the one in
        ``claim``, and the run that is given back has the claim as recorded.

        Args:
            claim: its definition and raw files were kept before.
            outputs: the folder that the run writes to.
            frames: per delivery, the digests of its typed frames in the store, by table.
            submitted: ``id`` of the submissions that it used.
        """
        made_of = claim.provenance.fingerprint
        text = claim.to_json()
        with self._database.writing(claim.project) as connection:
            number = runs.find_same(
                connection, claim.project, claim.period, made_of, claim.language
            )
            now = self._clock()
            if number is None:
                version = runs.version_of(connection, claim.project, claim.period, made_of)
                if version != claim.version:
                    claim = claim.model_copy(update={"version": version})
                    text = claim.to_json()
                number = runs.add_run(
                    connection, claim, text, frames=frames, outputs=outputs, now=now
                )
            runs.add_request(connection, claim.project, claim.period, number, now)
            submissions.mark_used(connection, number, submitted)
            return runs.load_run(connection, number, self._claim_json)

    def request_again(self, stored: StoredRun, submitted: Sequence[int] = ()) -> None:
        """Note that a run that was found is wanted again, and so is the latest of its period.

        A partner may take a correction back; then an earlier run counts again. What it uses now
        (``id`` of submissions) may have been handed in anew.
        """
        with self._database.writing(stored.project) as connection:
            runs.add_request(connection, stored.project, stored.period, stored.id, self._clock())
            submissions.mark_used(connection, stored.id, submitted)

    def latest_run(self, project: str, period: int) -> StoredRun | None:
        """The run of a period that was asked for last."""
        with self._database.reading() as connection:
            standing = runs.standing_of(connection, project)
            return self._run(connection, standing.latest.get(period))

    def approved_run(self, project: str, period: int) -> StoredRun | None:
        """The run of a period whose claim was signed off and not superseded since."""
        with self._database.reading() as connection:
            standing = runs.standing_of(connection, project)
            return self._run(connection, standing.signed.get(period))

    def earlier_claims(self, project: str, before_period: int) -> list[EarlierClaim]:
        """Of each earlier period the run that counts, ascending by period."""
        with self._database.reading() as connection:
            standing = runs.standing_of(connection, project)
            earlier = [period for period in standing.periods() if period < before_period]
            numbers = [standing.counting(period) for period in earlier]
            found = runs.load_runs(connection, numbers, standing, self._claim_json)
            return [EarlierClaim(entry, entry.period not in standing.signed) for entry in found]

    def later_runs(self, project: str, after_period: int) -> list[StoredRun]:
        """Of each later period the signed run and the latest, ascending by period."""
        with self._database.reading() as connection:
            standing = runs.standing_of(connection, project)
            numbers = [
                number
                for period in standing.periods()
                if period > after_period
                for number in sorted({standing.counting(period), standing.latest[period]})
            ]
            return runs.load_runs(connection, numbers, standing, self._claim_json)

    def is_stale(self, stored: StoredRun) -> bool:
        """Whether the earlier claims are not those any more on which a run was built."""
        earlier = self.earlier_claims(stored.project, stored.period)
        return stored.previous != tuple(entry.run.fingerprint for entry in earlier)

    def standing(self, stored: StoredRun) -> Claim:
        """The claim of a run as it stands now: status, who signed it off, whether it is stale."""
        from schemas.claim import Approval

        with self._database.reading() as connection:
            status = runs.load_run(connection, stored.id, self._claim_json).status
        signed = [
            Approval(by=change.who, on=change.recorded_at.date())
            for change in self.history(stored.project, stored.period)
            if (change.version, change.state) == (stored.version, "approved")
        ]
        now = {
            "status": status,
            "stale": self.is_stale(stored),
            "approval": signed[-1] if signed and status in SIGNED_STATES else None,
        }
        return stored.claim.model_copy(update=now)

    # Invoices of all projects.

    def index_invoices(self, form: int, keys_of: Callable[[Claim], Collection[str]]) -> None:
        """Enter the invoices of every run that the index does not know yet.

        Args:
            form: number of the form of the keys; a new one has every run entered anew.
            keys_of: gives the keys of a claim's invoices.
        """
        with self._database.reading() as connection:
            missing = invoice_index.not_indexed(connection, form)
        for number in missing:
            with self._database.reading() as connection:
                found = runs.load_run(connection, number, self._claim_json)
            sealed = invoice_index.seal(keys_of(found.claim), self.secret())
            with self._database.writing("invoices") as connection:
                if not invoice_index.is_indexed(connection, number, form):
                    invoice_index.add_keys(connection, number, form, sealed, self._clock())

    def claims_with(self, form: int, keys: Collection[str], but: str) -> dict[str, list[Claim]]:
        """The claims that count of other projects which have one of these invoices in one of them.

        Args:
            form: number of the form of the keys.
            keys: of the invoices in question.
            but: the project that asks.

        Returns:
            By project, in alphabetic order, all its claims that count, ascending by period.
        """
        if not keys:
            return {}
        sealed = invoice_index.seal(keys, self.secret())
        found = {}
        with self._database.reading() as connection:
            met = invoice_index.runs_with(connection, sealed, form, but)
            for project in sorted(met):
                standing = runs.standing_of(connection, project)
                numbers = [standing.counting(period) for period in standing.periods()]
                if met[project].intersection(numbers):
                    stored = runs.load_runs(connection, numbers, standing, self._claim_json)
                    found[project] = [entry.claim for entry in stored]
        return found

    # Layouts.

    def keep_mapping(self, mapping: ColumnMapping, who: str) -> bool:
        """Remember what the columns of a partner's layout mean; the newest of a layout counts.

        Returns:
            Whether it is new; False where the one that counts says the same.
        """
        from ledger import mappings

        with self._database.writing(mapping.project) as connection:
            return mappings.add_mapping(connection, mapping, who, self._clock())

    def forget_mapping(self, mapping: ColumnMapping, who: str) -> None:
        """Note that the mapping of a layout counts no more; it stays in the trail."""
        from ledger import mappings

        with self._database.writing(mapping.project) as connection:
            mappings.withdraw_mapping(connection, mapping, who, self._clock())

    def mappings(self, project: str, partner: str) -> list[ColumnMapping]:
        """The mappings that count for a partner, one a layout, the newest first."""
        from ledger import mappings

        with self._database.reading() as connection:
            return mappings.mappings_of(connection, project, partner)

    # Exchange rates.

    def keep_rates(self, name: str, rates: Sequence[PublishedRate], who: str) -> bool:
        """Remember a table that an authority published; whether it is new."""
        from ledger import rate_tables

        with self._database.writing("rates") as connection:
            return rate_tables.add_rates(connection, name, rates, who, self._clock())

    def withdraw_rates(self, number: int, who: str, why: str) -> ImportedRates | None:
        """Note that a table counts no more; None where none of that number does."""
        from ledger import rate_tables

        with self._database.writing("rates") as connection:
            return rate_tables.withdraw_rates(connection, number, who, why, self._clock())

    def rates(self, shipped: RateTable) -> RateTable:
        """The rates that count at this moment: imported ones before the shipped ones."""
        from ledger import rate_tables

        return rate_tables.beside(shipped, self.rate_tables())

    def rate_tables(self) -> list[ImportedRates]:
        """The imported tables that count, in their order; the last one goes first."""
        from ledger import rate_tables

        with self._database.reading() as connection:
            return rate_tables.rate_tables(connection)

    # Lists of participants.

    def lists_of_participants(
        self, of_reading: Callable[[str], Collection[str]]
    ) -> dict[str, set[str]]:
        """Digests of all lists that runs and submissions name, as they named them, by project.

        Args:
            of_reading: gives the lists behind the reading of a submitted file.
        """
        with self._database.reading() as connection:
            named = erasures.frames_of_runs(connection)
            readings = erasures.readings_of_submissions(connection)
        for project, digests in readings.items():
            named.setdefault(project, set()).update(*map(of_reading, digests))
        return named

    def record_erasure(self, new: NewErasure) -> None:
        """Remember what was erased, before the old lists go.

        Raises:
            LedgerUnavailable: one of the lists was replaced meanwhile.
        """
        with self._database.writing("erasures") as connection:
            if erasures.are_replaced(connection, list(new.replaced)):
                raise LedgerUnavailable(
                    "Another erasure came between.", "Try again; nothing was erased twice."
                )
            erasures.add(connection, new, self._clock())

    def erasures(self, project: str) -> list[Erasure]:
        """Who erased how much from a project's lists, when and why."""
        with self._database.reading() as connection:
            return erasures.load(connection, project)

    def erased_rows(self) -> dict[str, dict[str, dict[int, str]]]:
        """All erased rows of partners' files: by digest, sheet and number, with their tokens."""
        with self._database.reading() as connection:
            return erasures.rows_by_file(connection)

    def replaced_lists(self) -> dict[str, str]:
        """Digests of all lists that were replaced, and of what replaced each."""
        with self._database.reading() as connection:
            return erasures.replacements(connection)

    def cleared_lists(self) -> set[str]:
        """Digests of lists in which nobody is left, because their time had come."""
        with self._database.reading() as connection:
            return erasures.cleared_lists(connection)

    # Evidence.

    def keep_evidence(self, content: bytes) -> str:
        """Keep the bytes of a file of evidence, and give their digest; see ``add_evidence``.

        Raises:
            LedgerUnavailable: the state folder cannot be written to.
        """
        digest = sha256_of(content)
        target = self.evidence_path(digest)
        if not target.exists() or target.stat().st_size != len(content):
            with arriving(self.home.evidence) as new:
                new.handle.write(content)
                new.settle(target)
        return digest

    def evidence_path(self, digest: str) -> Path:
        """Where the bytes of a file of evidence lie, if they were not erased."""
        return self.home.evidence / digest[:2] / digest

    def add_evidence(
        self, project: str, period: int, partner: str, files: Sequence[EvidenceFile], who: str
    ) -> int:
        """Remember files that a partner handed in as proof; their bytes were kept before.

        Returns:
            How many were not known with the same name, content and list.
        """
        from ledger import evidence

        with self._database.writing(project) as connection:
            report = (project, period, partner)
            return evidence.add_evidence(connection, report, files, who, self._clock())

    def evidence(self, project: str, period: int) -> dict[str, list[EvidenceFile]]:
        """The files that each partner handed in as proof for a period, by their names."""
        from ledger import evidence

        with self._database.reading() as connection:
            return evidence.evidence_of(connection, project, period)

    def projects_with_evidence(self, digest: str) -> set[str]:
        """The projects to which a file of this content was handed in as proof."""
        from ledger import evidence

        with self._database.reading() as connection:
            return evidence.projects_with(connection, digest)

    def erase_evidence(self, digest: str, who: str, why: str) -> None:
        """Erase the bytes of a file of evidence, such as a list of persons kept long enough.

        What was counted stays counted: name, digest and rows are in the trail as before.

        Raises:
            LedgerUnavailable: the file cannot be removed.
        """
        from ledger import evidence

        with self._database.writing(digest) as connection:
            evidence.add_erasure(connection, digest, who, why, self._clock())
        with telling_of(self.home.evidence):
            self.evidence_path(digest).unlink(missing_ok=True)

    # Decisions.

    def record_certificate(self, project: str, certificate: Certificate, who: str) -> bool:
        """Remember a controller's result; the partner report is certified with it.

        Returns:
            Whether it is new; False where the newest certificate says the same.
        """
        from ledger.certificates import add_certificate

        report = (project, certificate.period, certificate.partner)
        with self._database.writing(project) as connection:
            now = self._clock()
            new = add_certificate(connection, project, certificate, now)
            if new or not states.is_certified(connection, report):
                states.add_change(connection, report, None, Decision("certified", who), now)
            return new

    def certificate(self, project: str, period: int, partner: str) -> Certificate | None:
        """The newest result of a controller for a partner report, None where there is none.

        A report that was delivered anew since is not the one that the controller saw.
        """
        from ledger.certificates import newest_certificate

        with self._database.reading() as connection:
            if not states.is_certified(connection, (project, period, partner)):
                return None
            return newest_certificate(connection, project, period, partner)

    def change_state(
        self,
        subject: Subject,
        project: str,
        period: int,
        partner: str = "",
        *,
        state: str,
        who: str,
        why: str = "",
        seen_digest: str = "",
    ) -> bool:
        """Remember that somebody changed the state of a claim or of a partner report.

        Args:
            subject: ``claim`` or ``partner_report``.
            project: its id.
            period: number of the reporting period.
            partner: whose report; "" for a claim.
            state: the new state (``records.CLAIM_STATES``, ``records.REPORT_STATES``).
            who: the person, or the part of Eurocent, that decided.
            why: in their words.
            seen_digest: of what was seen; for a claim the ``claim_sha256`` of its run.

        Returns:
            Whether it is new; False where the same was decided in the same words before.

        Raises:
            ValueError: there is no such state, or claims are signed off by ``approve`` only.
            LookupError: no run of the period made the claim that was seen.
        """
        decision = Decision(state, who, why, seen_digest)
        if subject == "claim" and state == "approved":
            raise ValueError("a claim is signed off by approve()")
        with self._database.writing(project) as connection:
            about = None
            if subject == "claim":
                number = runs.find_seen(connection, project, period, seen_digest)
                about = runs.load_run(connection, number, self._claim_json)
            return states.add_change(
                connection, (project, period, partner), about, decision, self._clock()
            )

    def approve(
        self, project: str, period: int, by: str, why: str = "", *, seen_digest: str = ""
    ) -> SignOff:
        """Sign off the latest claim of a period; another version signed before is superseded.

        Whether a claim may be signed off is decided before, by those who look into it. They name
        what they looked at, because a run may come between.

        Args:
            project: its id.
            period: number of the reporting period.
            by: who signs.
            why: in their words.
            seen_digest: ``claim_sha256`` of the run that was looked at; "" for the latest.

        Raises:
            LookupError: the period has no run, or none that made the claim that was seen.
        """
        with self._database.writing(project) as connection:
            decision = Decision("approved", by, why, seen_digest)
            return sign_off(
                connection, (project, period), decision, self._clock(), self._claim_json
            )

    def states(self, project: str, period: int) -> PeriodStates:
        """How a period stands: the newest change of its claim and of each partner report."""
        return states.newest_states(self.history(project, period))

    def history(self, project: str, period: int) -> list[StateChange]:
        """All changes of state of a period, in the order in which they were made."""
        with self._database.reading() as connection:
            return states.changes_of(connection, project, period)

    def _run(self, connection: Connection, number: int | None) -> StoredRun | None:
        return None if number is None else runs.load_run(connection, number, self._claim_json)

    def _claim_json(self, number: int, digest: str) -> str:
        with self._database.reading() as connection:
            text = connection.execute(select(run.c.claim).where(run.c.id == number)).scalar_one()
        if sha256_of(text) != digest:
            raise LedgerUnavailable(
                f"The claim of run {number} in the ledger was changed.",
                "Restore the ledger from a backup.",
            )
        return text

    def _receipt_json(self, number: int, digest: str) -> str:
        with self._database.reading() as connection:
            text = connection.execute(
                select(submission.c.receipt).where(submission.c.id == number)
            ).scalar_one()
        if sha256_of(text) != digest:
            raise LedgerUnavailable(
                f"The receipt of submission {number} in the ledger was changed.",
                "Restore the ledger from a backup.",
            )
        return text
