-- catalog.db of one edition. `n` is a rank by use, 0 the most used. Days count from 1 January 1970. Words that recur
-- (relation, standing, source, reason, location, license, ...) stand once in `words` and are named by their code.
-- The views at the end show everything with ids, words and dates, for people who open the file themselves.

CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE publishers (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL, kind TEXT NOT NULL,
    models INTEGER NOT NULL, datasets INTEGER NOT NULL, downloads INTEGER NOT NULL,
    full_name TEXT, details TEXT, verified INTEGER, seen INTEGER
);
CREATE TABLE words (kind TEXT NOT NULL, code INTEGER NOT NULL, word TEXT NOT NULL, PRIMARY KEY (kind, code)) WITHOUT ROWID;

CREATE TABLE models (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL, presence TEXT NOT NULL, gone INTEGER NOT NULL, publisher INTEGER,
    created INTEGER, modified INTEGER, downloads INTEGER, likes INTEGER,
    task INTEGER, library INTEGER, license INTEGER, gated TEXT, disabled INTEGER, sha TEXT, hub_id TEXT,
    new_version TEXT,
    first_seen INTEGER, last_seen INTEGER
);
CREATE TABLE datasets (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL, presence TEXT NOT NULL, gone INTEGER NOT NULL, publisher INTEGER,
    created INTEGER, modified INTEGER, downloads INTEGER, likes INTEGER,
    license INTEGER, gated TEXT, sha TEXT, hub_id TEXT, first_seen INTEGER, last_seen INTEGER
);
CREATE TABLE old_names (kind TEXT NOT NULL, old TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (kind, old)) WITHOUT ROWID;

CREATE TABLE links (
    child INTEGER NOT NULL, parent INTEGER NOT NULL, relation INTEGER NOT NULL, standing INTEGER NOT NULL,
    certainty REAL NOT NULL, parent_certainty REAL, reason INTEGER NOT NULL, grounds INTEGER NOT NULL, first_seen INTEGER NOT NULL,
    last_seen INTEGER NOT NULL, gone INTEGER NOT NULL, PRIMARY KEY (child, parent)
) WITHOUT ROWID;
CREATE TABLE trained_on (
    model INTEGER NOT NULL, dataset INTEGER NOT NULL, standing INTEGER NOT NULL, reason INTEGER NOT NULL,
    grounds INTEGER NOT NULL, first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL, gone INTEGER NOT NULL, PRIMARY KEY (model, dataset)
) WITHOUT ROWID;
-- `parent` and `dataset` are null where the clue was rejected; `raw` is null where it is the id of the parent or dataset.
CREATE TABLE clues (
    child INTEGER NOT NULL, place INTEGER NOT NULL, parent INTEGER, dataset INTEGER, source INTEGER NOT NULL,
    location INTEGER NOT NULL, raw TEXT, relation INTEGER, revision TEXT, first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL,
    gone INTEGER NOT NULL, supports INTEGER NOT NULL, rejection INTEGER, PRIMARY KEY (child, place)
) WITHOUT ROWID;

-- What changed, one row a change; `kind` is model or dataset, `what` a code of the word list `change`. It was seen
-- otherwise on the day `since` (null: never) and so on the day `day`, in the import of that number. `other` is the
-- parent or dataset concerned.
CREATE TABLE changes (
    kind TEXT NOT NULL, n INTEGER NOT NULL, place INTEGER NOT NULL, import INTEGER NOT NULL, day INTEGER NOT NULL,
    since INTEGER, what INTEGER NOT NULL, other_kind TEXT, other INTEGER, before TEXT, after TEXT, PRIMARY KEY (kind, n, place)
) WITHOUT ROWID;
-- What is wrong with how a model tells its origin, one row a finding; `kind` is a code of the word list `ailment`, `since`
-- the day on which it was first seen so. `health` counts them by kind, the models looked at (`models`), and those of
-- them that have one (`ailing`).
CREATE TABLE ailments (
    child INTEGER NOT NULL, kind INTEGER NOT NULL, place INTEGER NOT NULL, parent INTEGER, said TEXT, found TEXT,
    since INTEGER NOT NULL, source INTEGER, PRIMARY KEY (child, kind, place)
) WITHOUT ROWID;
CREATE TABLE health (what TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;
-- The days that the files read describe, and whether all public models or datasets were read on them.
CREATE TABLE days (day INTEGER PRIMARY KEY, whole INTEGER NOT NULL);
-- What was imported, in order: how it came, the Hub that was asked, the day of its newest file, and that of its newest
-- file that holds all public models or datasets (null: it has none).
CREATE TABLE imports (
    name TEXT PRIMARY KEY, source TEXT NOT NULL, endpoint TEXT, seen INTEGER NOT NULL, whole INTEGER
) WITHOUT ROWID;

-- How publishers can be reached, one row a contact and place: `whose` tells whether it reaches the publisher itself, an
-- author, or somebody else; `model` is the one whose file tells it (null: told of the account). `again`: a row before it
-- tells the same of this publisher. `readings` counts, for each publisher with a model in the newest sources, the files in
-- which contacts were looked for, and its models of which the card was read; `model` is its most used one.
CREATE TABLE contacts (
    publisher INTEGER NOT NULL, place INTEGER NOT NULL, again INTEGER NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL,
    purpose TEXT NOT NULL, whose TEXT NOT NULL, source TEXT NOT NULL, location TEXT NOT NULL, model INTEGER,
    seen INTEGER, PRIMARY KEY (publisher, place)
) WITHOUT ROWID;
CREATE TABLE readings (
    publisher INTEGER PRIMARY KEY, files INTEGER NOT NULL, cards INTEGER NOT NULL, model INTEGER NOT NULL
);
-- The files of weights of models that were inspected, as the newest reading of them found them.
CREATE TABLE weight_files (
    model INTEGER NOT NULL, path TEXT NOT NULL, size INTEGER, sha256 TEXT, PRIMARY KEY (model, path)
) WITHOUT ROWID;

CREATE VIEW publisher_list AS
SELECT id, kind, models, datasets, downloads, full_name, details, verified,
       date(seen * 86400, 'unixepoch') AS seen
FROM publishers;
CREATE VIEW model_list AS
SELECT m.id, p.id AS publisher, m.presence, m.gone, date(m.created * 86400, 'unixepoch') AS created, m.downloads, m.likes,
       task.word AS task, library.word AS library, license.word AS license,
       date(m.first_seen * 86400, 'unixepoch') AS first_seen, date(m.last_seen * 86400, 'unixepoch') AS last_seen
FROM models m LEFT JOIN publishers p ON p.n = m.publisher
LEFT JOIN words task ON task.kind = 'task' AND task.code = m.task
LEFT JOIN words library ON library.kind = 'library' AND library.code = m.library
LEFT JOIN words license ON license.kind = 'license' AND license.code = m.license;
CREATE VIEW link_list AS
SELECT c.id AS child, p.id AS parent, relation.word AS relation, standing.word AS standing, certainty,
       reason.word AS reason, date(l.first_seen * 86400, 'unixepoch') AS first_seen,
       date(l.last_seen * 86400, 'unixepoch') AS last_seen, l.gone
FROM links l JOIN models c ON c.n = l.child JOIN models p ON p.n = l.parent
JOIN words relation ON relation.kind = 'relation' AND relation.code = l.relation
JOIN words standing ON standing.kind = 'standing' AND standing.code = l.standing
JOIN words reason ON reason.kind = 'reason' AND reason.code = l.reason;
CREATE VIEW dataset_list AS
SELECT m.id AS model, d.id AS dataset, standing.word AS standing, date(t.first_seen * 86400, 'unixepoch') AS first_seen,
       date(t.last_seen * 86400, 'unixepoch') AS last_seen, t.gone
FROM trained_on t JOIN models m ON m.n = t.model JOIN datasets d ON d.n = t.dataset
JOIN words standing ON standing.kind = 'standing' AND standing.code = t.standing;
CREATE VIEW clue_list AS
SELECT m.id AS child, place, p.id AS parent, d.id AS dataset, source.word AS source, location.word AS location,
       coalesce(c.raw, p.id, d.id) AS raw, relation.word AS relation,
       date(c.first_seen * 86400, 'unixepoch') AS first_seen, date(c.last_seen * 86400, 'unixepoch') AS last_seen,
       c.gone, supports, rejection.word AS rejection
FROM clues c JOIN models m ON m.n = c.child
LEFT JOIN models p ON p.n = c.parent LEFT JOIN datasets d ON d.n = c.dataset
JOIN words source ON source.kind = 'source' AND source.code = c.source
JOIN words location ON location.kind = 'location' AND location.code = c.location
LEFT JOIN words relation ON relation.kind = 'relation' AND relation.code = c.relation
LEFT JOIN words rejection ON rejection.kind = 'rejection' AND rejection.code = c.rejection;
CREATE VIEW change_list AS
SELECT c.kind, coalesce(m.id, d.id) AS id, date(c.since * 86400, 'unixepoch') AS since,
       date(c.day * 86400, 'unixepoch') AS day, what.word AS change, coalesce(om.id, od.id) AS other, before, after
FROM changes c JOIN words what ON what.kind = 'change' AND what.code = c.what
LEFT JOIN models m ON c.kind = 'model' AND m.n = c.n LEFT JOIN datasets d ON c.kind = 'dataset' AND d.n = c.n
LEFT JOIN models om ON c.other_kind = 'model' AND om.n = c.other
LEFT JOIN datasets od ON c.other_kind = 'dataset' AND od.n = c.other;
CREATE VIEW ailment_list AS
SELECT m.id AS model, kind.word AS ailment, p.id AS parent, said, found, source.word AS source,
       date(a.since * 86400, 'unixepoch') AS since
FROM ailments a JOIN models m ON m.n = a.child LEFT JOIN models p ON p.n = a.parent
JOIN words kind ON kind.kind = 'ailment' AND kind.code = a.kind
LEFT JOIN words source ON source.kind = 'source' AND source.code = a.source;
CREATE VIEW contact_list AS
SELECT p.id AS publisher, c.kind, c.value, c.purpose, c.whose, c.source, m.id AS model, c.location,
       date(c.seen * 86400, 'unixepoch') AS seen
FROM contacts c JOIN publishers p ON p.n = c.publisher LEFT JOIN models m ON m.n = c.model;
