-- How much a sharing agreement allows in each window, as both parties signed it; null for as much as
-- there is. Terms that name no budget read and write none of the tables below.
ALTER TABLE sharing_agreements
  ADD COLUMN records_limit int CHECK (records_limit > 0),
  ADD COLUMN records_window text CHECK (records_window IN ('HOUR', 'DAY', 'MONTH')),
  ADD COLUMN subjects_limit int CHECK (subjects_limit > 0),
  ADD COLUMN subjects_window text CHECK (subjects_window IN ('HOUR', 'DAY', 'MONTH')),
  ADD CHECK ((records_limit IS NULL) = (records_window IS NULL)),
  ADD CHECK ((subjects_limit IS NULL) = (subjects_window IS NULL));

-- What was used of an agreement's budgets in the last window in which any was, as final values.
CREATE TABLE agreement_uses (
  agreement uuid NOT NULL REFERENCES sharing_agreements ON DELETE CASCADE,
  budget text NOT NULL CHECK (budget IN ('AGREEMENT_RECORDS', 'AGREEMENT_SUBJECTS')),
  window_start timestamptz NOT NULL,
  used bigint NOT NULL CHECK (used >= 0),
  PRIMARY KEY (agreement, budget)
) WITH (fillfactor = 50);

-- The last window in which a subject was counted: a second exchange about them in it is no further
-- subject.
CREATE TABLE counted_subjects (
  agreement uuid NOT NULL REFERENCES sharing_agreements ON DELETE CASCADE,
  subject uuid NOT NULL,
  window_start timestamptz NOT NULL,
  PRIMARY KEY (agreement, subject)
) WITH (fillfactor = 80);

ALTER TABLE consents ADD COLUMN max_records int CHECK (max_records > 0);
COMMENT ON COLUMN consents.max_records IS 'How many records it gives in its whole life; null for any number';
ALTER TABLE consent_uses ADD COLUMN records bigint NOT NULL DEFAULT 0 CHECK (records >= 0);
