-- For questions that were never told, or so long ago that they count for nothing: both are forgotten.
CREATE INDEX counted_question_at ON counted_question (at);
