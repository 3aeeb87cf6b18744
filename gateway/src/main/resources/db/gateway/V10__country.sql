ALTER TABLE participant ADD COLUMN country text NOT NULL DEFAULT 'CN'
  CHECK (country ~ '^[A-Z]{2}$');
COMMENT ON COLUMN participant.country IS
  'ISO 3166-1 code of where it processes data; what goes to another one goes abroad';
