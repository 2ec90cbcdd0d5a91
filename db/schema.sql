CREATE TABLE terms (
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE,
    key TEXT NOT NULL,
    frequency REAL,
    retired INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1))
) STRICT;

CREATE INDEX terms_in_order ON terms (frequency DESC);

CREATE INDEX terms_retired ON terms (id) WHERE retired = 1;

CREATE TABLE sources (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    imported_at TEXT NOT NULL
) STRICT;

CREATE TABLE proposals (
    low INTEGER NOT NULL REFERENCES terms (id),
    high INTEGER NOT NULL REFERENCES terms (id),
    source_id INTEGER NOT NULL REFERENCES sources (id),
    head INTEGER NOT NULL,
    relation TEXT,
    note TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (low, high, source_id),
    CHECK (low < high AND head IN (low, high))
) STRICT, WITHOUT ROWID;

CREATE INDEX proposals_by_high ON proposals (high);

CREATE TABLE pairs (
    low INTEGER NOT NULL REFERENCES terms (id),
    high INTEGER NOT NULL REFERENCES terms (id),
    head INTEGER NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('accepted', 'rejected', 'skipped')),
    relation TEXT,
    note TEXT NOT NULL DEFAULT '',
    curator TEXT NOT NULL,
    decided_at TEXT NOT NULL,
    seq INTEGER NOT NULL REFERENCES ledger (seq), weight REAL NOT NULL DEFAULT 1 CHECK (weight >= 0), low_sense TEXT NOT NULL DEFAULT '', high_sense TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (low, high),
    CHECK (low < high AND head IN (low, high))
) STRICT, WITHOUT ROWID;

CREATE INDEX pairs_by_high ON pairs (high);

CREATE TABLE ledger (
    seq INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    curator TEXT NOT NULL,
    action TEXT NOT NULL,
    label TEXT NOT NULL,
    data TEXT NOT NULL,
    target INTEGER REFERENCES ledger (seq),
    below INTEGER REFERENCES ledger (seq),
    undo_top INTEGER REFERENCES ledger (seq),
    redo_top INTEGER REFERENCES ledger (seq)
, hash BLOB NOT NULL DEFAULT x'') STRICT;

CREATE TRIGGER ledger_keeps BEFORE DELETE ON ledger
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;

CREATE TABLE spaces (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    encoder TEXT NOT NULL DEFAULT '',
    dim INTEGER NOT NULL CHECK (dim > 0),
    created_at TEXT NOT NULL,
    storage TEXT NOT NULL DEFAULT 'float32'
    CHECK (storage IN ('float32', 'float16'))) STRICT;

CREATE TABLE vector_blocks (
    space_id INTEGER NOT NULL REFERENCES spaces (id),
    block INTEGER NOT NULL,
    count INTEGER NOT NULL CHECK (count > 0),
    term_ids BLOB NOT NULL,
    vectors BLOB NOT NULL,
    PRIMARY KEY (space_id, block)
) STRICT;

CREATE TABLE adjusted (
    space_id INTEGER NOT NULL REFERENCES spaces (id),
    term_id INTEGER NOT NULL REFERENCES terms (id),
    vector BLOB NOT NULL,
    PRIMARY KEY (space_id, term_id)
) STRICT;

CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE view (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE INDEX terms_by_key ON terms (key) WHERE key <> '';

CREATE TABLE block_stamps (
    space_id INTEGER NOT NULL REFERENCES spaces (id),
    block INTEGER NOT NULL,
    rows INTEGER NOT NULL CHECK (rows > 0),
    stamp BLOB NOT NULL,
    PRIMARY KEY (space_id, block)
) STRICT, WITHOUT ROWID;

CREATE TABLE neighbour_blocks (
    space_id INTEGER NOT NULL REFERENCES spaces (id),
    block INTEGER NOT NULL,
    count INTEGER NOT NULL CHECK (count > 0),
    k INTEGER NOT NULL CHECK (k > 0),
    among INTEGER NOT NULL,
    neighbours BLOB NOT NULL,
    cosines BLOB NOT NULL,
    PRIMARY KEY (space_id, block)
) STRICT;

CREATE TABLE cross_encoders (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    stamp TEXT NOT NULL,
    run INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE cross_scores (
    cross_encoder_id INTEGER NOT NULL REFERENCES cross_encoders (id),
    low INTEGER NOT NULL REFERENCES terms (id),
    high INTEGER NOT NULL REFERENCES terms (id),
    score REAL NOT NULL CHECK (score BETWEEN 0 AND 1),
    run INTEGER NOT NULL,
    PRIMARY KEY (cross_encoder_id, low, high),
    CHECK (low < high)
) STRICT, WITHOUT ROWID;

CREATE TABLE evaluations (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    curator TEXT NOT NULL,
    seq INTEGER NOT NULL,
    space_id INTEGER NOT NULL REFERENCES spaces (id),
    kind TEXT NOT NULL,
    source TEXT NOT NULL DEFAULT '',
    digest TEXT NOT NULL DEFAULT '',
    figures TEXT NOT NULL
) STRICT;

CREATE INDEX evaluations_of_a_kind ON evaluations (kind, digest, space_id, id);

CREATE TABLE composed (
    space_id INTEGER NOT NULL REFERENCES spaces (id),
    term_id INTEGER NOT NULL REFERENCES terms (id),
    how TEXT NOT NULL CHECK (how IN ('words', 'subwords')),
    PRIMARY KEY (space_id, term_id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER ledger_stays BEFORE UPDATE ON ledger
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;

CREATE TABLE rankers (
    space INTEGER PRIMARY KEY,
    state BLOB NOT NULL
) STRICT;
