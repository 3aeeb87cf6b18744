-- Whose data went into which figure, for the persons themselves alone. Written before the commit,
-- outside of the log's lock; a row counts only where the exchange's own leaf says PERMIT.
CREATE TABLE counted (
  subject uuid NOT NULL,
  exchange uuid NOT NULL,
  consent text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (subject, exchange)
);
COMMENT ON COLUMN counted.consent IS 'What the person calls the consent that it rested on';
CREATE INDEX counted_exchange ON counted (exchange);
CREATE INDEX counted_at ON counted (at);
