-- Revenue agreements: one row per version; the document is the canonical text that was signed.
create table agreement (
  id uuid primary key,
  number integer generated always as identity unique,
  name text not null,
  version integer not null check (version >= 1),
  state smallint not null check (state between 0 and 3),
  currency text not null,
  valid_from date not null,
  valid_until date,
  hash text not null,
  document text not null,
  proposed_at timestamptz not null,
  unique (name, version)
);

create table agreement_party (
  agreement uuid not null references agreement,
  rank smallint not null,
  party text not null,
  jws text,
  signed_at timestamptz,
  signing integer,
  primary key (agreement, rank),
  unique (agreement, party)
);
create index agreement_party_party on agreement_party (party);

-- Events as received. What was accepted is never changed, only where it is settled.
create table event (
  number bigint generated always as identity primary key,
  source text not null,
  id text not null,
  sender text not null,
  happened_at timestamptz not null,
  received_at timestamptz not null,
  line text not null,
  pays boolean not null,
  body bytea not null,
  agreement integer references agreement (number),
  period text,
  reason text not null,
  unique (source, id)
);
create index event_line on event (line);
create index event_settle on event (agreement, period);
create index event_reason on event (sender, number) where reason <> '';

-- Events that could not be accepted, for the sender to see.
create table rejected_event (
  number bigint generated always as identity primary key,
  sender text not null,
  id text not null,
  received_at timestamptz not null,
  reason text not null,
  body bytea not null
);
create index rejected_event_sender on rejected_event (sender, number);

-- The ledger: an entry per event and cause, its postings sum to zero.
create table entry (
  id bigint primary key,
  agreement integer not null references agreement (number),
  event bigint references event (number),
  period integer not null,
  cause smallint not null
);
create index entry_period on entry (agreement, period);

create table posting (
  entry bigint not null references entry,
  amount_minor bigint not null check (amount_minor <> 0),
  place smallint not null,
  item smallint not null,
  term smallint not null,
  party smallint not null,
  state smallint not null check (state between 0 and 5),
  primary key (entry, place)
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only: % refused', tg_table_name, tg_op;
end $$;
create trigger entry_append_only before update or delete or truncate on entry
  for each statement execute function refuse_change();
create trigger posting_append_only before update or delete or truncate on posting
  for each statement execute function refuse_change();

-- Entries are written whole, in one statement, and balance.
create function check_balance() returns trigger language plpgsql as $$
declare
  bad bigint;
begin
  select entry into bad from added group by entry having sum(amount_minor) <> 0 limit 1;
  if found then
    raise exception 'entry % does not balance', bad;
  end if;
  return null;
end $$;
create trigger posting_balances after insert on posting
  referencing new table as added
  for each statement execute function check_balance();

-- Closed periods and what each party was told of them.
create table closed_period (
  agreement uuid not null references agreement,
  period text not null,
  closed_at timestamptz not null,
  approver text not null,
  lines bigint not null,
  postings bigint not null,
  waiting bigint not null,
  journal_hash text not null,
  primary key (agreement, period)
);

create table statement (
  id uuid primary key,
  agreement uuid not null references agreement,
  period text not null,
  rank smallint not null,
  party text not null,
  number integer not null,
  total_minor bigint not null,
  body text not null,
  hash text not null,
  unique (agreement, period, rank),
  unique (party, number)
);
