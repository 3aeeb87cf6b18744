-- What was told of groups, so that the same question has the same answer for its day. A row is what
-- a question costs: they are counted by agreement and month.
CREATE TABLE figure_answers (
  question text PRIMARY KEY,
  agreement uuid NOT NULL,
  day date NOT NULL,
  answer text NOT NULL,
  exchange uuid NOT NULL
);
COMMENT ON COLUMN figure_answers.question IS 'Digest of agreement, dataset, purpose, fields and day';
CREATE INDEX figure_answers_by_agreement ON figure_answers (agreement, day);
