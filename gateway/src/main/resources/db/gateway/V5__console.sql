-- Persons signed in to the console. What the browser holds is not kept, only its digest.
CREATE TABLE console_session (
  token_digest bytea PRIMARY KEY CHECK (octet_length(token_digest) = 32),
  subject uuid NOT NULL,
  csrf text NOT NULL,
  begun_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL
);
CREATE INDEX console_session_begun ON console_session (begun_at);

-- Where persons sign in at a participant (OpenID Connect), so that they can link their account.
CREATE TABLE participant_sign_in (
  participant text PRIMARY KEY REFERENCES participant (id),
  issuer text NOT NULL,
  client_id text NOT NULL,
  changed_at timestamptz NOT NULL
);
