-- Since when an event is settled although it waited for persons, or since when it never will be.
alter table event add approved_at timestamptz;
alter table event add dismissed_at timestamptz;
alter table event add constraint event_decided_once check (approved_at is null or dismissed_at is null);

-- What one party proposed to do with a waiting event, and which other party approved it.
create table adjustment (
  id uuid primary key,
  number bigint generated always as identity unique,
  event bigint not null references event (number),
  agreement integer not null references agreement (number),
  settles boolean not null,
  waited text not null,
  why text not null,
  of_period text not null,
  proposed_by text not null,
  proposed_at timestamptz not null,
  approved_by text,
  approved_at timestamptz,
  period text,
  check ((approved_by is null) = (approved_at is null)),
  check (approved_by <> proposed_by)
);
create unique index adjustment_event on adjustment (event) where approved_at is not null;
create index adjustment_agreement on adjustment (agreement, number);
