-- What parties approved may turn out not to be settled, for another reason: then the event waits for
-- that one and is decided anew, while what was approved stays on record.
alter table adjustment add waits_again text;
drop index adjustment_event;
create unique index adjustment_event on adjustment (event) where approved_at is not null and waits_again is null;

-- The reason that was approved: a contradiction is not approved with a delay.
alter table event add approved_for text;
update event set approved_for = a.waited from adjustment a
  where a.event = event.number and a.settles and a.approved_at is not null;
alter table event add constraint event_approved_for check ((approved_at is null) = (approved_for is null));
