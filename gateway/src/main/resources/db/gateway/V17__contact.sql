ALTER TABLE participant ADD COLUMN contact text;
COMMENT ON COLUMN participant.contact IS
  'Where persons reach it about their data, as JSON; it stands in consent receipts';
COMMENT ON COLUMN participant.version IS 'Raised by every change of keys, endpoint, country, contact or status';
