-- What is asked of all children at once and stands in rows beside them: one narrow row a child, kept by triggers.
-- Derived, and therefore no STRICT table: those are the register, which is exported and counted. An empty day is one
-- that never was, so that every comparison with it has an answer.

CREATE TABLE child_summary (
    child_id INTEGER NOT NULL PRIMARY KEY, talk TEXT NOT NULL DEFAULT '', home_visit TEXT NOT NULL DEFAULT '',
    good_deed TEXT NOT NULL DEFAULT '', letter TEXT NOT NULL DEFAULT '', mother_call TEXT NOT NULL DEFAULT '',
    mother_meeting TEXT NOT NULL DEFAULT '', mother_since TEXT NOT NULL DEFAULT '',
    mother_until TEXT NOT NULL DEFAULT '', taught_since TEXT NOT NULL DEFAULT '',
    taught_until TEXT NOT NULL DEFAULT '', carer_id INTEGER, carer_since TEXT, agreed_on TEXT, agreed_until TEXT,
    able_parent_home INTEGER NOT NULL DEFAULT 0
);

CREATE VIEW child_summary_source AS
SELECT
    child.id AS child_id,
    ifnull((SELECT max(happened_on) FROM care_record
            WHERE child_id = child.id AND kind = 'talk' AND withdrawn_on IS NULL), '') AS talk,
    ifnull((SELECT max(happened_on) FROM care_record
            WHERE child_id = child.id AND kind = 'home_visit' AND withdrawn_on IS NULL), '') AS home_visit,
    ifnull((SELECT max(happened_on) FROM care_record
            WHERE child_id = child.id AND kind = 'good_deed' AND withdrawn_on IS NULL), '') AS good_deed,
    ifnull((SELECT max(happened_on) FROM care_record
            WHERE child_id = child.id AND kind = 'letter' AND withdrawn_on IS NULL), '') AS letter,
    ifnull((SELECT max(happened_on) FROM care_record
            WHERE child_id = child.id AND kind = 'mother_duty' AND withdrawn_on IS NULL
            AND way IN ('phone', 'video')), '') AS mother_call,
    ifnull((SELECT max(happened_on) FROM care_record
            WHERE child_id = child.id AND kind = 'mother_duty' AND withdrawn_on IS NULL
            AND way = 'face'), '') AS mother_meeting,
    ifnull((SELECT max(from_on) FROM pairing
            WHERE child_id = child.id AND kind = 'loving_mother' AND to_on IS NULL), '') AS mother_since,
    ifnull((SELECT max(to_on) FROM pairing
            WHERE child_id = child.id AND kind = 'loving_mother'), '') AS mother_until,
    ifnull((SELECT max(from_on) FROM pairing
            WHERE child_id = child.id AND kind = 'little_teacher' AND to_on IS NULL), '') AS taught_since,
    ifnull((SELECT max(to_on) FROM pairing
            WHERE child_id = child.id AND kind = 'little_teacher'), '') AS taught_until,
    (SELECT max(id) FROM carer WHERE child_id = child.id AND to_on IS NULL) AS carer_id,
    (SELECT from_on FROM carer WHERE child_id = child.id AND to_on IS NULL ORDER BY id DESC LIMIT 1) AS carer_since,
    (SELECT agreement_on FROM carer WHERE child_id = child.id AND to_on IS NULL ORDER BY id DESC LIMIT 1) AS agreed_on,
    (SELECT agreement_until FROM carer
     WHERE child_id = child.id AND to_on IS NULL ORDER BY id DESC LIMIT 1) AS agreed_until,
    EXISTS (
        SELECT 1 FROM parent
        WHERE child_id = child.id AND whereabouts = 'home' AND ifnull(condition, '') NOT IN (
            'prison', 'drug_treatment', 'restrained', 'lost_contact', 'missing', 'dead', 'revoked'
        ) AND ifnull(able, ifnull(condition, '') NOT IN ('serious_illness', 'severe_disability'))
    ) AS able_parent_home
FROM child;
