"""From a file to decisions about all of its rows; nothing is written, and any number of rows fits the memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import islice
from pathlib import Path

from db.engine.spool import Spool
from db.errors import DataError
from db.i18n import _
from db.queries.import_batches import last_change, last_mapping
from db.queries.import_known import Known, Member, Places, known_children, places, visible
from db.roster import mapping
from db.roster.address import Addresses
from db.roster.cells import Reader
from db.roster.deciding import Decision, Standing, State, differences
from db.roster.entry import Entry
from db.roster.header import Header
from db.roster.identity import keep_known_number
from db.roster.matching import Identity, Match, identity, match
from db.roster.naming import PlaceNames
from db.roster.reading import digest, opened
from db.roster.staffing import ClassKey, Staffing
from db.roster.table import ChildRow, understood
from db.rules.pinyin import romanise
from db.session import Session
from db.vocabulary import RegistryState

PORTION = 200
ALIKE = "alike"
"""The kind, among the decisions, of new children that are like one of the register; others are kept by their state."""
Settle = Callable[[Header], Header]
"""What a person has settled about the columns of a header."""
Progress = Callable[[int], None]
"""Is told how many rows have been decided."""


@dataclass
class Summary:
    """One thing that was done to many cells: the column, what was done, how often, and the first example."""

    column: str
    sentence: str
    count: int
    row: int
    raw: str
    value: str


@dataclass
class Plan:
    """The decisions about a file. `read` is always the sum of new, changed, same and refused."""

    path: Path
    sha256: str
    change_mark: int
    """The last line of the change log before anything was decided."""
    headers: list[Header] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)
    """The sheet of each header."""
    decisions: Spool[Decision] = field(default_factory=Spool)
    counts: Counter[State] = field(default_factory=Counter)
    skipped: list[tuple[str, list[int]]] = field(default_factory=list)
    """Rows that were taken for no child's, by sheet."""
    remarks: list[str] = field(default_factory=list)
    notes: dict[tuple[str, str], Summary] = field(default_factory=dict)
    warnings: dict[tuple[str, str], Summary] = field(default_factory=dict)
    new_villages: dict[str, int] = field(default_factory=dict)
    new_schools: dict[str, int] = field(default_factory=dict)
    """Places that the register does not have yet, with the number of their rows."""
    teachers: dict[ClassKey, Member] = field(default_factory=dict)
    """Who becomes class teacher of which class."""
    names_staff: bool = False
    """Whether any row that is taken names a class teacher or a helper."""
    apart: set[int] = field(default_factory=set)
    """The numbers of the decisions whose new child is none of those that it is like, as the clerk has said."""

    @property
    def read(self) -> int:
        return sum(self.counts.values())

    @property
    def questions(self) -> bool:
        """Whether it is open what a column means."""
        return any(header.questions for header in self.headers)

    @property
    def writes(self) -> int:
        """How many rows are new or changed."""
        return self.counts[State.NEW] + self.counts[State.CHANGED]

    def leave_out(self, number: int) -> None:
        """Refuse a row because the clerk says so, or take it after all; one refused for other reasons stays so."""
        found = self.decisions.page((*map(str, State), ALIKE), number, 1)
        if not found or found[0].number != number:
            return
        decision, state = found[0], found[0].state
        if decision.left_out is not None:
            decision.state, decision.left_out, decision.reasons = decision.left_out, None, []
        elif state is State.REFUSED:
            return
        else:
            decision.left_out, decision.state, decision.reasons = state, State.REFUSED, [_("Left out by hand.")]
        self.counts[state] -= 1
        self.counts[decision.state] += 1
        self.decisions.replace(number, _kind(decision), decision)

    def left_out(self) -> list[int]:
        """The numbers of the rows that are left out by hand."""
        return [row.number for row in self.decisions.each(State.REFUSED) if row.left_out is not None]

    def close(self) -> None:
        self.decisions.close()


def plan(
    session: Session, path: Path, settle: Settle = lambda header: header, progress: Progress | None = None
) -> Plan:
    """Decide about every row of a file. Raises UsageError and DataError where it is no roster; writes nothing."""
    made = Plan(path, digest_of(path), last_change(session))
    try:
        _Planner(session, made, settle, progress).run()
        if not made.headers:
            raise DataError(_("No header was found in {file}: no row names three columns such as 姓名, 性别, 身份证号. "
                              "Nothing was imported.").format(file=path.name))  # fmt: skip
    except BaseException:
        made.close()
        raise
    return made


def digest_of(path: Path) -> str:
    """The file's SHA-256; empty where it cannot be read, which `opened` says better."""
    try:
        return digest(path)
    except OSError:
        return ""


@dataclass
class _Planner:
    session: Session
    plan: Plan
    settle: Settle
    progress: Progress | None
    seen: Spool[tuple[int, Identity, bytes, int | None]] = field(default_factory=Spool)
    """Every row that is taken: its number in the file, who it is, what it says, and the child it means."""

    def run(self) -> None:
        self.places: Places = places(self.session)
        self.names = PlaceNames(self.places)
        self.staffing = Staffing(self.session, self.plan.teachers)
        self.addresses = Addresses(self.names, self.places.villages.values())
        self.today = self.session.clock.today()
        try:
            with opened(self.plan.path) as source:
                for sheet in source.sheets:
                    table = understood(sheet)
                    rows = self._read(table.rows, sheet.name)
                    while portion := list(islice(rows, PORTION)):
                        self._decide(portion)
                    if table.skipped:
                        self.plan.skipped.append((sheet.name, table.skipped))
                    if table.header is None and table.skipped:
                        sentence = _("The sheet {sheet} has no header and was not read.")
                        self.plan.remarks.append(sentence.format(sheet=sheet.name))
                self.plan.remarks += source.remarks
        finally:
            self.seen.close()

    def _read(self, rows: Iterator[ChildRow], sheet: str) -> Iterator[tuple[Entry, list[str], int]]:
        header, reader = None, None
        for row in rows:
            if row.header is not header:
                header = row.header
                reader = Reader(self._settled(header, sheet), self.today, sheet, self.addresses)
            assert reader is not None
            entry = reader.read(row.number, row.cells, row.filled)
            yield entry, row.cells, len(self.plan.headers) - 1

    def _settled(self, header: Header, sheet: str) -> Header:
        header = mapping.remembered(header, last_mapping(self.session, header.key))
        header = self.settle(header)
        self.plan.headers.append(header)
        self.plan.sheets.append(sheet)
        return header

    def _decide(self, portion: list[tuple[Entry, list[str], int]]) -> None:
        keys = [_names_of(entry) for entry, _cells, _table in portion]
        sounds = {name: romanise(name).sort_key for names in keys for name in names}
        numbers = [entry.child["id_no"] for entry, _cells, _table in portion if entry.child.get("id_no")]
        by_number, by_name = _index(known_children(self.session, numbers, sounds.values()))
        for (entry, cells, table), names in zip(portion, keys, strict=True):
            self._name_places(entry)
            sharing = by_number.get(entry.child.get("id_no", ""), [])
            for name in names:
                sharing = [*sharing, *by_name.get(sounds[name], ())]
            candidates = _unique(sharing)
            decision = Decision(self.plan.read + 1, State.REFUSED, entry, cells, table)
            self._judge(decision, candidates)
            if entry.staff and decision.state is not State.REFUSED and not decision.twin:
                self.plan.names_staff = True
                known = decision.known
                self.staffing.settle(decision, self._standing(known) if known else Standing())
            self._keep(decision)
        if self.progress:
            self.progress(self.plan.read)

    def _name_places(self, entry: Entry) -> None:
        """The names of the register for places that the file spells otherwise."""
        for kind, new in (("village", self.plan.new_villages), ("school", self.plan.new_schools)):
            told = getattr(entry, kind)
            if not told:
                continue
            name = self.names.found(kind, told)
            if name is None:
                new[told] = new.get(told, 0) + 1
                self.names.add(kind, told)
            elif name != told:
                setattr(entry, kind, name)
                if name in new:
                    new[name] += 1
            elif name in new:
                new[name] += 1

    def _judge(self, decision: Decision, candidates: list[Known]) -> None:
        entry = decision.entry
        decision.reasons = list(entry.reasons)
        who = _identity_of(entry)
        if not decision.reasons and not who.enough:
            decision.reasons.append(
                _("The row says too little: add an ID number, a birth date, a parent, the village or the school.")
            )
        if decision.reasons:
            return
        content = _digest(entry)
        if self._is_twin(decision, who, content):
            return
        found = match(who, [self._identity(known) for known in candidates])
        self._take(decision, candidates, found)
        child = decision.known.id if decision.known else None
        if child is not None and (earlier := self.seen.with_any([f"child {child}"])):
            self._refuse_twin(decision, earlier[0], content)
        if decision.state is not State.REFUSED:
            self._note_seen(entry, who, content, child)

    def _take(self, decision: Decision, candidates: list[Known], found: Match) -> None:
        decision.alike = [candidates[index] for index in found.alike]
        if found.reason:
            decision.reasons.append(found.reason)
            return
        if found.index is None:
            decision.state = State.NEW
            if not self._may_add(decision.entry):
                decision.state = State.REFUSED
                decision.reasons.append(_("You may register children of your own classes and villages only."))
            return
        known = candidates[found.index]
        if not visible(self.session.scope, known.child):
            decision.reasons.append(_("This child is not among those that you may see; ask the township office."))
            decision.alike = []
            return
        decision.known = known
        if known.child["id_no"]:
            keep_known_number(decision.entry)
        decision.changes = differences(decision.entry, known, self._standing(known))
        decision.state = State.CHANGED if decision.changes else State.SAME

    def _is_twin(self, decision: Decision, who: Identity, content: bytes) -> bool:
        """Whether the file has had this child, or its number, before; the second row is the same, or one too many."""
        keys = [f"id {who.id_no}", *(f"name {name}" for name in who.names)]
        rows = self.seen.with_any(keys)
        found = match(who, [row[1] for row in rows])
        if found.index is not None:
            self._refuse_twin(decision, rows[found.index], content)
        elif found.reason:
            row, other = rows[found.alike[0]][:2]
            decision.reasons.append(
                _("Row {row} of this file has the same ID number and another name; find out whose it is.").format(
                    row=row
                )
                if other.id_no and other.id_no == who.id_no
                else _("Row {row} of this file may be the same child; add the ID number to both.").format(row=row)
            )
        return bool(found.index is not None or found.reason)

    def _refuse_twin(
        self, decision: Decision, earlier: tuple[int, Identity, bytes, int | None], content: bytes
    ) -> None:
        decision.twin = earlier[0]
        decision.changes = []
        if earlier[2] == content:
            decision.state = State.SAME
            return
        decision.state = State.REFUSED
        sentence = _("Row {row} of this file is the same child and says other things; keep one of the two rows.")
        decision.reasons.append(sentence.format(row=earlier[0]))

    def _note_seen(self, entry: Entry, who: Identity, content: bytes, child: int | None) -> None:
        keys = [f"name {name}" for name in who.names]
        if who.id_no:
            keys.append(f"id {who.id_no}")
        if child is not None:
            keys.append(f"child {child}")
        self.seen.add("", (entry.number, who, content, child), keys)

    def _may_add(self, entry: Entry) -> bool:
        """Whether a new child would be one of those that the person may see."""
        if self.session.scope.everything:
            return True
        row = {
            "village": self.names.id_of("village", entry.village),
            "school": self.names.id_of("school", entry.school),
        }
        classes: list[int | None] = [*self.names.classes_of(row["school"], entry.school_class), None]
        return any(visible(self.session.scope, {**row, "school_class": one}) for one in classes)

    def _identity(self, known: Known) -> Identity:
        child, standing = known.child, self._standing(known)
        left = child["left_reason"] or "left" if child["registry_state"] == RegistryState.LEFT else ""
        return identity(
            (child["name"], child["former_name"]), id_no=child["id_no"], birth=child["birth_date"],
            father=known.parents.get("father", {}).get("name"), mother=known.parents.get("mother", {}).get("name"),
            village=standing.village, school=standing.school, left=left,
        )  # fmt: skip

    def _standing(self, known: Known) -> Standing:
        child = known.child
        school_class = self.places.classes.get(child["school_class"])
        return Standing(
            self.places.villages.get(child["village"]),
            self.places.schools.get(child["school"]),
            school_class[2] if school_class else None,
        )

    def _keep(self, decision: Decision) -> None:
        changed = {change.field for change in decision.changes}
        for name, remark in decision.entry.by_address.items():
            if decision.known is None or name in changed:
                decision.entry.notes.append(remark)
        self.plan.counts[decision.state] += 1
        for remarks, summaries in ((decision.entry.notes, self.plan.notes),
                                   (decision.entry.warnings, self.plan.warnings)):  # fmt: skip
            for remark in remarks:
                key = remark.column, remark.sentence
                if key in summaries:
                    summaries[key].count += 1
                else:
                    summaries[key] = Summary(*key, 1, decision.entry.number, remark.raw, remark.value)
        decision.entry.written.clear()  # a third of what is set aside, asked for only while it is decided
        self.plan.decisions.add(_kind(decision), decision)


def _kind(decision: Decision) -> str:
    return ALIKE if decision.alike and decision.state is State.NEW else decision.state.value


def _names_of(entry: Entry) -> list[str]:
    """The name as it was understood, and as the file writes it: a register may hold brackets."""
    name = entry.child.get("name")
    written = entry.written.get(("child", "name"), "").strip()
    return list(dict.fromkeys(text for text in (name, written if len(written) < 60 else "") if text))


def _identity_of(entry: Entry) -> Identity:
    return identity(
        (*_names_of(entry), entry.child.get("former_name")), id_no=entry.child.get("id_no"),
        birth=entry.child.get("birth_date"), father=entry.father.get("name"), mother=entry.mother.get("name"),
        village=entry.village, school=entry.school,
    )  # fmt: skip


def _digest(entry: Entry) -> bytes:
    """Equal for rows that say the same of the child."""
    said = (entry.child, entry.father, entry.mother, entry.carer, entry.grandparents, entry.village, entry.school,
            entry.school_class, [text for text, _raw in entry.kept],
            [(person, told.name) for person, told in entry.staff.items()])  # fmt: skip
    return blake2b(repr(said).encode(errors="replace"), digest_size=12).digest()


def _index(known: list[Known]) -> tuple[dict[str, list[Known]], dict[str, list[Known]]]:
    by_number: dict[str, list[Known]] = {}
    by_name: dict[str, list[Known]] = {}
    for one in known:
        by_number.setdefault(one.child["id_no"] or "-", []).append(one)
        by_name.setdefault(one.child["name_key"], []).append(one)
    return by_number, by_name


def _unique(known: Iterable[Known]) -> list[Known]:
    return list({one.id: one for one in known}.values())
