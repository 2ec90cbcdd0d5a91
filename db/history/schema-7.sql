-- A small dictionary as synotui wrote it with schema 7, as sqlite3's iterdump gives it.
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'synotui','m001_dictionary','2026-11-21 17:25:21.137098+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'synotui','m002_scale','2026-11-21 17:25:21.140540+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'synotui','m003_senses_and_weights','2026-11-21 17:25:21.142339+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'synotui','m004_settings_as_adjusted','2026-11-21 17:25:21.143291+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'synotui','m005_cross_scores','2026-11-21 17:25:21.144586+00:00');
INSERT INTO "_sqlite_migrations" VALUES(6,'synotui','m006_figures_and_composed_vectors','2026-11-21 17:25:21.145779+00:00');
INSERT INTO "_sqlite_migrations" VALUES(7,'synotui','m007_chained_ledger','2026-11-22 02:51:27.808321+00:00');
CREATE TABLE adjusted (
    space_id INTEGER NOT NULL REFERENCES spaces (id),
    term_id INTEGER NOT NULL REFERENCES terms (id),
    vector BLOB NOT NULL,
    PRIMARY KEY (space_id, term_id)
) STRICT;
INSERT INTO "adjusted" VALUES(1,1,X'F9A2613FFFD6633E13A7EC3E');
INSERT INTO "adjusted" VALUES(1,3,X'7ED3E53E652F363EFAA2613F');
CREATE TABLE block_stamps (
    space_id INTEGER NOT NULL REFERENCES spaces (id),
    block INTEGER NOT NULL,
    rows INTEGER NOT NULL CHECK (rows > 0),
    stamp BLOB NOT NULL,
    PRIMARY KEY (space_id, block)
) STRICT, WITHOUT ROWID;
INSERT INTO "block_stamps" VALUES(1,0,5,X'0ECD3C6605F3B2D3');
CREATE TABLE composed (
    space_id INTEGER NOT NULL REFERENCES spaces (id),
    term_id INTEGER NOT NULL REFERENCES terms (id),
    how TEXT NOT NULL CHECK (how IN ('words', 'subwords')),
    PRIMARY KEY (space_id, term_id)
) STRICT, WITHOUT ROWID;
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
INSERT INTO "ledger" VALUES(1,'2026-11-21T17:25:21Z','mei','import','imported fruit.vec: 5 terms, 5 vectors','{"facts":{"rows":5,"terms_added":5,"vectors_added":5,"file":"fruit.vec"}}',NULL,NULL,NULL,NULL,X'ECDE2FE0433EE13E9B6C882DC151962AC6FBDBE9C2674BAC26009BB6E07885BD');
INSERT INTO "ledger" VALUES(2,'2026-11-21T17:25:21Z','mei','import','imported pairs.csv: 1 proposals','{"facts":{"rows":1,"terms_known":2,"proposals_added":1,"file":"pairs.csv"}}',NULL,NULL,NULL,NULL,X'DDF4C2405D5B357DB285F6456F8632E3D66AFF02C3DA238D7A58B1CFF7B660BE');
INSERT INTO "ledger" VALUES(3,'2026-11-21T17:25:21Z','mei','decide','accepted 苹果 = iPhone','{"pairs":[[1,3,null,[1,"accepted","synonym","","mei","2026-11-21T17:25:21Z",3,1.0,"",""]]]}',NULL,NULL,3,NULL,X'82CC0537FE8E3A7242354EFE44903EE7A977D3F640B2B3E663E630FF23326BE4');
INSERT INTO "ledger" VALUES(4,'2026-11-21T17:25:21Z','mei','decide','rejected 苹果 ≠ 香蕉','{"pairs":[[1,4,null,[1,"rejected","different","另一种水果","mei","2026-11-21T17:25:21Z",4,1.0,"",""]]]}',NULL,3,4,NULL,X'5A05C2DAD463739D27F99F51C1E037121F9E734520F88FCE3DB6170A4D52CFA6');
INSERT INTO "ledger" VALUES(5,'2026-11-21T17:25:21Z','mei','decide','accepted 水果 = 苹果 (narrower)','{"pairs":[[1,5,null,[5,"accepted","narrower","","mei","2026-11-21T17:25:21Z",5,1.0,"",""]]]}',NULL,4,5,NULL,X'9A9B912F244D98BEC8A6C06383D286FAFE460383CEB897DDD777A601EDD77B25');
INSERT INTO "ledger" VALUES(6,'2026-11-21T17:25:21Z','mei','decide','accepted 苹果 = 梨','{"pairs":[[1,2,null,[1,"accepted","synonym","","mei","2026-11-21T17:25:21Z",6,1.0,"",""]]]}',NULL,5,6,NULL,X'D66FBE4294852AA8F1280168CC0DC623F6C4A16224341FAE60EE6146DF593FA1');
INSERT INTO "ledger" VALUES(7,'2026-11-21T17:25:21Z','mei','undo','accepted 苹果 = 梨','{}',6,NULL,5,7,X'2D7027E3ACFDAD24E1CE284FED7ECBACA686685A9E4F0056AAD4D844B5D22C8C');
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
INSERT INTO "pairs" VALUES(1,3,1,'accepted','synonym','','mei','2026-11-21T17:25:21Z',3,1.0,'','');
INSERT INTO "pairs" VALUES(1,4,1,'rejected','different','另一种水果','mei','2026-11-21T17:25:21Z',4,1.0,'','');
INSERT INTO "pairs" VALUES(1,5,5,'accepted','narrower','','mei','2026-11-21T17:25:21Z',5,1.0,'','');
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
INSERT INTO "proposals" VALUES(1,2,1,1,NULL,'');
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO "settings" VALUES('needs_synotui','0.1.0');
INSERT INTO "settings" VALUES('ranker 1.000000','d2hhdCB3YXMgbGVhcm50');
INSERT INTO "settings" VALUES('solved_at','1');
INSERT INTO "settings" VALUES('space','1');
CREATE TABLE sources (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    imported_at TEXT NOT NULL
) STRICT;
INSERT INTO "sources" VALUES(1,'pairs.csv','2026-11-21T17:25:21Z');
CREATE TABLE spaces (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    encoder TEXT NOT NULL DEFAULT '',
    dim INTEGER NOT NULL CHECK (dim > 0),
    created_at TEXT NOT NULL,
    storage TEXT NOT NULL DEFAULT 'float32'
    CHECK (storage IN ('float32', 'float16'))) STRICT;
INSERT INTO "spaces" VALUES(1,'fruit','',3,'2026-11-21T17:25:21Z','float32');
CREATE TABLE terms (
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE,
    key TEXT NOT NULL,
    frequency REAL,
    retired INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1))
) STRICT;
INSERT INTO "terms" VALUES(1,'苹果','',NULL,0);
INSERT INTO "terms" VALUES(2,'梨','',NULL,0);
INSERT INTO "terms" VALUES(3,'iPhone','iphone',NULL,0);
INSERT INTO "terms" VALUES(4,'香蕉','',NULL,0);
INSERT INTO "terms" VALUES(5,'水果','',NULL,0);
CREATE TABLE vector_blocks (
    space_id INTEGER NOT NULL REFERENCES spaces (id),
    block INTEGER NOT NULL,
    count INTEGER NOT NULL CHECK (count > 0),
    term_ids BLOB NOT NULL,
    vectors BLOB NOT NULL,
    PRIMARY KEY (space_id, block)
) STRICT;
INSERT INTO "vector_blocks" VALUES(1,0,5,X'01000000000000000200000000000000030000000000000004000000000000000500000000000000',X'0000803FCDCC4C3E000000006666663FCDCCCC3DCDCCCC3D00000000CDCCCC3D0000803FCDCC4C3F0000003F00000000CDCC4C3FCDCC4C3ECDCC4C3E');
CREATE TABLE view (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX terms_in_order ON terms (frequency DESC);
CREATE INDEX terms_retired ON terms (id) WHERE retired = 1;
CREATE INDEX proposals_by_high ON proposals (high);
CREATE INDEX pairs_by_high ON pairs (high);
CREATE TRIGGER ledger_keeps BEFORE DELETE ON ledger
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE INDEX terms_by_key ON terms (key) WHERE key <> '';
CREATE INDEX evaluations_of_a_kind ON evaluations (kind, digest, space_id, id);
CREATE TRIGGER ledger_stays BEFORE UPDATE ON ledger
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
COMMIT;
PRAGMA application_id = 1398361679;
PRAGMA user_version = 7;
