-- The rules that decide, one row each time they changed. The last is in force; it was put there under
-- the log's lock, and so is what the commit compares a decision's revision with.
CREATE TABLE rules (
  position int PRIMARY KEY CHECK (position > 0),
  revision text NOT NULL,
  module bytea NOT NULL,
  motion uuid,
  in_force_from timestamptz NOT NULL,
  replaced_at timestamptz CHECK (replaced_at >= in_force_from)
);
COMMENT ON COLUMN rules.motion IS 'By which two officers approved them; null for rules that came with the program';
CREATE UNIQUE INDEX rules_in_force ON rules ((true)) WHERE replaced_at IS NULL;

-- Rules that were proposed; what was never approved decides nothing.
CREATE TABLE rules_drafts (
  revision text PRIMARY KEY,
  module bytea NOT NULL,
  proposed_at timestamptz NOT NULL
);
