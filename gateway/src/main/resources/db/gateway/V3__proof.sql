-- Proofs of possession (RFC 9449) that some node has taken. Unlogged: writing them costs no fsync,
-- and after a crash the tables are empty, which proof_epoch tells.
CREATE UNLOGGED TABLE proof_epoch (
  id smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  since bigint NOT NULL
);
COMMENT ON COLUMN proof_epoch.since IS 'Second since 1970 up to which proofs may have been forgotten';

-- One partition a minute, used again every sixth: emptied as a whole when all in it are too old.
CREATE TABLE proof (
  slot smallint NOT NULL,
  digest bytea NOT NULL CHECK (octet_length(digest) = 32),
  PRIMARY KEY (slot, digest)
) PARTITION BY LIST (slot);
CREATE UNLOGGED TABLE proof_0 PARTITION OF proof FOR VALUES IN (0);
CREATE UNLOGGED TABLE proof_1 PARTITION OF proof FOR VALUES IN (1);
CREATE UNLOGGED TABLE proof_2 PARTITION OF proof FOR VALUES IN (2);
CREATE UNLOGGED TABLE proof_3 PARTITION OF proof FOR VALUES IN (3);
CREATE UNLOGGED TABLE proof_4 PARTITION OF proof FOR VALUES IN (4);
CREATE UNLOGGED TABLE proof_5 PARTITION OF proof FOR VALUES IN (5);
