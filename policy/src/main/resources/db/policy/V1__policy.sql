-- Subjects, participants and datasets are ids of other schemas: plain values, no foreign keys.

-- The key that seals what is stored about one subject, wrapped under the root key. Destroying the
-- row makes the sealed values unreadable for ever.
CREATE TABLE subject_keys (
  subject uuid PRIMARY KEY,
  data_key bytea NOT NULL,
  created_at timestamptz NOT NULL
);

CREATE TABLE link_requests (
  nonce text PRIMARY KEY,
  subject uuid NOT NULL,
  participant text NOT NULL,
  requested_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);
CREATE INDEX link_requests_by_subject ON link_requests (subject, expires_at);

-- The tie between a subject and a participant's own id for them. Ended links stay: they are what
-- a participant's reference is still checked against.
CREATE TABLE links (
  id uuid PRIMARY KEY,
  version int NOT NULL CHECK (version > 0),
  subject uuid NOT NULL,
  participant text NOT NULL,
  local_id_lookup bytea NOT NULL CHECK (octet_length(local_id_lookup) = 32),
  local_id_sealed bytea NOT NULL,
  active boolean NOT NULL,
  linked_at timestamptz NOT NULL,
  ended_at timestamptz,
  CHECK (active = (ended_at IS NULL))
);
CREATE UNIQUE INDEX links_one_subject_per_local_id ON links (participant, local_id_lookup)
  WHERE active;
CREATE UNIQUE INDEX links_one_local_id_per_subject ON links (subject, participant) WHERE active;
CREATE INDEX links_by_local_id ON links (participant, local_id_lookup);
CREATE INDEX links_by_subject ON links (subject, participant);

-- The current state of each consent; its terms never change.
CREATE TABLE consents (
  id uuid PRIMARY KEY,
  version int NOT NULL CHECK (version > 0),
  state text NOT NULL
    CHECK (state IN ('REQUESTED', 'GRANTED', 'PAUSED', 'DENIED', 'REVOKED', 'EXPIRED')),
  subject uuid NOT NULL,
  subject_reference text NOT NULL UNIQUE,
  consumer text NOT NULL,
  consumer_reference text NOT NULL UNIQUE,
  providers text[] NOT NULL CHECK (cardinality(providers) > 0),
  purpose text NOT NULL,
  categories text[] NOT NULL CHECK (cardinality(categories) > 0),
  highest_tier text NOT NULL CHECK (highest_tier IN ('AGGREGATE', 'PSEUDONYMOUS', 'IDENTIFIED')),
  mode text NOT NULL CHECK (mode IN ('ONE_TIME', 'PERIODIC')),
  frequency_limit int CHECK (frequency_limit > 0),
  frequency_window text CHECK (frequency_window IN ('HOUR', 'DAY', 'MONTH')),
  data_life_days int CHECK (data_life_days > 0),
  separate_recipient boolean NOT NULL,
  separate_sensitive boolean NOT NULL,
  separate_abroad boolean NOT NULL,
  separate_guardian boolean NOT NULL,
  valid_from timestamptz NOT NULL,
  valid_until timestamptz NOT NULL CHECK (valid_until > valid_from),
  notice text NOT NULL,
  notice_version int NOT NULL,
  notice_language text NOT NULL,
  notice_digest text NOT NULL,
  created_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  CHECK ((frequency_limit IS NULL) = (frequency_window IS NULL))
) WITH (fillfactor = 80);
CREATE INDEX consents_by_subject ON consents (subject, consumer);
CREATE INDEX consents_by_consumer ON consents (consumer, created_at);
CREATE INDEX consents_to_expire ON consents (valid_until)
  WHERE state IN ('GRANTED', 'PAUSED');

-- Every state a consent has been in, with the notice that was shown; rows are only ever added.
CREATE TABLE consent_states (
  consent uuid NOT NULL REFERENCES consents ON DELETE CASCADE,
  version int NOT NULL,
  state text NOT NULL,
  changed_at timestamptz NOT NULL,
  notice_language text NOT NULL,
  notice_digest text NOT NULL,
  PRIMARY KEY (consent, version)
);

-- What has been used of a consent, as final values.
CREATE TABLE consent_uses (
  consent uuid PRIMARY KEY REFERENCES consents ON DELETE CASCADE,
  total bigint NOT NULL CHECK (total > 0),
  window_start timestamptz NOT NULL,
  window_used int NOT NULL CHECK (window_used > 0),
  last_at timestamptz NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE sharing_agreements (
  id uuid PRIMARY KEY,
  version int NOT NULL CHECK (version > 0),
  state text NOT NULL CHECK (state IN ('PROPOSED', 'SIGNED', 'TERMINATED')),
  provider text NOT NULL,
  consumer text NOT NULL CHECK (consumer <> provider),
  datasets text[] NOT NULL CHECK (cardinality(datasets) > 0),
  purposes text[] NOT NULL CHECK (cardinality(purposes) > 0),
  highest_tier text NOT NULL CHECK (highest_tier IN ('AGGREGATE', 'PSEUDONYMOUS', 'IDENTIFIED')),
  valid_from timestamptz NOT NULL,
  valid_until timestamptz NOT NULL CHECK (valid_until > valid_from),
  terms bytea NOT NULL,
  proposed_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL
);
CREATE INDEX sharing_agreements_by_parties ON sharing_agreements (provider, consumer);

CREATE TABLE sharing_signatures (
  agreement uuid NOT NULL REFERENCES sharing_agreements ON DELETE CASCADE,
  participant text NOT NULL,
  jws text NOT NULL,
  signed_at timestamptz NOT NULL,
  PRIMARY KEY (agreement, participant)
);
