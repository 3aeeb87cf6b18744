-- What the rules were asked and said, so that a decision can be replayed; erased with the groups.
ALTER TABLE disclosure
  ADD COLUMN policy_input text,
  ADD COLUMN policy_decision text;
COMMENT ON COLUMN disclosure.policy_input IS 'Canonical JSON; the group decision has its digest. Nothing in it says who the person is';
COMMENT ON COLUMN disclosure.policy_decision IS 'What the rules said, in one line; what the commit made of it stands in outcome';
