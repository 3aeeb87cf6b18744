-- Drafts (4) are signed by nobody yet and may share name and version; 5 is in force since its day came.
alter table agreement drop constraint agreement_state_check;
alter table agreement add constraint agreement_state_check check (state between 0 and 5);
alter table agreement drop constraint agreement_name_version_key;
create unique index agreement_name_version on agreement (name, version) where state <> 4;

-- Since when it is known to be in force; null before its first day.
alter table agreement add active_since timestamptz;
update agreement set active_since = proposed_at where state in (1, 2, 3);
create index agreement_not_active on agreement (valid_from) where active_since is null;

-- The version that goes on with its counters; null if none does.
alter table agreement add continued_by uuid references agreement;

-- The month at whose end time passed, 202606, for entries that time caused and not an event or a close.
alter table entry add passed integer;
