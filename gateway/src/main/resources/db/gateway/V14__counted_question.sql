-- Which question counted the persons in "counted", so that another one about the same field never
-- differs from it by a few of them, whom the two answers would tell of. Written together with them.
CREATE TABLE counted_question (
  exchange uuid PRIMARY KEY,
  consumer text NOT NULL,
  provider text NOT NULL,
  dataset text NOT NULL,
  fields text[] NOT NULL,
  persons int NOT NULL,
  at timestamptz NOT NULL
);
COMMENT ON COLUMN counted_question.fields IS 'Without their masks, whatever the version of the dataset';
CREATE INDEX counted_question_by_parties ON counted_question (consumer, provider, dataset, at);
