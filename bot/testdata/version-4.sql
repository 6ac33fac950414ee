PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE goose_db_version (
		id INTEGER PRIMARY KEY AUTOINCREMENT,
		version_id INTEGER NOT NULL,
		is_applied INTEGER NOT NULL,
		tstamp TIMESTAMP DEFAULT (datetime('now'))
	);
INSERT INTO goose_db_version VALUES(1,0,1,'2026-11-28 22:50:58');
INSERT INTO goose_db_version VALUES(2,1,1,'2026-11-28 22:50:58');
INSERT INTO goose_db_version VALUES(3,2,1,'2026-11-28 22:50:58');
INSERT INTO goose_db_version VALUES(4,3,1,'2026-11-28 22:50:58');
INSERT INTO goose_db_version VALUES(5,4,1,'2026-11-28 22:50:58');
CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;
INSERT INTO meta VALUES('proof',X'0148551f0916d4eb5bd9b6304e32b60594cd009cd08c8326d87ff988d9f5aa459cb542c708abff4e2cc069ec1c392e5af87833319a7b58d22ee7426b1a');
INSERT INTO meta VALUES('wrapping',X'f287bcc711bb3184');
CREATE TABLE partners (
    person         TEXT PRIMARY KEY,             -- Discord user id
    wrapped_key    BLOB NOT NULL,                -- the person's own data key: words not yet meant for one couple
    channel        TEXT NOT NULL DEFAULT '',     -- direct message channel
    last_message   TEXT NOT NULL DEFAULT '',     -- newest message id known in it
    zone           TEXT NOT NULL DEFAULT '',     -- IANA zone; '': not said yet
    quiet          TEXT,                         -- "22:00-08:00", '' off, NULL the host's default
    notes          TEXT NOT NULL DEFAULT 'discreet' CHECK (notes IN ('discreet', 'nameless', 'full')),
    reminder       INTEGER NOT NULL DEFAULT 0,
    retention_days INTEGER,                      -- 0 keep, NULL the host's default
    depth          INTEGER NOT NULL DEFAULT 2,
    unreachable_at INTEGER                       -- Discord says they can't be messaged; cleared when they act
, heard_to TEXT NOT NULL DEFAULT '', read_at INTEGER) STRICT;
INSERT INTO partners VALUES('100000000000000001',X'f287bcc711bb318401a1db90381223d576fee062ed18af06254bc592e80914cc2a58eebc43330a79ac304edc2894e092c79e8ae929784e686c770b3b2722131ac1931fa08fb872240d6cdea4f94c821d5f5b03ba62d804ff0aa3110c845d75547bf60dd0a0','7100000000000000001','800020','',NULL,'discreet',0,NULL,2,NULL,'800005',NULL);
INSERT INTO partners VALUES('100000000000000002',X'f287bcc711bb3184013de865196bfefb99c5460523e1abd8d5c3264fb574eb096dd72ffceff1c456261b8deb52b60903a37c115ca8e07fa108658022630d1e73b38f13b1c092669e3f2ec86352139a814f093b1830284afe148a30c5ba44a39701ab171e42','7100000000000000002','800027','Europe/Paris',NULL,'discreet',0,NULL,2,NULL,'800003',NULL);
INSERT INTO partners VALUES('100000000000000003',X'f287bcc711bb3184017cc717339f4c600050f4bea060654be97b5f8d1f93d8e8c16ae4eeef0bcbee6c66a64906633d8a0c3233c3d4044e7ac25ca773111c99dfd4d52f1f37759b0e22209bb05f76d59cbace82c35a1e87a679fe41a44ed272d558b9975aff','7100000000000000003','800033','',NULL,'discreet',0,NULL,2,NULL,'800033',NULL);
CREATE TABLE couples (
    id          INTEGER PRIMARY KEY,
    wrapped_key BLOB NOT NULL,
    formed_at   INTEGER
) STRICT;
INSERT INTO couples VALUES(2615363969357309919,X'f287bcc711bb318401707247f07594629e412121b62d390b9abab5f246e8f2b5281bc72b40f69f2bb67b4b99997345df7937b5cffe5b5dda2a5a9bdc4351556917e3c49f27c988d1994d1fde8410c7499939b5089259e69d60b0f54f24d695665cb075db4c',1795435203);
INSERT INTO couples VALUES(6363338655868135885,X'f287bcc711bb318401c00afc3f58991a1580c788ae04abf0269f3d71743ebabec2398898a02cafcb0be079c5f29aeb92abcc432db007b9062cf7625e3d0da0b8dafec70c518eee8439dbb2c22c36f673d8712d6c72055565993971da79a9c73dcff5d9b760',NULL);
CREATE TABLE members (
    couple_id    INTEGER NOT NULL REFERENCES couples ON DELETE CASCADE,
    person       TEXT NOT NULL REFERENCES partners,
    name         BLOB NOT NULL,
    cron         TEXT NOT NULL DEFAULT '',       -- this partner's rhythm; '' none
    next_at      INTEGER,                        -- the next check-in; NULL none (no rhythm, no zone, or an open pause)
    paused_at    INTEGER,
    paused_until INTEGER,                        -- NULL with paused_at: until they resume
    PRIMARY KEY (couple_id, person)
) STRICT, WITHOUT ROWID;
INSERT INTO members VALUES(2615363969357309919,'100000000000000001',X'012c43317372ff97070aa93c481a634b1be6a055854cd47275d9ed9eee74756d40ad473a0cb8dd2b95df5d4437032b1b925e53c9eee4d9bc280c9ec604','0 20 * * *',1795550400,NULL,NULL);
INSERT INTO members VALUES(2615363969357309919,'100000000000000002',X'01ac9bb298b16030f322c3e0b77ff37b54ab0be0c14d76f603237dd727924ff4a6e049a357e349d504c89f70d7e0aafabde685aef27ff080aa6add45bf','0 20 * * *',NULL,1795467617,NULL);
INSERT INTO members VALUES(6363338655868135885,'100000000000000001',X'016284572d0746f972a5218e13cd1cef3eade25a1f4c625e06ef3e56100e3604e6d19171349a5010656538fb7770eda31bc3c3be1426fb36caf84745ef','',NULL,NULL,NULL);
INSERT INTO members VALUES(6363338655868135885,'100000000000000003',X'017fb1c824ba23309d65f0ed0b0e7aaf880ccda6d98f34de407de9ec1a115e8e5004411bbf5347af8aed9e501720f93b554f764d5d20dca3ae7cf86b88','',NULL,NULL,NULL);
CREATE TABLE invites (
    id         INTEGER PRIMARY KEY,
    couple_id  INTEGER REFERENCES couples ON DELETE SET NULL,
    inviter    TEXT NOT NULL,
    invitee    TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    sent_at    INTEGER,
    ended_at   INTEGER,                          -- accepted, declined, cancelled, undeliverable or lapsed
    reached    INTEGER NOT NULL DEFAULT 0        -- its invitee answered it, and knows that it was there
) STRICT;
INSERT INTO invites VALUES(1782855778212092261,2615363969357309919,'100000000000000001','100000000000000002',1795435200,1795435202,1795435203,0);
INSERT INTO invites VALUES(9194391919209041763,6363338655868135885,'100000000000000001','100000000000000003',1795467600,1795467621,NULL,0);
CREATE TABLE refusals (
    person TEXT NOT NULL,
    inviter TEXT NOT NULL,
    PRIMARY KEY (person, inviter)
) STRICT, WITHOUT ROWID;
CREATE TABLE consents (
    couple_id INTEGER NOT NULL REFERENCES couples ON DELETE CASCADE,
    person    TEXT NOT NULL,
    version   INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    PRIMARY KEY (couple_id, person, version)
) STRICT, WITHOUT ROWID;
INSERT INTO consents VALUES(2615363969357309919,'100000000000000001',1,1795435202);
INSERT INTO consents VALUES(2615363969357309919,'100000000000000002',1,1795435203);
INSERT INTO consents VALUES(6363338655868135885,'100000000000000001',1,1795467621);
CREATE TABLE questions_asked (
    couple_id  INTEGER NOT NULL REFERENCES couples ON DELETE CASCADE,
    local_date TEXT NOT NULL,
    nth        INTEGER NOT NULL,
    question   TEXT NOT NULL,
    at         INTEGER NOT NULL,
    PRIMARY KEY (couple_id, local_date, nth)
) STRICT, WITHOUT ROWID;
INSERT INTO questions_asked VALUES(2615363969357309919,'2026-11-23',0,'comfort-today',1795467605);
CREATE TABLE check_ins (
    seq        INTEGER PRIMARY KEY,
    id         INTEGER NOT NULL UNIQUE,
    couple_id  INTEGER NOT NULL REFERENCES couples ON DELETE CASCADE,
    person     TEXT NOT NULL,
    slot_at    INTEGER NOT NULL,
    local_date TEXT NOT NULL,
    question   TEXT NOT NULL,
    done_at    INTEGER,
    later      INTEGER NOT NULL DEFAULT 0,       -- brought back once
    UNIQUE (couple_id, person, slot_at)
) STRICT;
INSERT INTO check_ins VALUES(1,5647472331199651997,2615363969357309919,'100000000000000002',1795460400,'2026-11-23','comfort-today',1795467600,0);
INSERT INTO check_ins VALUES(2,5065421676686900851,2615363969357309919,'100000000000000001',1795464000,'2026-11-23','comfort-today',1795467600,0);
CREATE TABLE needs (
    seq            INTEGER PRIMARY KEY,
    id             INTEGER NOT NULL UNIQUE,
    couple_id      INTEGER NOT NULL REFERENCES couples ON DELETE CASCADE,
    asker          TEXT NOT NULL,
    check_in_id    INTEGER REFERENCES check_ins (id) ON DELETE SET NULL,
    source         TEXT NOT NULL UNIQUE,         -- the interaction or message that worded it: an event told twice is one need
    words          BLOB NOT NULL,
    ask            BLOB,
    kind           BLOB,
    want           BLOB,
    created_at     INTEGER NOT NULL,
    kept_at        INTEGER,
    sent_at        INTEGER,
    answered_at    INTEGER,
    asked_again_at INTEGER,
    rested_at      INTEGER,
    withdrawn_at   INTEGER,
    reached        BLOB,
    closed         BLOB,                         -- when its asker closed it, sealed and written with reached: alone it would tell the outcome
    thanks         BLOB,
    talk_at        INTEGER                       -- "Let's talk" was sent after the answer or the rest
) STRICT;
INSERT INTO needs VALUES(1,2472997968701726307,2615363969357309919,'100000000000000001',5065421676686900851,'900012',X'01054ea0564c6ed350c9ea585d0cb6e37e48e8df9fbf14c6e90954876d501a0bd2b8c4d631c9cbf45f63ca192c6b8a8d8d81b2b394b5a4e5db151ffcacd2c5da96b0862308fd96acf670afbeeaf0b0edab8a0985adada2b0f54f3e5277',X'0157c09c6db6baa25bd54d1e4a8151819db1d05c1b5f5e5ffaeeaa44edeff40d5533d203cbd658b9a49dba3b65f20aca6411818fb4950df08fc9cd653ead217c8046b924b2564615b58287648748017353745b3ad2828dbf5c7ea24ca6',NULL,NULL,1795467600,NULL,1795467608,1795467600,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO needs VALUES(2,1375660191692545357,2615363969357309919,'100000000000000001',NULL,'900021',X'01feb5ce6f040761d1a6e7c4d22cbb2e38baf37225ff7fd240d1f39815214a4655ce401df6755886d76769f771685fd74ab244ca3e6a6370fc394d53e8',NULL,NULL,NULL,1795467600,NULL,1795467614,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO needs VALUES(3,3846503546031126531,2615363969357309919,'100000000000000001',NULL,'900024',X'01c04d60f3c1b2e7dcb189c18d07829470ee34ea01c3f8608ae1b1d7fb6fad8d9bf795e06eed37c0e1b6219ee8b131f2e2e371abb00e58c5ab337a7b27',NULL,NULL,NULL,1795467600,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO needs VALUES(4,1837421472522724569,2615363969357309919,'100000000000000002',5647472331199651997,'700025',X'01d5bfaf5fee1e2cf2de5305b0c51bf7d12452baf8ba8ae6d4f646520b0744b7ae6b499954387d748dbd1928a8525715b23a0cec3ea94a4c365a24202c',NULL,NULL,NULL,1795467600,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO needs VALUES(5,7098513684852870275,2615363969357309919,'100000000000000001',NULL,'900029',X'01156e66a7c9c6984ee899ba1bc87c44a4af8e13b223d9e4a71eb685ec309a14a1311651a4689a10ecb20a375047da62d9ec94ea439dbb967d7997efca',NULL,NULL,NULL,1795467600,NULL,1795467619,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE answers (
    seq       INTEGER PRIMARY KEY,
    id        INTEGER NOT NULL UNIQUE,
    need_id   INTEGER NOT NULL REFERENCES needs (id) ON DELETE CASCADE,
    source    TEXT NOT NULL UNIQUE,
    choice    BLOB NOT NULL,
    time      BLOB NOT NULL,                     -- the time it named, in words; empty for most, which is sealed too
    line      BLOB NOT NULL,                     -- a line of their own, or the empty one
    at        INTEGER NOT NULL
) STRICT;
INSERT INTO answers VALUES(1,507433147991533717,2472997968701726307,'900019',X'011a8eed6760e65a7393895b76f7e5c39fa38d10cfe308db8f2fbac5655d77af1c412eb19897059b5beab47338c9a893ad47e4368c7412aa13b254b080',X'01cee4b97394b75638bd9d8cdb4dcdd2950b3eb1c82441f221b32693f957ad3f0b33f355d6563a36c88ad4f7fa5f1cf6418dcedb9363834213a3c6d7e9',X'0171cd9005a075dfdd212e727bbf2a0bee327c05b28c246a355fc615950f183ce8cb2338b4eb3910aff8390472db676b3b9e1f0f2b490932e4f436b2202cc23d735f7fb29e727644d332190f301c5e5b38c163d88e1d53713792ca7ea1',1795467600);
CREATE TABLE notices (
    seq          INTEGER PRIMARY KEY,
    id           INTEGER NOT NULL UNIQUE,
    person       TEXT NOT NULL,
    couple_id    INTEGER REFERENCES couples ON DELETE CASCADE,
    kind         TEXT NOT NULL,
    ref          INTEGER NOT NULL,               -- the row that kind is about
    round        INTEGER NOT NULL DEFAULT 0,     -- a check-in brought back, a need asked again
    lane         INTEGER NOT NULL,
    held         INTEGER NOT NULL,               -- waits while quiet hours or a pause last
    due_at       INTEGER NOT NULL,               -- when it is owed by its own reason
    wake_at      INTEGER,                        -- when to look at it: due_at, or later while held; NULL when nothing is owed
    edit         INTEGER NOT NULL DEFAULT 0,     -- what is owed is an edit
    name         BLOB,                           -- the partner's name, sealed with the reader's own key, where the couple's key may be gone
    carried_by   INTEGER,                        -- the notice whose message brought this one along
    attempted_at INTEGER,                        -- committed before the first byte leaves
    after        TEXT NOT NULL DEFAULT '',       -- the channel's last known message id at that time
    tries        INTEGER NOT NULL DEFAULT 0,
    sent_at      INTEGER,
    channel      TEXT NOT NULL DEFAULT '',
    message      TEXT,
    failed       TEXT,                           -- given up: Discord's numbers
    UNIQUE (person, kind, ref, round)
) STRICT;
INSERT INTO notices VALUES(1,235368132425451193,'100000000000000002',2615363969357309919,'invite',1782855778212092261,0,0,0,1795435202,NULL,0,NULL,NULL,1795435202,'',0,1795435202,'7100000000000000002','800003',NULL);
INSERT INTO notices VALUES(2,3543857968003282081,'100000000000000001',2615363969357309919,'consent',2615363969357309919,1,2,1,1798027202,1798027202,0,NULL,NULL,NULL,'',0,NULL,'',NULL,NULL);
INSERT INTO notices VALUES(3,1661552571240331871,'100000000000000002',2615363969357309919,'consent',2615363969357309919,1,2,1,1798027203,1798027203,0,NULL,NULL,NULL,'',0,NULL,'',NULL,NULL);
INSERT INTO notices VALUES(4,2896497659683804091,'100000000000000001',2615363969357309919,'welcome',2615363969357309919,0,0,0,1795435203,NULL,0,NULL,NULL,1795435203,'',0,1795435203,'7100000000000000001','800005',NULL);
INSERT INTO notices VALUES(5,823883806768529461,'100000000000000002',2615363969357309919,'welcome',2615363969357309919,0,0,0,1795435203,NULL,0,NULL,NULL,1795435203,'800003',0,1795435203,'7100000000000000002','800006',NULL);
INSERT INTO notices VALUES(6,2096459887738857723,'100000000000000002',2615363969357309919,'check-in',5647472331199651997,0,2,0,1795467605,NULL,0,NULL,NULL,1795467605,'800006',0,1795467605,'7100000000000000002','800009',NULL);
INSERT INTO notices VALUES(7,562805094587660335,'100000000000000001',2615363969357309919,'check-in',5065421676686900851,0,2,0,1795467605,NULL,0,NULL,NULL,1795467605,'800005',0,1795467605,'7100000000000000001','800010',NULL);
INSERT INTO notices VALUES(8,8826351800252964327,'100000000000000001',2615363969357309919,'preview',2472997968701726307,0,0,0,1795467607,NULL,0,NULL,NULL,1795467607,'800010',0,1795467607,'7100000000000000001','800013',NULL);
INSERT INTO notices VALUES(9,5404917156944764025,'100000000000000002',2615363969357309919,'note',2472997968701726307,0,1,1,1795467608,NULL,0,NULL,NULL,1795467608,'800009',0,1795467608,'7100000000000000002','800015',NULL);
INSERT INTO notices VALUES(10,8445080541017633687,'100000000000000001',2615363969357309919,'answer',507433147991533717,0,1,1,1795467612,NULL,0,NULL,NULL,1795467612,'800013',0,1795467612,'7100000000000000001','800020',NULL);
INSERT INTO notices VALUES(11,5040890478938699139,'100000000000000001',2615363969357309919,'follow-up',2472997968701726307,0,1,1,1795626000,1795626000,0,NULL,NULL,NULL,'',0,NULL,'',NULL,NULL);
INSERT INTO notices VALUES(12,4696538473449793425,'100000000000000002',2615363969357309919,'reminder',507433147991533717,0,1,1,1795539600,1795539600,0,NULL,NULL,NULL,'',0,NULL,'',NULL,NULL);
INSERT INTO notices VALUES(13,68651306690126393,'100000000000000002',2615363969357309919,'note',1375660191692545357,0,1,1,1795467614,NULL,0,NULL,NULL,1795467614,'800015',0,1795467614,'7100000000000000002','800023',NULL);
INSERT INTO notices VALUES(14,417751337031320573,'100000000000000002',2615363969357309919,'preview',1837421472522724569,0,0,0,1795467616,NULL,0,NULL,NULL,1795467616,'800023',0,1795467616,'7100000000000000002','800027',NULL);
INSERT INTO notices VALUES(15,8335450764001854117,'100000000000000002',2615363969357309919,'note',7098513684852870275,0,1,1,1795467619,1099511627776,0,NULL,NULL,NULL,'',0,NULL,'',NULL,NULL);
INSERT INTO notices VALUES(16,1582218704836626813,'100000000000000003',6363338655868135885,'invite',9194391919209041763,0,0,0,1795467621,NULL,0,NULL,NULL,1795467621,'',0,1795467621,'7100000000000000003','800033',NULL);
CREATE TABLE incoming (
    message TEXT PRIMARY KEY,
    id      INTEGER NOT NULL UNIQUE,
    person  TEXT NOT NULL,
    words   BLOB,
    at      INTEGER NOT NULL
, edition INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
INSERT INTO incoming VALUES('700025',4055666417318359221,'100000000000000002',NULL,1795467616,0);
CREATE TABLE endings (
    person TEXT NOT NULL,
    id     INTEGER NOT NULL,
    name   BLOB NOT NULL,                        -- sealed with the reader's own key
    PRIMARY KEY (person, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE unsent (
    id        INTEGER PRIMARY KEY,
    couple_id INTEGER NOT NULL REFERENCES couples ON DELETE CASCADE,
    need_id   INTEGER NOT NULL REFERENCES needs (id) ON DELETE CASCADE,
    person    TEXT NOT NULL,
    source    TEXT NOT NULL UNIQUE,              -- the interaction that said it: told twice it is one
    purpose   TEXT NOT NULL CHECK (purpose IN ('answer', 'thanks')),
    choice    BLOB NOT NULL,                     -- all three are sealed where they are empty, too
    time      BLOB NOT NULL,
    line      BLOB NOT NULL,
    at        INTEGER NOT NULL,
    UNIQUE (need_id, person, purpose)
) STRICT;
CREATE TABLE confirmations (
    couple_id INTEGER NOT NULL REFERENCES couples ON DELETE CASCADE,
    person    TEXT NOT NULL,
    version   INTEGER NOT NULL,                  -- of the facts that they agreed to last
    round     INTEGER NOT NULL,                  -- of the question that comes next, or is open
    since     INTEGER,                           -- silence counts from here (in the future: when a pause ends); NULL while it does not
    left      INTEGER,                           -- seconds of silence left at since; NULL while nothing was asked
    pause_at  INTEGER,                           -- since + left: when silence means pause
    silent_at INTEGER,                           -- when it did
    PRIMARY KEY (couple_id, person)
) STRICT, WITHOUT ROWID;
INSERT INTO confirmations VALUES(2615363969357309919,'100000000000000001',1,1,NULL,NULL,NULL,NULL);
INSERT INTO confirmations VALUES(2615363969357309919,'100000000000000002',1,1,NULL,NULL,NULL,NULL);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('goose_db_version',5);
CREATE INDEX members_person ON members (person);
CREATE INDEX members_due ON members (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX invites_pair ON invites (inviter, invitee);
CREATE INDEX invites_couple ON invites (couple_id) WHERE couple_id IS NOT NULL;
CREATE INDEX invites_open ON invites (created_at) WHERE ended_at IS NULL;
CREATE INDEX check_ins_newest ON check_ins (couple_id, person, seq);
CREATE INDEX needs_couple ON needs (couple_id, sent_at);
CREATE INDEX needs_check_in ON needs (check_in_id);
CREATE INDEX needs_open ON needs (sent_at)
    WHERE sent_at IS NOT NULL AND answered_at IS NULL AND withdrawn_at IS NULL AND rested_at IS NULL;
CREATE INDEX answers_need ON answers (need_id);
CREATE INDEX notices_due ON notices (lane, wake_at, seq) WHERE wake_at IS NOT NULL;
CREATE INDEX notices_carried ON notices (carried_by) WHERE carried_by IS NOT NULL;
CREATE INDEX notices_dead ON notices (seq) WHERE failed IS NOT NULL;
CREATE INDEX notices_about ON notices (ref, kind);
CREATE INDEX notices_couple ON notices (couple_id);
CREATE INDEX notices_message ON notices (message) WHERE message IS NOT NULL;
CREATE INDEX incoming_person ON incoming (person);
CREATE INDEX partners_channel ON partners (channel) WHERE channel <> '';
CREATE INDEX unsent_couple ON unsent (couple_id);
CREATE INDEX unsent_person ON unsent (person);
CREATE INDEX unsent_old ON unsent (at);
CREATE INDEX confirmations_due ON confirmations (pause_at) WHERE pause_at IS NOT NULL;
CREATE INDEX confirmations_version ON confirmations (version);
CREATE INDEX needs_unsent ON needs (asker) WHERE sent_at IS NULL;
COMMIT;
