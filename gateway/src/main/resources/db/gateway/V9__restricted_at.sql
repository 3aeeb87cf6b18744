-- When a permission was last ended or suspended: what shows so young a change waits.
ALTER TABLE log_head ADD COLUMN restricted_at timestamptz NOT NULL DEFAULT '2000-01-01 00:00:00+00';
COMMENT ON COLUMN log_head.restricted_at IS 'Of the last change that ended or suspended a permission, by the clock read under the lock';
