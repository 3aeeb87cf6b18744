-- Which datasets a sharing agreement releases only once its provider has approved the person, as both
-- parties signed it; null where it asks for no approval.
ALTER TABLE sharing_agreements
  ADD COLUMN approval_datasets text[] CHECK (cardinality(approval_datasets) > 0),
  ADD COLUMN approval_tier text CHECK (approval_tier IN ('PSEUDONYMOUS', 'IDENTIFIED')),
  ADD CHECK ((approval_datasets IS NULL) = (approval_tier IS NULL));

-- A provider's word on one person: asked for by an exchange that was refused for want of it, given or
-- declined until a time, taken back. A row is the last word; all of them stand in the log.
CREATE TABLE approvals (
  exchange uuid PRIMARY KEY,
  agreement uuid NOT NULL REFERENCES sharing_agreements ON DELETE CASCADE,
  consent uuid NOT NULL REFERENCES consents ON DELETE CASCADE,
  dataset text NOT NULL,
  tier text NOT NULL CHECK (tier IN ('PSEUDONYMOUS', 'IDENTIFIED')),
  state text NOT NULL CHECK (state IN ('WAITING', 'APPROVED', 'DECLINED', 'WITHDRAWN')),
  asked_at timestamptz NOT NULL,
  valid_until timestamptz,
  uses_limit int CHECK (uses_limit > 0),
  used int NOT NULL CHECK (used >= 0),
  waits boolean NOT NULL CHECK (waits OR state <> 'WAITING'),
  UNIQUE (agreement, consent, dataset, tier),
  CHECK ((state IN ('APPROVED', 'DECLINED')) = (valid_until IS NOT NULL)),
  CHECK (uses_limit IS NULL OR used <= uses_limit)
) WITH (fillfactor = 80);
COMMENT ON COLUMN approvals.exchange IS 'That asked first; it names the approval';
COMMENT ON COLUMN approvals.waits IS 'Asked for since, and not answered; an approval that was used up stays one for repeats';
CREATE INDEX approvals_by_consent ON approvals (consent);
CREATE INDEX approvals_by_agreement ON approvals (agreement, asked_at DESC, exchange);
