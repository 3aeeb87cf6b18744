-- What a commit writes stays in its row, as it is: PostgreSQL would try to compress rows of more
-- than 2 KB and move parts of them to a second table with an index of its own, within the commit.
ALTER TABLE disclosure SET (toast_tuple_target = 8160);
ALTER TABLE idempotency SET (toast_tuple_target = 8160);
-- Sealed bytes look random: no compression shortens them.
ALTER TABLE idempotency ALTER COLUMN envelope SET STORAGE EXTERNAL;
