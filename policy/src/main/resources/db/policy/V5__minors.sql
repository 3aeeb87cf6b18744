ALTER TABLE links ADD COLUMN minor_until date;
COMMENT ON COLUMN links.minor_until IS
  'First day on which the person is no longer under 14, as the participant said; null if it said nothing';
