-- Where participants receive webhooks.
CREATE TABLE webhook_place (
  participant text PRIMARY KEY REFERENCES participant (id),
  url text NOT NULL,
  changed_at timestamptz NOT NULL
);

-- What a participant is told, written in the transaction of what it tells and delivered afterwards
-- by any node.
CREATE TABLE webhook (
  id uuid PRIMARY KEY,
  participant text NOT NULL,
  consent uuid NOT NULL,
  consent_version integer NOT NULL CHECK (consent_version > 0),
  subject uuid NOT NULL,
  type text NOT NULL,
  body text NOT NULL,
  made_at timestamptz NOT NULL,
  superseded boolean NOT NULL DEFAULT false,
  next_attempt_at timestamptz,
  attempts integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  delivered_at timestamptz,
  failure text,
  acknowledge_by timestamptz,
  acknowledged_at timestamptz,
  acknowledgement text,
  overdue boolean NOT NULL DEFAULT false,
  UNIQUE (consent, consent_version),
  CHECK ((acknowledged_at IS NULL) = (acknowledgement IS NULL))
) WITH (fillfactor = 70);
COMMENT ON COLUMN webhook.consent IS 'Of the schema policy, like the subject: a plain value';
COMMENT ON COLUMN webhook.body IS 'Exactly what is signed and sent';
COMMENT ON COLUMN webhook.next_attempt_at IS 'Of the next delivery, or when the one under way counts as lost; null if there is none to come';
COMMENT ON COLUMN webhook.acknowledge_by IS 'Null if no acknowledgement is awaited';
COMMENT ON COLUMN webhook.overdue IS 'That it was not acknowledged in time has its leaf; it stays so when it is acknowledged later';
CREATE INDEX webhook_due ON webhook (participant, next_attempt_at)
  WHERE next_attempt_at IS NOT NULL;
CREATE INDEX webhook_silent ON webhook (acknowledge_by)
  WHERE acknowledged_at IS NULL AND NOT superseded AND NOT overdue;
CREATE INDEX webhook_newest ON webhook (made_at DESC, id DESC);
CREATE INDEX webhook_of_participant ON webhook (participant, made_at DESC, id DESC);
