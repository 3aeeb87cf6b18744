-- What each provider calls a consent that names it; the consumer's and the person's names of it
-- stand in the consent itself.
CREATE TABLE provider_references (
  reference text PRIMARY KEY,
  provider text NOT NULL,
  consent uuid NOT NULL REFERENCES consents ON DELETE CASCADE
);
CREATE UNIQUE INDEX provider_references_by_consent ON provider_references (consent, provider);
CREATE INDEX provider_references_by_provider ON provider_references (provider);
