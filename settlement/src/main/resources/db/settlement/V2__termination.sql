-- Who signed that a version ends on a day; it ends once every party has.
create table termination (
  agreement uuid not null references agreement,
  until date not null,
  party text not null,
  jws text not null,
  signed_at timestamptz not null,
  primary key (agreement, until, party)
);
