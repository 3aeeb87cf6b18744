-- Which reported indicators the close of a period took in: closing again takes the same ones.
create table indicator_taken (
  agreement integer not null references agreement (number),
  event bigint not null references event (number),
  period text not null,
  primary key (agreement, event)
);
create index indicator_taken_period on indicator_taken (agreement, period);
create trigger indicator_taken_append_only before update or delete or truncate on indicator_taken
  for each statement execute function refuse_change();
