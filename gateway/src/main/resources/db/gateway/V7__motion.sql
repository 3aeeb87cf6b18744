-- Acts that take effect once two officers have approved them, and what such acts are about.
CREATE TABLE motion (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('NOTICE', 'POLICY', 'BREAK_GLASS')),
  state text NOT NULL CHECK (state IN ('PROPOSED', 'CARRIED', 'REJECTED')),
  proposed_by text NOT NULL,
  reason text NOT NULL,
  matter text NOT NULL,
  digest text NOT NULL,
  proposed_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL CHECK (expires_at > proposed_at),
  decided_at timestamptz,
  CHECK ((state = 'PROPOSED') = (decided_at IS NULL))
);
COMMENT ON COLUMN motion.matter IS 'Canonical JSON (RFC 8785) of what is proposed; it never changes';
COMMENT ON COLUMN motion.digest IS 'SHA-256 of the matter, base64url: what an officer says to have read';
CREATE INDEX motion_open ON motion (expires_at) WHERE state = 'PROPOSED';
CREATE INDEX motion_newest ON motion (proposed_at DESC, id);

CREATE TABLE motion_approval (
  motion uuid NOT NULL REFERENCES motion,
  officer text NOT NULL,
  approved_at timestamptz NOT NULL,
  PRIMARY KEY (motion, officer)
);

-- Texts that persons are shown. A row is a text in force: drafts stand in their motions alone.
CREATE TABLE notice (
  id text NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  language text NOT NULL CHECK (language IN ('zh', 'en')),
  title text NOT NULL,
  text text NOT NULL,
  digest text NOT NULL,
  motion uuid REFERENCES motion,
  in_force_from timestamptz NOT NULL,
  PRIMARY KEY (id, version, language)
);
COMMENT ON COLUMN notice.motion IS 'By which two officers approved it; null for the first version, which came with the program';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON notice
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();
