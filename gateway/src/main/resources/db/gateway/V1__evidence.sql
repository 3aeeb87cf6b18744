-- The append-only log. Its head row is the one order of everything: whoever writes a fact holds it.
CREATE TABLE log_head (
  id smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  origin text NOT NULL,
  size bigint NOT NULL CHECK (size >= 0),
  frontier bytea NOT NULL
) WITH (fillfactor = 10);
COMMENT ON COLUMN log_head.frontier IS 'Hashes of the perfect subtrees that make up the tree, largest first';

CREATE TABLE leaf (
  index bigint PRIMARY KEY CHECK (index >= 0),
  bytes bytea NOT NULL CHECK (octet_length(bytes) <= 65535),
  hash bytea NOT NULL CHECK (octet_length(hash) = 32)
);
COMMENT ON TABLE leaf IS 'Entries of the log; nothing in them is readable without the groups beside them';

CREATE TABLE tile_root (
  level smallint NOT NULL CHECK (level BETWEEN 1 AND 7),
  index bigint NOT NULL CHECK (index >= 0),
  hash bytea NOT NULL CHECK (octet_length(hash) = 32),
  PRIMARY KEY (level, index)
);
COMMENT ON TABLE tile_root IS 'Roots of full subtrees of 256^level leaves: the entries of the tiles above level 0';

CREATE FUNCTION refuse_rewrite() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP;
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON leaf
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON tile_root
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();

-- What a leaf commits to, in clear, for those who may read it; erasable without touching the log.
CREATE TABLE disclosure (
  index bigint PRIMARY KEY,
  exchange uuid NOT NULL,
  kind text NOT NULL,
  at timestamptz NOT NULL,
  subject uuid,
  provider text,
  consumer text,
  outcome text NOT NULL,
  parties_group text,
  legal_group text,
  decision_group text,
  data_group text,
  subject_group text
);
COMMENT ON TABLE disclosure IS 'The salted groups of a leaf, each null where the leaf has a random digest instead';
CREATE INDEX disclosure_exchange ON disclosure (exchange);
CREATE INDEX disclosure_subject ON disclosure (subject, index) WHERE subject IS NOT NULL;

-- Keys under which the leaves of one owner can be found again, wrapped under the root key.
CREATE TABLE tag_key (
  owner text PRIMARY KEY,
  wrapped bytea NOT NULL
);

-- One row per commit, so that a COMMIT whose answer was lost can be resolved.
CREATE TABLE batch (
  id uuid PRIMARY KEY,
  size bigint NOT NULL,
  at timestamptz NOT NULL
);

-- Exactly once per consumer and key.
CREATE TABLE idempotency (
  consumer text NOT NULL,
  key text NOT NULL,
  request_digest text NOT NULL,
  exchange uuid NOT NULL,
  index bigint NOT NULL,
  envelope text,
  at timestamptz NOT NULL,
  PRIMARY KEY (consumer, key)
);
COMMENT ON COLUMN idempotency.envelope IS 'The sealed answer, kept for replay for ten minutes';
CREATE INDEX idempotency_at ON idempotency (at);
