-- What a consent says beside its first terms, and who asked for it.
ALTER TABLE consents
  ADD COLUMN records text,
  ADD COLUMN legal_basis text NOT NULL DEFAULT 'CONSENT'
    CHECK (legal_basis IN ('CONSENT', 'CONTRACT', 'LEGAL_DUTY')),
  ADD COLUMN attested_by text,
  ADD COLUMN attested_reference text UNIQUE,
  ADD COLUMN attested_evidence text,
  ADD COLUMN told_at timestamptz,
  ADD CHECK (attested_by IS NULL OR NOT separate_sensitive),
  ADD CHECK ((attested_by IS NULL) = (attested_reference IS NULL)),
  ADD CHECK ((attested_by IS NULL) = (attested_evidence IS NULL)),
  ADD CHECK (told_at IS NULL OR attested_by IS NOT NULL);
COMMENT ON COLUMN consents.records IS 'Which records it covers, as JSON; null for all';
CREATE INDEX consents_told ON consents (told_at) WHERE state = 'REQUESTED' AND told_at IS NOT NULL;

-- A consumer's wish to be granted a consent, under a link that it gives to one person. The token
-- itself is not kept.
CREATE TABLE consent_requests (
  token_digest bytea PRIMARY KEY CHECK (octet_length(token_digest) = 32),
  consumer text NOT NULL,
  document text NOT NULL,
  requested_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  consent uuid REFERENCES consents ON DELETE CASCADE
);
COMMENT ON COLUMN consent_requests.consent IS 'What it became when a person opened it; null before';
CREATE INDEX consent_requests_by_consumer ON consent_requests (consumer, expires_at);
CREATE INDEX consent_requests_by_consent ON consent_requests (consent);
