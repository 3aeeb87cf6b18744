CREATE TABLE participant (
  id text PRIMARY KEY,
  name_en text NOT NULL,
  name_zh text NOT NULL,
  kind text NOT NULL,
  endpoint text,
  jwks bytea NOT NULL,
  suspended boolean NOT NULL DEFAULT false,
  version integer NOT NULL DEFAULT 1 CHECK (version > 0),
  registered_at timestamptz NOT NULL
);
COMMENT ON COLUMN participant.version IS 'Raised by every change of keys, endpoint or status';

CREATE TABLE dataset (
  provider text NOT NULL REFERENCES participant (id),
  name text NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  schema bytea NOT NULL,
  published_at timestamptz NOT NULL,
  PRIMARY KEY (provider, name, version)
);
COMMENT ON TABLE dataset IS 'What providers offer; a published version never changes';
