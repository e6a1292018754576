-- The first schema. Frozen: later changes are migrations of their own.
-- Codes are those of db/vocabulary.py, dates ISO text, instants UTC text, flags 0/1/NULL.

CREATE TABLE "school" (
    id INTEGER NOT NULL PRIMARY KEY, uid TEXT NOT NULL, created_at TEXT NOT NULL, created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL, updated_by TEXT NOT NULL, version INTEGER NOT NULL, name TEXT NOT NULL, stages TEXT,
    address TEXT, phone TEXT, hotline TEXT, active INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX school_uid ON school (uid);

CREATE UNIQUE INDEX school_name ON school (name);

CREATE TABLE "village" (
    id INTEGER NOT NULL PRIMARY KEY, uid TEXT NOT NULL, created_at TEXT NOT NULL, created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL, updated_by TEXT NOT NULL, version INTEGER NOT NULL, name TEXT NOT NULL, phone TEXT,
    active INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX village_uid ON village (uid);

CREATE UNIQUE INDEX village_name ON village (name);

CREATE TABLE "staff" (
    id INTEGER NOT NULL PRIMARY KEY, uid TEXT NOT NULL, created_at TEXT NOT NULL, created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL, updated_by TEXT NOT NULL, version INTEGER NOT NULL, name TEXT NOT NULL,
    name_key TEXT NOT NULL, sex TEXT, languages TEXT, roles TEXT NOT NULL, unit TEXT, post TEXT, phone TEXT,
    school_id INTEGER REFERENCES school (id), village_id INTEGER REFERENCES village (id),
    directs_village_id INTEGER REFERENCES village (id), capacity INTEGER NOT NULL, trained_on TEXT,
    commitment_on TEXT, active INTEGER NOT NULL, left_on TEXT, note TEXT
) STRICT;

CREATE UNIQUE INDEX staff_uid ON staff (uid);

CREATE INDEX staff_name_key ON staff (name_key);

CREATE INDEX staff_school_id ON staff (school_id);

CREATE INDEX staff_village_id ON staff (village_id);

CREATE INDEX staff_directs_village_id ON staff (directs_village_id);

CREATE TABLE "school_class" (
    id INTEGER NOT NULL PRIMARY KEY, uid TEXT NOT NULL, created_at TEXT NOT NULL, created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL, updated_by TEXT NOT NULL, version INTEGER NOT NULL,
    school_id INTEGER NOT NULL REFERENCES school (id), school_year INTEGER NOT NULL, stage TEXT NOT NULL,
    grade INTEGER NOT NULL, number INTEGER NOT NULL, teacher_id INTEGER REFERENCES staff (id)
) STRICT;

CREATE UNIQUE INDEX school_class_uid ON school_class (uid);

CREATE INDEX school_class_teacher_id ON school_class (teacher_id);

CREATE UNIQUE INDEX school_class_school_id_school_year_stage_grade_number ON school_class (school_id, school_year, stage, grade, number);

CREATE TABLE "child" (
    id INTEGER NOT NULL PRIMARY KEY, uid TEXT NOT NULL, created_at TEXT NOT NULL, created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL, updated_by TEXT NOT NULL, version INTEGER NOT NULL, name TEXT NOT NULL,
    name_key TEXT NOT NULL, syllables TEXT NOT NULL, former_name TEXT, nickname TEXT, sex TEXT, nation TEXT,
    languages TEXT, birth_date TEXT, id_type TEXT, id_no TEXT, id_note TEXT, household_kind TEXT, household_address TEXT,
    village_id INTEGER REFERENCES village (id), village_group TEXT, address TEXT, phone TEXT, photo TEXT,
    health TEXT, disabilities TEXT, disability_level INTEGER, disability_no TEXT, illness TEXT, schooling TEXT,
    school_id INTEGER REFERENCES school (id), school_class_id INTEGER REFERENCES school_class (id), student_no TEXT,
    boarding INTEGER, character TEXT, hobbies TEXT, study_note TEXT, conduct TEXT, care_reason TEXT,
    actual_care TEXT, living TEXT, unattended INTEGER, guardianship_kind TEXT, guardianship_grade TEXT,
    improper_guardianship TEXT, reported_to_police INTEGER, incomes TEXT, aids TEXT, risk TEXT, risk_reason TEXT,
    risk_on TEXT, registry_state TEXT NOT NULL, file_no TEXT, registered_on TEXT NOT NULL, reported_on TEXT,
    claimed INTEGER, left_on TEXT, left_reason TEXT, left_note TEXT, surveyed_on TEXT, filled_by TEXT,
    reviewed_by TEXT, responsible TEXT, filled_on TEXT, civil_computed INTEGER, civil_overruled INTEGER,
    civil_reason TEXT, civil INTEGER, school_computed INTEGER, school_overruled INTEGER, school_reason TEXT,
    school_practice INTEGER, consent_by TEXT, consent_on TEXT, consent_no TEXT, consent_purpose TEXT,
    note TEXT
) STRICT;

CREATE UNIQUE INDEX child_uid ON child (uid);

CREATE INDEX child_living ON child (living);

CREATE INDEX child_unattended ON child (unattended);

CREATE INDEX child_file_no ON child (file_no);

CREATE INDEX child_registry_state_name_key ON child (registry_state, name_key);

CREATE INDEX child_registry_state_birth_date ON child (registry_state, birth_date);

CREATE INDEX child_registry_state_id_no ON child (registry_state, id_no);

CREATE INDEX child_registry_state_village_id ON child (registry_state, village_id);

CREATE INDEX child_registry_state_school_id_village_id_surveyed_on_re_06caf05 ON child
    (registry_state, school_id, village_id, surveyed_on, registered_on);

CREATE INDEX child_registry_state_surveyed_on ON child (registry_state, surveyed_on);

CREATE INDEX child_registry_state_risk ON child (registry_state, risk);

CREATE INDEX child_registry_state_updated_at ON child (registry_state, updated_at);

CREATE INDEX child_village_id_name_key ON child (village_id, name_key);

CREATE INDEX child_school_id_name_key ON child (school_id, name_key);

CREATE INDEX child_school_class_id_name_key ON child (school_class_id, name_key);

CREATE INDEX child_risk_name_key ON child (risk, name_key);

CREATE UNIQUE INDEX child_id_no_unique ON child (id_no) WHERE id_no IS NOT NULL;

CREATE INDEX child_figures ON child
    (id, registry_state, registered_on, left_on, left_reason, surveyed_on, birth_date, risk, household_kind, schooling,
     village_id, school_id, school_class_id);

CREATE TABLE "parent" (
    id INTEGER NOT NULL PRIMARY KEY, uid TEXT NOT NULL, created_at TEXT NOT NULL, created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL, updated_by TEXT NOT NULL, version INTEGER NOT NULL,
    child_id INTEGER NOT NULL REFERENCES child (id), role TEXT NOT NULL, name TEXT, birth_date TEXT, id_no TEXT,
    phone TEXT, whereabouts TEXT, away_since TEXT, work_province TEXT, work_city TEXT, work_place TEXT, health TEXT,
    condition TEXT, able INTEGER, note TEXT
) STRICT;

CREATE UNIQUE INDEX parent_uid ON parent (uid);

CREATE UNIQUE INDEX parent_child_id_role ON parent (child_id, role);

CREATE TABLE "grandparent" (
    id INTEGER NOT NULL PRIMARY KEY, uid TEXT NOT NULL, created_at TEXT NOT NULL, created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL, updated_by TEXT NOT NULL, version INTEGER NOT NULL,
    child_id INTEGER NOT NULL REFERENCES child (id), role TEXT NOT NULL, name TEXT, birth_date TEXT, deceased INTEGER
) STRICT;

CREATE UNIQUE INDEX grandparent_uid ON grandparent (uid);

CREATE UNIQUE INDEX grandparent_child_id_role ON grandparent (child_id, role);

CREATE TABLE "carer" (
    id INTEGER NOT NULL PRIMARY KEY, uid TEXT NOT NULL, created_at TEXT NOT NULL, created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL, updated_by TEXT NOT NULL, version INTEGER NOT NULL,
    child_id INTEGER NOT NULL REFERENCES child (id), name TEXT NOT NULL, relation TEXT, relation_word TEXT, sex TEXT,
    birth_date TEXT, id_type TEXT, id_no TEXT, phone TEXT, address TEXT, health TEXT, illness TEXT,
    full_capacity INTEGER, bars TEXT, child_wish_heard INTEGER, school_notified INTEGER, village_notified INTEGER,
    checked_on TEXT, agreement_on TEXT, agreement_until TEXT, agreement_at_village INTEGER,
    agreement_at_school INTEGER, from_on TEXT, to_on TEXT, end_reason TEXT, note TEXT
) STRICT;

CREATE UNIQUE INDEX carer_uid ON carer (uid);

CREATE INDEX carer_child_id ON carer (child_id);

CREATE INDEX carer_present ON carer (child_id, bars, full_capacity, birth_date, to_on) WHERE to_on IS NULL;

CREATE TABLE "distinct_pair" (
    id INTEGER NOT NULL PRIMARY KEY, uid TEXT NOT NULL, created_at TEXT NOT NULL, created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL, updated_by TEXT NOT NULL, version INTEGER NOT NULL,
    child_id INTEGER NOT NULL REFERENCES child (id), other_id INTEGER NOT NULL REFERENCES child (id),
    withdrawn_on TEXT
) STRICT;

CREATE UNIQUE INDEX distinct_pair_uid ON distinct_pair (uid);

CREATE INDEX distinct_pair_other_id ON distinct_pair (other_id);

CREATE UNIQUE INDEX distinct_pair_child_id_other_id ON distinct_pair (child_id, other_id);

CREATE TABLE "enrolment" (
    id INTEGER NOT NULL PRIMARY KEY, uid TEXT NOT NULL, created_at TEXT NOT NULL, created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL, updated_by TEXT NOT NULL, version INTEGER NOT NULL,
    child_id INTEGER NOT NULL REFERENCES child (id), school_class_id INTEGER NOT NULL REFERENCES school_class (id),
    from_on TEXT NOT NULL, to_on TEXT, outcome TEXT
) STRICT;

CREATE UNIQUE INDEX enrolment_uid ON enrolment (uid);

CREATE INDEX enrolment_child_id ON enrolment (child_id);

CREATE INDEX enrolment_school_class_id ON enrolment (school_class_id);

CREATE TABLE "semester" (
    id INTEGER NOT NULL PRIMARY KEY, uid TEXT NOT NULL, created_at TEXT NOT NULL, created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL, updated_by TEXT NOT NULL, version INTEGER NOT NULL, school_year INTEGER NOT NULL,
    term INTEGER NOT NULL, name TEXT NOT NULL, starts_on TEXT NOT NULL, ends_on TEXT NOT NULL,
    survey_due_on TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX semester_uid ON semester (uid);

CREATE UNIQUE INDEX semester_name ON semester (name);

CREATE UNIQUE INDEX semester_starts_on ON semester (starts_on);

CREATE UNIQUE INDEX semester_school_year_term ON semester (school_year, term);

CREATE TABLE "survey" (
    id INTEGER NOT NULL PRIMARY KEY, uid TEXT NOT NULL, created_at TEXT NOT NULL, created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL, updated_by TEXT NOT NULL, version INTEGER NOT NULL,
    child_id INTEGER NOT NULL REFERENCES child (id), semester_id INTEGER NOT NULL REFERENCES semester (id),
    surveyed_on TEXT NOT NULL, surveyed_by TEXT, registry_state TEXT NOT NULL, sex TEXT, birth_date TEXT,
    household_kind TEXT, village_id INTEGER REFERENCES village (id), school_id INTEGER REFERENCES school (id),
    schooling TEXT, boarding INTEGER, health TEXT, care_reason TEXT, actual_care TEXT, living TEXT,
    guardianship_grade TEXT, aids TEXT, risk TEXT, father_whereabouts TEXT, mother_whereabouts TEXT, civil INTEGER,
    school_practice INTEGER, note TEXT
) STRICT;

CREATE UNIQUE INDEX survey_uid ON survey (uid);

CREATE INDEX survey_semester_id ON survey (semester_id);

CREATE UNIQUE INDEX survey_child_id_semester_id ON survey (child_id, semester_id);

CREATE TABLE "pairing" (
    id INTEGER NOT NULL PRIMARY KEY, uid TEXT NOT NULL, created_at TEXT NOT NULL, created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL, updated_by TEXT NOT NULL, version INTEGER NOT NULL,
    child_id INTEGER NOT NULL REFERENCES child (id), staff_id INTEGER REFERENCES staff (id),
    helper_child_id INTEGER REFERENCES child (id), kind TEXT NOT NULL, from_on TEXT NOT NULL, to_on TEXT,
    start_reason TEXT, end_reason TEXT, agreed_on TEXT, CHECK ((staff_id IS NULL) <> (helper_child_id IS NULL))
) STRICT;

CREATE UNIQUE INDEX pairing_uid ON pairing (uid);

CREATE INDEX pairing_child_id ON pairing (child_id);

CREATE INDEX pairing_staff_id ON pairing (staff_id);

CREATE INDEX pairing_helper_child_id ON pairing (helper_child_id);

CREATE UNIQUE INDEX pairing_one_open ON pairing (child_id, kind) WHERE to_on IS NULL;

CREATE TABLE "care_record" (
    id INTEGER NOT NULL PRIMARY KEY, uid TEXT NOT NULL, created_at TEXT NOT NULL, created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL, updated_by TEXT NOT NULL, version INTEGER NOT NULL,
    child_id INTEGER NOT NULL REFERENCES child (id), kind TEXT NOT NULL, happened_on TEXT NOT NULL,
    starts_at TEXT, staff_id INTEGER REFERENCES staff (id), by_name TEXT,
    semester_id INTEGER REFERENCES semester (id), place TEXT, summary TEXT, follow_up_on TEXT, way TEXT, topics TEXT,
    child_wish TEXT, measure TEXT, effect TEXT, met_name TEXT, met_relation TEXT, guardian_opinion TEXT, aim TEXT,
    home_state TEXT, behaviour TEXT, told TEXT, next_step TEXT, phone TEXT, minutes INTEGER, festival TEXT,
    answered_on TEXT, subject TEXT, mark INTEGER, withdrawn_on TEXT, withdrawn_reason TEXT
) STRICT;

CREATE UNIQUE INDEX care_record_uid ON care_record (uid);

CREATE INDEX care_record_happened_on ON care_record (happened_on);

CREATE INDEX care_record_staff_id ON care_record (staff_id);

CREATE INDEX care_record_child_id_kind_withdrawn_on_happened_on_way ON care_record (child_id, kind, withdrawn_on, happened_on, way);

CREATE INDEX care_record_semester_id_kind_child_id ON care_record (semester_id, kind, child_id);

CREATE TABLE "care_plan" (
    id INTEGER NOT NULL PRIMARY KEY, uid TEXT NOT NULL, created_at TEXT NOT NULL, created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL, updated_by TEXT NOT NULL, version INTEGER NOT NULL,
    child_id INTEGER NOT NULL REFERENCES child (id), cause TEXT NOT NULL, facts TEXT NOT NULL,
    found_on TEXT NOT NULL, goal TEXT, state_study TEXT, state_conduct TEXT, state_mind TEXT, state_family TEXT,
    starts_on TEXT NOT NULL, next_review_on TEXT, closed_on TEXT, outcome TEXT, close_reason TEXT
) STRICT;

CREATE UNIQUE INDEX care_plan_uid ON care_plan (uid);

CREATE INDEX care_plan_child_id ON care_plan (child_id);

CREATE TABLE "plan_measure" (
    id INTEGER NOT NULL PRIMARY KEY, uid TEXT NOT NULL, created_at TEXT NOT NULL, created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL, updated_by TEXT NOT NULL, version INTEGER NOT NULL,
    plan_id INTEGER NOT NULL REFERENCES care_plan (id), measure TEXT NOT NULL,
    staff_id INTEGER REFERENCES staff (id), by_name TEXT, rhythm TEXT, done_on TEXT
) STRICT;

CREATE UNIQUE INDEX plan_measure_uid ON plan_measure (uid);

CREATE INDEX plan_measure_plan_id ON plan_measure (plan_id);

CREATE INDEX plan_measure_staff_id ON plan_measure (staff_id);

CREATE TABLE "plan_review" (
    id INTEGER NOT NULL PRIMARY KEY, uid TEXT NOT NULL, created_at TEXT NOT NULL, created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL, updated_by TEXT NOT NULL, version INTEGER NOT NULL,
    plan_id INTEGER NOT NULL REFERENCES care_plan (id), reviewed_on TEXT NOT NULL, by_name TEXT,
    result TEXT NOT NULL, next_review_on TEXT
) STRICT;

CREATE UNIQUE INDEX plan_review_uid ON plan_review (uid);

CREATE INDEX plan_review_plan_id ON plan_review (plan_id);

CREATE TABLE "incident" (
    id INTEGER NOT NULL PRIMARY KEY, uid TEXT NOT NULL, created_at TEXT NOT NULL, created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL, updated_by TEXT NOT NULL, version INTEGER NOT NULL,
    child_id INTEGER NOT NULL REFERENCES child (id), kind TEXT NOT NULL, facts TEXT NOT NULL, found_at TEXT NOT NULL,
    found_by TEXT, reported_at TEXT, reported_to TEXT, receipt_no TEXT, closed_on TEXT, outcome TEXT,
    urgent INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX incident_uid ON incident (uid);

CREATE INDEX incident_child_id ON incident (child_id);

CREATE TABLE "activity" (
    id INTEGER NOT NULL PRIMARY KEY, uid TEXT NOT NULL, created_at TEXT NOT NULL, created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL, updated_by TEXT NOT NULL, version INTEGER NOT NULL, kind TEXT NOT NULL,
    title TEXT NOT NULL, on_date TEXT NOT NULL, until_date TEXT, starts_at TEXT, ends_at TEXT, place TEXT,
    school_id INTEGER REFERENCES school (id), village_id INTEGER REFERENCES village (id),
    semester_id INTEGER REFERENCES semester (id), organiser TEXT, chair TEXT, recorder TEXT, lecturer TEXT,
    lecturer_unit TEXT, audience TEXT, escorts TEXT, consents INTEGER, topics TEXT, route TEXT, transport TEXT,
    safety TEXT, materials TEXT, minutes TEXT, problems TEXT, decisions TEXT, passed_on_to TEXT, awards TEXT,
    budget INTEGER, gifts TEXT, photos TEXT, expected INTEGER, others_present INTEGER, state TEXT NOT NULL,
    summary TEXT, cancelled_reason TEXT, series TEXT
) STRICT;

CREATE UNIQUE INDEX activity_uid ON activity (uid);

CREATE INDEX activity_on_date ON activity (on_date);

CREATE INDEX activity_school_id ON activity (school_id);

CREATE INDEX activity_village_id ON activity (village_id);

CREATE INDEX activity_semester_id ON activity (semester_id);

CREATE INDEX activity_series ON activity (series);

CREATE TABLE "working_group_member" (
    id INTEGER NOT NULL PRIMARY KEY, uid TEXT NOT NULL, created_at TEXT NOT NULL, created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL, updated_by TEXT NOT NULL, version INTEGER NOT NULL, name TEXT NOT NULL, post TEXT,
    duty TEXT, phone TEXT, leads INTEGER NOT NULL, from_on TEXT, to_on TEXT
) STRICT;

CREATE UNIQUE INDEX working_group_member_uid ON working_group_member (uid);

CREATE TABLE "attendance" (
    id INTEGER NOT NULL PRIMARY KEY, uid TEXT NOT NULL, created_at TEXT NOT NULL, created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL, updated_by TEXT NOT NULL, version INTEGER NOT NULL,
    activity_id INTEGER NOT NULL REFERENCES activity (id), child_id INTEGER REFERENCES child (id),
    carer_id INTEGER REFERENCES carer (id), staff_id INTEGER REFERENCES staff (id),
    member_id INTEGER REFERENCES working_group_member (id), present INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX attendance_uid ON attendance (uid);

CREATE INDEX attendance_child_id ON attendance (child_id);

CREATE INDEX attendance_carer_id ON attendance (carer_id);

CREATE INDEX attendance_staff_id ON attendance (staff_id);

CREATE INDEX attendance_member_id ON attendance (member_id);

CREATE UNIQUE INDEX attendance_activity_id_child_id_carer_id_staff_id_member_id ON attendance (activity_id, child_id, carer_id, staff_id, member_id);

CREATE TABLE "phase" (
    id INTEGER NOT NULL PRIMARY KEY, uid TEXT NOT NULL, created_at TEXT NOT NULL, created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL, updated_by TEXT NOT NULL, version INTEGER NOT NULL, position INTEGER NOT NULL,
    name TEXT, starts_on TEXT, ends_on TEXT, tasks TEXT, closed_on TEXT, result TEXT
) STRICT;

CREATE UNIQUE INDEX phase_uid ON phase (uid);

CREATE UNIQUE INDEX phase_position ON phase (position);

CREATE TABLE "home_item" (
    id INTEGER NOT NULL PRIMARY KEY, uid TEXT NOT NULL, created_at TEXT NOT NULL, created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL, updated_by TEXT NOT NULL, version INTEGER NOT NULL,
    school_id INTEGER REFERENCES school (id), village_id INTEGER REFERENCES village (id), kind TEXT NOT NULL,
    name TEXT NOT NULL, quantity INTEGER NOT NULL, unit TEXT, source TEXT, acquired_on TEXT, value_yuan INTEGER,
    state TEXT, keeper TEXT, note TEXT, retired_on TEXT, retired_reason TEXT
) STRICT;

CREATE UNIQUE INDEX home_item_uid ON home_item (uid);

CREATE INDEX home_item_school_id ON home_item (school_id);

CREATE INDEX home_item_village_id ON home_item (village_id);

CREATE TABLE "home_requirement" (
    id INTEGER NOT NULL PRIMARY KEY, uid TEXT NOT NULL, created_at TEXT NOT NULL, created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL, updated_by TEXT NOT NULL, version INTEGER NOT NULL, position INTEGER NOT NULL,
    kind TEXT NOT NULL, name TEXT NOT NULL, words TEXT, quantity INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX home_requirement_uid ON home_requirement (uid);

CREATE UNIQUE INDEX home_requirement_position ON home_requirement (position);

CREATE TABLE "rule_interval" (
    id INTEGER NOT NULL PRIMARY KEY, uid TEXT NOT NULL, created_at TEXT NOT NULL, created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL, updated_by TEXT NOT NULL, version INTEGER NOT NULL, what TEXT NOT NULL, risk TEXT,
    days INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX rule_interval_uid ON rule_interval (uid);

CREATE UNIQUE INDEX rule_interval_what_risk ON rule_interval (what, risk);

CREATE TABLE "festival_tick" (
    id INTEGER NOT NULL PRIMARY KEY, uid TEXT NOT NULL, created_at TEXT NOT NULL, created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL, updated_by TEXT NOT NULL, version INTEGER NOT NULL, festival TEXT NOT NULL,
    letters INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX festival_tick_uid ON festival_tick (uid);

CREATE UNIQUE INDEX festival_tick_festival ON festival_tick (festival);

CREATE TABLE "nine_one_item" (
    id INTEGER NOT NULL PRIMARY KEY, uid TEXT NOT NULL, created_at TEXT NOT NULL, created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL, updated_by TEXT NOT NULL, version INTEGER NOT NULL, item TEXT NOT NULL,
    position INTEGER NOT NULL, wanted INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX nine_one_item_uid ON nine_one_item (uid);

CREATE UNIQUE INDEX nine_one_item_item ON nine_one_item (item);

CREATE UNIQUE INDEX nine_one_item_position ON nine_one_item (position);

CREATE TABLE "vocabulary" (
    id INTEGER NOT NULL PRIMARY KEY, vocabulary TEXT NOT NULL, code TEXT NOT NULL, position INTEGER NOT NULL,
    name TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX vocabulary_vocabulary_code ON vocabulary (vocabulary, code);

CREATE TABLE "user" (
    id INTEGER NOT NULL PRIMARY KEY, uid TEXT NOT NULL, created_at TEXT NOT NULL, created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL, updated_by TEXT NOT NULL, version INTEGER NOT NULL, name TEXT NOT NULL, full_name TEXT,
    role TEXT NOT NULL, schools TEXT, classes TEXT, villages TEXT, helper_id INTEGER, ssh_key TEXT,
    pin TEXT, active INTEGER NOT NULL, FOREIGN KEY (helper_id) REFERENCES staff (id)
) STRICT;

CREATE UNIQUE INDEX user_uid ON user (uid);

CREATE UNIQUE INDEX user_name ON user (name);

CREATE INDEX user_helper_id ON user (helper_id);

CREATE TABLE "change_log" (
    id INTEGER NOT NULL PRIMARY KEY, at TEXT NOT NULL, by TEXT NOT NULL, session TEXT NOT NULL, action TEXT NOT NULL,
    table_name TEXT NOT NULL, row_id INTEGER, child_id INTEGER, changes TEXT, reason TEXT, batch_id INTEGER,
    deed INTEGER, undoes INTEGER, salt TEXT, digest TEXT, seal TEXT
) STRICT;

CREATE INDEX change_log_child_id ON change_log (child_id);

CREATE INDEX change_log_batch_id ON change_log (batch_id);

CREATE INDEX change_log_table_name_row_id ON change_log (table_name, row_id);

CREATE TABLE "draft" (
    by TEXT NOT NULL, form TEXT NOT NULL, object_id INTEGER NOT NULL, session TEXT NOT NULL,
    process INTEGER NOT NULL, base_version INTEGER NOT NULL, payload TEXT NOT NULL, updated_at TEXT NOT NULL,
    PRIMARY KEY (by, form, object_id, session)
) STRICT;

CREATE TABLE "setting" (
    id INTEGER NOT NULL PRIMARY KEY, uid TEXT NOT NULL, created_at TEXT NOT NULL, created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL, updated_by TEXT NOT NULL, version INTEGER NOT NULL, name TEXT NOT NULL,
    value TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX setting_uid ON setting (uid);

CREATE UNIQUE INDEX setting_name ON setting (name);

CREATE TABLE "saved_view" (
    id INTEGER NOT NULL PRIMARY KEY, uid TEXT NOT NULL, created_at TEXT NOT NULL, created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL, updated_by TEXT NOT NULL, version INTEGER NOT NULL, owner TEXT NOT NULL,
    screen TEXT NOT NULL, name TEXT NOT NULL, definition TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX saved_view_uid ON saved_view (uid);

CREATE UNIQUE INDEX saved_view_owner_screen_name ON saved_view (owner, screen, name);

CREATE TABLE "import_batch" (
    id INTEGER NOT NULL PRIMARY KEY, uid TEXT NOT NULL, created_at TEXT NOT NULL, created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL, updated_by TEXT NOT NULL, version INTEGER NOT NULL, file_name TEXT NOT NULL,
    file_sha256 TEXT NOT NULL, header_key TEXT, mapping TEXT, read INTEGER NOT NULL, new INTEGER NOT NULL,
    changed INTEGER NOT NULL, same INTEGER NOT NULL, refused INTEGER NOT NULL, undone_at TEXT
) STRICT;

CREATE UNIQUE INDEX import_batch_uid ON import_batch (uid);

CREATE TABLE "privacy_request" (
    id INTEGER NOT NULL PRIMARY KEY, uid TEXT NOT NULL, created_at TEXT NOT NULL, created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL, updated_by TEXT NOT NULL, version INTEGER NOT NULL, child_id INTEGER NOT NULL,
    kind TEXT NOT NULL, asked_by TEXT NOT NULL, relation TEXT, asked_on TEXT NOT NULL, detail TEXT,
    state TEXT NOT NULL, answered_on TEXT, answer TEXT, FOREIGN KEY (child_id) REFERENCES child (id)
) STRICT;

CREATE UNIQUE INDEX privacy_request_uid ON privacy_request (uid);

CREATE INDEX privacy_request_child_id ON privacy_request (child_id);

CREATE VIRTUAL TABLE child_search
USING fts5(han, letters, digits, content='', prefix='1 2 3', detail=column, columnsize=0);

CREATE VIRTUAL TABLE relative_search USING fts5(words, content='', detail=none, columnsize=0);

-- A line may be emptied, once: its salt gives way to the digest of what was in it.
CREATE TRIGGER change_log_no_update BEFORE UPDATE ON change_log
WHEN OLD.digest IS NOT NULL OR NEW.digest IS NULL OR NEW.salt IS NOT NULL OR NEW.reason IS NOT NULL
  OR (OLD.id, OLD.at, OLD.by, OLD.session, OLD.action, OLD.table_name, OLD.row_id, OLD.child_id, OLD.batch_id, OLD.deed,
      OLD.undoes, OLD.seal)
  IS NOT (NEW.id, NEW.at, NEW.by, NEW.session, NEW.action, NEW.table_name, NEW.row_id, NEW.child_id, NEW.batch_id,
          NEW.deed, NEW.undoes, NEW.seal)
BEGIN SELECT RAISE(ABORT, 'append only'); END;

CREATE TRIGGER change_log_no_delete BEFORE DELETE ON change_log BEGIN SELECT RAISE(ABORT, 'append only'); END;

CREATE TRIGGER change_log_in_order BEFORE INSERT ON change_log
WHEN NEW.id IS NOT NULL AND NEW.id <> -1 AND NEW.id <> (SELECT coalesce(max(id), 0) + 1 FROM change_log)
BEGIN SELECT RAISE(ABORT, 'append only'); END;

