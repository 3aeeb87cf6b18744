-- On which consent a kept answer was made, and what the rules permitted of it: it is given again only
-- on the same. Of answers that were kept before, nobody knows; they are not given again.
ALTER TABLE idempotency ADD COLUMN basis text;
COMMENT ON COLUMN idempotency.basis IS 'Digest of what the answer rests on beside its request';
