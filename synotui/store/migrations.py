"""The schema, as numbered steps. `db/schema.sql` is their sum, generated and checked by a test."""

from sqlite_utils import Database, Migrations

from synotui.store.chain import make_chain
from synotui.store.connect import APPLICATION_ID

steps = Migrations("synotui")


@steps()
def m001_dictionary(db: Database) -> None:
    """Terms, pairs, the ledger they follow from, and the spaces of vectors."""
    for statement in _M001:
        db.execute(statement)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")


@steps()
def m002_scale(db: Database) -> None:
    """What a space was made of can be told without reading it; neighbours of every term."""
    for statement in _M002:
        db.execute(statement)


@steps()
def m003_senses_and_weights(db: Database) -> None:
    """A pair can weigh more or less than others, and name the sense in which each end is meant."""
    for statement in _M003:
        db.execute(statement)


@steps()
def m004_settings_as_adjusted(db: Database) -> None:
    """Keep the settings by which vectors were adjusted, where they were the defaults then."""
    for statement in _M004:
        db.execute(statement)


@steps()
def m005_cross_scores(db: Database) -> None:
    """Keep what models say that read both terms of a pair together: asking one takes long."""
    for statement in _M005:
        db.execute(statement)


@steps()
def m006_figures_and_composed_vectors(db: Database) -> None:
    """Keep figures that were measured, and say which vectors were put together from others."""
    for statement in _M006:
        db.execute(statement)


@steps()
def m007_chained_ledger(db: Database) -> None:
    """Let each entry of the ledger carry the hash of the one before, so that tampering shows."""
    for statement in _M007[:-1]:
        db.execute(statement)
    make_chain(db.conn)
    db.execute(_M007[-1])


@steps()
def m008_rankers(db: Database) -> None:
    """Keep what rankers learnt by itself. What was kept before is let go of: it is learnt again."""
    for statement in _M008:
        db.execute(statement)


_M001 = (
    # A term is never deleted: undoing a hand-made one retires it, so that redo finds its vector.
    """CREATE TABLE terms (
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE,
    key TEXT NOT NULL,
    frequency REAL,
    retired INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1))
) STRICT""",
    "CREATE INDEX terms_by_key ON terms (key)",
    "CREATE INDEX terms_in_order ON terms (frequency DESC)",
    "CREATE INDEX terms_retired ON terms (id) WHERE retired = 1",
    # Imported dictionaries, and the pairs they propose.
    """CREATE TABLE sources (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    imported_at TEXT NOT NULL
) STRICT""",
    """CREATE TABLE proposals (
    low INTEGER NOT NULL REFERENCES terms (id),
    high INTEGER NOT NULL REFERENCES terms (id),
    source_id INTEGER NOT NULL REFERENCES sources (id),
    head INTEGER NOT NULL,
    relation TEXT,
    note TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (low, high, source_id),
    CHECK (low < high AND head IN (low, high))
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX proposals_by_high ON proposals (high)",
    # The verdicts in force: what replaying the ledger gives.
    """CREATE TABLE pairs (
    low INTEGER NOT NULL REFERENCES terms (id),
    high INTEGER NOT NULL REFERENCES terms (id),
    head INTEGER NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('accepted', 'rejected', 'skipped')),
    relation TEXT,
    note TEXT NOT NULL DEFAULT '',
    curator TEXT NOT NULL,
    decided_at TEXT NOT NULL,
    seq INTEGER NOT NULL REFERENCES ledger (seq),
    PRIMARY KEY (low, high),
    CHECK (low < high AND head IN (low, high))
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX pairs_by_high ON pairs (high)",
    # Everything that was done. `undo_top` and `redo_top` are what the next undo and redo would
    # be about after this entry, `below` what lies under that on its stack: with them the stacks
    # need no table of their own and no entry ever changes.
    """CREATE TABLE ledger (
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
) STRICT""",
    """CREATE TRIGGER ledger_keeps BEFORE DELETE ON ledger
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END""",
    """CREATE TRIGGER ledger_stays BEFORE UPDATE ON ledger
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END""",
    # `index_rows` and `index_sha256` describe the HNSW file beside the dictionary, if one is fit.
    """CREATE TABLE spaces (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    encoder TEXT NOT NULL DEFAULT '',
    dim INTEGER NOT NULL CHECK (dim > 0),
    created_at TEXT NOT NULL,
    index_rows INTEGER,
    index_sha256 TEXT
) STRICT""",
    # Base vectors, many to a row: `term_ids` int64, `vectors` float32, both little-endian.
    """CREATE TABLE vector_blocks (
    space_id INTEGER NOT NULL REFERENCES spaces (id),
    block INTEGER NOT NULL,
    count INTEGER NOT NULL CHECK (count > 0),
    term_ids BLOB NOT NULL,
    vectors BLOB NOT NULL,
    PRIMARY KEY (space_id, block)
) STRICT""",
    # Derived: can be dropped and computed again from base vectors, pairs and settings.
    """CREATE TABLE adjusted (
    space_id INTEGER NOT NULL REFERENCES spaces (id),
    term_id INTEGER NOT NULL REFERENCES terms (id),
    vector BLOB NOT NULL,
    PRIMARY KEY (space_id, term_id)
) STRICT""",
    "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    # Where the curator was; not part of what was decided, so not in the ledger.
    "CREATE TABLE view (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
)

_M002 = (
    # Most texts are their own key: '' says so, and neither table nor index holds them twice.
    "DROP INDEX terms_by_key",
    "UPDATE terms SET key = '' WHERE key = text",
    "CREATE INDEX terms_by_key ON terms (key) WHERE key <> ''",
    # A stamp is random and stays with its block: equal stamps up to a number of rows mean equal
    # vectors up to there, also after a backup was put back. They have a table of their own, for
    # in `vector_blocks` they would lie behind the vectors, and reading one would read those.
    """CREATE TABLE block_stamps (
    space_id INTEGER NOT NULL REFERENCES spaces (id),
    block INTEGER NOT NULL,
    rows INTEGER NOT NULL CHECK (rows > 0),
    stamp BLOB NOT NULL,
    PRIMARY KEY (space_id, block)
) STRICT, WITHOUT ROWID""",
    """INSERT INTO block_stamps (space_id, block, rows, stamp)
    SELECT space_id, block, sum(count) OVER (PARTITION BY space_id ORDER BY block), randomblob(8)
    FROM vector_blocks""",
    # Components are kept as float32, or as float16 where half the size was asked for.
    """ALTER TABLE spaces ADD COLUMN storage TEXT NOT NULL DEFAULT 'float32'
    CHECK (storage IN ('float32', 'float16'))""",
    # The files beside a dictionary carry their own seals.
    "ALTER TABLE spaces DROP COLUMN index_rows",
    "ALTER TABLE spaces DROP COLUMN index_sha256",
    # The nearest of every term by base vectors, block by block: rows of the space (count, k) as
    # int32 and their cosines as float16, little-endian. `among` is how many vectors were searched.
    """CREATE TABLE neighbour_blocks (
    space_id INTEGER NOT NULL REFERENCES spaces (id),
    block INTEGER NOT NULL,
    count INTEGER NOT NULL CHECK (count > 0),
    k INTEGER NOT NULL CHECK (k > 0),
    among INTEGER NOT NULL,
    neighbours BLOB NOT NULL,
    cosines BLOB NOT NULL,
    PRIMARY KEY (space_id, block)
) STRICT""",
)

_M003 = (
    # A factor on what the pair's relation weighs; 0 keeps the pair and lets it move nothing.
    "ALTER TABLE pairs ADD COLUMN weight REAL NOT NULL DEFAULT 1 CHECK (weight >= 0)",
    # The sense in which either end is meant, '' where nobody named one. 苹果 = iPhone with the
    # sense "phone" at 苹果 and 苹果 = 梨 with "fruit" do not make a synonym set of iPhone and 梨.
    "ALTER TABLE pairs ADD COLUMN low_sense TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE pairs ADD COLUMN high_sense TEXT NOT NULL DEFAULT ''",
    # `anchored` took whole steps before steps could be set: what is decided stays where it is.
    """UPDATE settings SET value = json_set(value, '$.step', 1.0)
    WHERE name = 'adjustment' AND json_extract(value, '$.step') IS NULL""",
    """INSERT OR IGNORE INTO settings (name, value)
    SELECT 'adjustment', '{"step": 1.0}' WHERE EXISTS (SELECT 1 FROM pairs)""",
)

_M004 = (
    # Defaults are not kept until a setting is changed, and these are not the ones there were.
    """INSERT OR IGNORE INTO settings (name, value)
    SELECT 'adjustment', '{"stay": 0.5, "push": 0.5, "step": 0.5, "hold": 0.0}'
    WHERE EXISTS (SELECT 1 FROM pairs)""",
)

_M005 = (
    # A model by its name or folder; `stamp` tells it from another of that name. `run` counts the
    # times any was asked: the model of the highest run that ended is the one that is listened to.
    """CREATE TABLE cross_encoders (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    stamp TEXT NOT NULL,
    run INTEGER NOT NULL DEFAULT 0
) STRICT""",
    # From 0 to 1. Derived: can be asked again. `run` is the last one that wanted it: when there
    # are too many, those wanted longest ago are dropped.
    """CREATE TABLE cross_scores (
    cross_encoder_id INTEGER NOT NULL REFERENCES cross_encoders (id),
    low INTEGER NOT NULL REFERENCES terms (id),
    high INTEGER NOT NULL REFERENCES terms (id),
    score REAL NOT NULL CHECK (score BETWEEN 0 AND 1),
    run INTEGER NOT NULL,
    PRIMARY KEY (cross_encoder_id, low, high),
    CHECK (low < high)
) STRICT, WITHOUT ROWID""",
)

_M006 = (
    # What was measured and when, so that progress can be seen; decides nothing, so it is not in
    # the ledger. `seq` is the last ledger entry then, `digest` the SHA-256 of the file that was
    # measured on ('' without one), `figures` a JSON object of numbers.
    """CREATE TABLE evaluations (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    curator TEXT NOT NULL,
    seq INTEGER NOT NULL,
    space_id INTEGER NOT NULL REFERENCES spaces (id),
    kind TEXT NOT NULL,
    source TEXT NOT NULL DEFAULT '',
    digest TEXT NOT NULL DEFAULT '',
    figures TEXT NOT NULL
) STRICT""",
    "CREATE INDEX evaluations_of_a_kind ON evaluations (kind, digest, space_id, id)",
    # Terms whose base vector is not the encoder's own but put together: 'words' from the vectors
    # of its words, 'subwords' from those of its parts.
    """CREATE TABLE composed (
    space_id INTEGER NOT NULL REFERENCES spaces (id),
    term_id INTEGER NOT NULL REFERENCES terms (id),
    how TEXT NOT NULL CHECK (how IN ('words', 'subwords')),
    PRIMARY KEY (space_id, term_id)
) STRICT, WITHOUT ROWID""",
)

_M007 = (
    "DROP TRIGGER ledger_stays",
    "ALTER TABLE ledger ADD COLUMN hash BLOB NOT NULL DEFAULT x''",
    """CREATE TRIGGER ledger_stays BEFORE UPDATE ON ledger
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END""",
)

_M008 = (
    """CREATE TABLE rankers (
    space INTEGER PRIMARY KEY,
    state BLOB NOT NULL
) STRICT""",
    "DELETE FROM settings WHERE name GLOB 'ranker *'",
)
