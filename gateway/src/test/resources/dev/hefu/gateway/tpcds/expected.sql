-- What the sales of a year must come to, out of the generator's raw rows alone; it shares nothing with the
-- engine. The agreement's terms are written here a second time. Exact amounts are whole numbers of
-- 24ths of a minor unit: an eighth for the commission, a third for the coupons.
create temp table month as
select m, (date '2001-01-01' + m * interval '1 month')::date as first,
  (date '2001-01-01' + (m + 1) * interval '1 month')::date as next
from generate_series(0, 17) m;

create temp table sold as
select 'store' as channel, ss_ticket_number as ordered, ss_item_sk as item,
  to_date(ss_sold_date_sk::text, 'J') as sold_on, ss_quantity as quantity,
  (ss_ext_sales_price * 100)::bigint as price, (ss_coupon_amt * 100)::bigint as coupon,
  'shop-' || 1 + 2 * (ss_store_sk % 2) + ss_ticket_number % 2 as shop,
  null as carrier, null::date as shipped_on,
  (sr_return_amt * 100)::bigint as refund, sr_return_quantity as pieces,
  to_date(sr_returned_date_sk::text, 'J') as returned_on
from tpcds.store_sales
left join tpcds.store_returns on sr_item_sk = ss_item_sk and sr_ticket_number = ss_ticket_number
union all
select 'web', ws_order_number, ws_item_sk, to_date(ws_sold_date_sk::text, 'J'), ws_quantity,
  (ws_ext_sales_price * 100)::bigint, (ws_coupon_amt * 100)::bigint,
  'marketplace', 'carrier-' || 1 + ws_ship_mode_sk % 4, to_date(ws_ship_date_sk::text, 'J'),
  (wr_return_amt * 100)::bigint, wr_return_quantity, to_date(wr_returned_date_sk::text, 'J')
from tpcds.web_sales
left join tpcds.web_returns on wr_item_sk = ws_item_sk and wr_order_number = ws_order_number
union all
select 'catalogue', cs_order_number, cs_item_sk, to_date(cs_sold_date_sk::text, 'J'), cs_quantity,
  (cs_ext_sales_price * 100)::bigint, (cs_coupon_amt * 100)::bigint,
  'marketplace', 'carrier-' || 1 + cs_ship_mode_sk % 4, to_date(cs_ship_date_sk::text, 'J'),
  (cr_return_amount * 100)::bigint, cr_return_quantity, to_date(cr_returned_date_sk::text, 'J')
from tpcds.catalog_sales
left join tpcds.catalog_returns on cr_item_sk = cs_item_sk and cr_order_number = cs_order_number;

create temp table line as
select row_number() over () as id, channel, shop, carrier, price, coupon, price - coupon as paid,
  quantity, quantity * (100 + item % 400) as grams, sale.m as sold_m,
  case when carrier is not null then shipment.m end as shipped_m,
  case when num_nulls(refund, pieces) = 0 then back.m end as back_m, refund,
  least(pieces, quantity) as pieces
from sold
join month sale on sold_on >= sale.first and sold_on < sale.next and sale.m < 12
left join month shipment on shipped_on >= shipment.first and shipped_on < shipment.next
left join month back on returned_on >= back.first and returned_on < back.next
where num_nulls(quantity, price, coupon, shop) = 0 and price >= coupon
  and (channel = 'store' or num_nulls(carrier, shipped_on) = 0);

-- One row per share: its exact 24ths, its party, who gives it back, and the ranks of both.
create temp table share as
select id, place, term, party, rank, exact, kept_by, kept_rank,
  (exact - ((exact % 24) + 24) % 24) / 24 as down, ((exact % 24) + 24) % 24 as part,
  null::bigint as minor
from line cross join lateral (values
  (0, 'commission', 'marketplace', 0, price * 3, 'marketplace', 0),
  (1, 'store-fee', shop, 2, case when channel = 'store' then 50 * 24 end, 'brand', 1),
  (2, 'coupons', 'marketplace', 0, case when coupon > 0 then coupon * -8 end, 'marketplace', 0),
  (3, 'proceeds', 'brand', 1,
    paid * 24 - price * 3 - case when channel = 'store' then 50 * 24 else 0 end + coupon * 8,
    'brand', 1)) as s (place, term, party, rank, exact, kept_by, kept_rank)
where exact is not null;

-- Largest remainder: the missing units go to the largest parts, ties by rank, then by place.
update share set minor = rounded.minor
from (select id, place,
    down + case when row_number() over (partition by id order by part desc, rank, place)
      <= sum(part) over (partition by id) / 24 then 1 else 0 end as minor
  from share) rounded
where share.id = rounded.id and share.place = rounded.place;

-- Webster's method, seat by seat from just below everybody's quota.
create function pg_temp.webster(seats bigint, weight bigint[], rank int[]) returns bigint[]
language plpgsql as $$
declare
  given bigint[];
  whole bigint;
  best int;
begin
  select sum(w) into whole from unnest(weight) w;
  select array_agg(case when whole = 0 then 0
      else greatest(0, div(w::numeric * seats, whole) - 1) end order by place)::bigint[]
    into given from unnest(weight) with ordinality as u (w, place);
  while (select sum(g) from unnest(given) g) < seats loop
    best := 0;
    for place in 1 .. cardinality(weight) loop
      continue when given[place] >= weight[place];
      -- The larger of w / (2g + 1), compared crosswise so that a tie is a tie.
      if best = 0
        or weight[place]::numeric * (2 * given[best] + 1)
          > weight[best]::numeric * (2 * given[place] + 1)
        or (weight[place]::numeric * (2 * given[best] + 1)
            = weight[best]::numeric * (2 * given[place] + 1) and rank[place] < rank[best])
      then
        best := place;
      end if;
    end loop;
    given[best] := given[best] + 1;
  end loop;
  return given;
end $$;

create temp table back as
select line.id, back_m as m, channel, shop, paid,
  case when paid > 0 then least(refund, paid) else 0 end as taken,
  greatest(refund - paid, 0) as beyond,
  case when paid > 0 then div(positive * least(refund, paid)::numeric, paid)
    else div(positive * pieces, quantity) end::bigint as up,
  case when paid > 0 then div(positive * least(refund, paid)::numeric, paid) - least(refund, paid)
    else div(negative * pieces, quantity) end::bigint as down,
  places, ups, downs, ranks
from line
join (select id, sum(greatest(minor, 0)) as positive, sum(greatest(-minor, 0)) as negative,
    array_agg(place order by place) as places,
    array_agg(greatest(minor, 0) order by place) as ups,
    array_agg(greatest(-minor, 0) order by place) as downs,
    array_agg(kept_rank order by place) as ranks
  from share group by id) shares on shares.id = line.id
where back_m is not null and (refund > 0 or pieces > 0);

create temp table posting as
select sold_m as m, sold_m as sold_m, channel, party, minor
from share join line using (id)
union all
select back.m, line.sold_m, back.channel, share.kept_by, down_seat - up_seat
from back join line using (id)
cross join lateral unnest(
  places, pg_temp.webster(up, ups, ranks), pg_temp.webster(down, downs, ranks))
  as seat (place, up_seat, down_seat)
join share on share.id = back.id and share.place = seat.place
union all
select m, null, channel, shop, -beyond from back where beyond > 0
union all
select shipped_m, null, channel, pair.party, pair.minor
from line cross join lateral (select case when grams <= 2000 then 300
    when grams <= 10000 then 800 else 2000 end as fee) f
cross join lateral (values (carrier, fee), ('brand', -fee)) as pair (party, minor)
where shipped_m is not null;

-- The scale of each month's sales as it stands at each close; refunds count in the month of sale.
create temp table sum_of_months as
select sold_m, m, sum(minor) as minor from posting where sold_m is not null group by 1, 2;

create temp table scale as
select closed.m, window_of.m as sold_m, coalesce(sum(sums.minor), 0) as volume
from month closed
join month window_of on window_of.m <= closed.m
left join sum_of_months sums on sums.sold_m = window_of.m and sums.m <= closed.m
group by 1, 2;

create temp table bonus as
select m, sum(target) - coalesce(lag(sum(target)) over (order by m), 0) as minor
from (select m, -- 0.1 % of the first million, 0.25 % of the rest, halves toward zero.
    ceil((least(greatest(volume, 0), 100000000) * 0.001
      + greatest(volume - 100000000, 0) * 0.0025) - 0.5)::bigint as target
  from scale) targets
group by m;

-- At each close a party's roundings so far are evened out; lines that came back count as posted.
create temp table drift_of_month as
select sold_m as m, party, rank, sum(exact - minor * 24) as parts
from line join share using (id) group by 1, 2, 3
union all
select back.m, party, rank, -sum(exact - minor * 24)
from back join share using (id) group by 1, 2, 3;

create temp table drift as
select month.m, party, rank, sum(parts) as parts
from month join drift_of_month on drift_of_month.m <= month.m
group by 1, 2, 3;

create temp table evened as
select m, party, target - coalesce(lag(target) over (partition by party order by m), 0) as minor
from (select m, party,
    (parts - ((parts % 24) + 24) % 24) / 24
    + case when row_number() over (partition by m order by ((parts % 24) + 24) % 24 desc, rank)
      <= sum(((parts % 24) + 24) % 24) over (partition by m) / 24 then 1 else 0 end as target
  from drift) targets;

select 'channel' as scope, party, channel as part, sum(minor)::bigint as minor
from posting group by party, channel having sum(minor) <> 0
union all
select 'month', party, m::text, sum(minor)::bigint
from (
  select m, party, minor from posting
  union all select m, party, minor from evened
  union all select m, 'marketplace', minor from bonus
  union all select m, 'brand', -minor from bonus) closed
group by party, m having sum(minor) <> 0
union all
select 'count', 'lines', '', count(*) from line
union all
select 'count', 'refunds', '', count(*) from back
union all
select 'count', 'evened', '', sum(abs(minor))::bigint from evened;
