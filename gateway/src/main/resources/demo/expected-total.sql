-- What the month must come to, out of the generator's raw rows alone. The terms of the agreements
-- are written here a second time: 12.5 % to the marketplace, 50 a line to the shop, 300, 800 or
-- 2,000 a parcel to the carrier, what remains to the brand; money given back is taken from
-- marketplace and brand in proportion to what they got, the shop keeps its fee.
WITH month AS (SELECT ?::date AS first, ?::date AS next),
sold AS (
  SELECT 'store' AS channel, to_date(ss_sold_date_sk::text, 'J') AS sold_on, ss_item_sk AS item,
    ss_quantity AS quantity, ss_ext_sales_price AS paid,
    'shop-' || 1 + 2 * (ss_store_sk % 2) + ss_ticket_number % 2 AS shop,
    NULL AS carrier, NULL::date AS shipped_on,
    num_nulls(ss_item_sk, ss_customer_sk, ss_store_sk, ss_ticket_number, ss_quantity,
      ss_ext_sales_price) = 0 AS complete,
    sr_return_amt AS refund, num_nulls(sr_return_quantity, sr_return_amt) = 0 AS refund_known,
    to_date(sr_returned_date_sk::text, 'J') AS returned_on
  FROM tpcds.store_sales
  LEFT JOIN tpcds.store_returns ON sr_item_sk = ss_item_sk AND sr_ticket_number = ss_ticket_number
  UNION ALL
  SELECT 'web', to_date(ws_sold_date_sk::text, 'J'), ws_item_sk, ws_quantity, ws_ext_sales_price,
    NULL, 'carrier-' || 1 + ws_ship_mode_sk % 4, to_date(ws_ship_date_sk::text, 'J'),
    num_nulls(ws_item_sk, ws_bill_customer_sk, ws_ship_mode_sk, ws_ship_date_sk, ws_order_number,
      ws_quantity, ws_ext_sales_price) = 0,
    wr_return_amt, num_nulls(wr_return_quantity, wr_return_amt) = 0,
    to_date(wr_returned_date_sk::text, 'J')
  FROM tpcds.web_sales
  LEFT JOIN tpcds.web_returns ON wr_item_sk = ws_item_sk AND wr_order_number = ws_order_number
  UNION ALL
  SELECT 'catalogue', to_date(cs_sold_date_sk::text, 'J'), cs_item_sk, cs_quantity,
    cs_ext_sales_price,
    NULL, 'carrier-' || 1 + cs_ship_mode_sk % 4, to_date(cs_ship_date_sk::text, 'J'),
    num_nulls(cs_item_sk, cs_bill_customer_sk, cs_ship_mode_sk, cs_ship_date_sk, cs_order_number,
      cs_quantity, cs_ext_sales_price) = 0,
    cr_return_amount, num_nulls(cr_return_quantity, cr_return_amount) = 0,
    to_date(cr_returned_date_sk::text, 'J')
  FROM tpcds.catalog_sales
  LEFT JOIN tpcds.catalog_returns ON cr_item_sk = cs_item_sk AND cr_order_number = cs_order_number),
line AS (
  SELECT channel, shop, carrier, 'brand-' || 1 + i_brand_id % 8 AS brand,
    complete AND num_nulls(i_brand_id, i_category) = 0 AS complete,
    (paid * 100)::bigint AS paid,
    quantity * (100 + item % 400) AS grams,
    shipped_on >= first AND shipped_on < next AS shipped,
    CASE WHEN refund_known AND returned_on >= first AND returned_on < next
      THEN (refund * 100)::bigint END AS refund
  FROM sold CROSS JOIN month LEFT JOIN tpcds.item ON i_item_sk = item
  WHERE sold_on >= first AND sold_on < next),
share AS (
  SELECT *,
    paid * 0.125 AS exact_commission,
    floor(paid * 0.125 + 0.5)::bigint AS commission,
    CASE channel WHEN 'store' THEN 50 ELSE 0 END AS fee,
    CASE WHEN NOT coalesce(shipped, false) THEN 0
      WHEN grams <= 2000 THEN 300 WHEN grams <= 10000 THEN 800 ELSE 2000 END AS carriage
  FROM line WHERE complete),
kept AS (
  SELECT *,
    CASE WHEN coalesce(refund, 0) = 0 THEN 0
      ELSE floor(commission::numeric * refund / paid + 0.5)::bigint END AS commission_back
  FROM share),
part AS (
  SELECT 'marketplace' AS party, channel, commission - commission_back AS minor FROM kept
  UNION ALL
  SELECT shop, channel, fee FROM kept WHERE channel = 'store'
  UNION ALL
  SELECT carrier, channel, carriage FROM kept WHERE carriage > 0
  UNION ALL
  SELECT brand, channel,
    paid - commission - fee - carriage - (coalesce(refund, 0) - commission_back) FROM kept),
-- At close, roundings are evened out per agreement; lines with a refund stay as they are.
evened AS (
  SELECT brand,
    floor(sum(CASE WHEN refund IS NULL THEN exact_commission
      ELSE commission - commission_back END) + 0.5)::bigint
      - sum(commission - commission_back)::bigint AS minor
  FROM kept GROUP BY brand)
SELECT 'channel' AS scope, party, channel, sum(minor)::bigint AS minor
FROM part GROUP BY party, channel
UNION ALL
SELECT 'party', party, NULL, sum(minor)::bigint
FROM (
  SELECT party, minor FROM part
  UNION ALL SELECT 'marketplace', minor FROM evened
  UNION ALL SELECT brand, -minor FROM evened) AS closed
GROUP BY party
UNION ALL
SELECT 'lines', NULL, NULL, count(*) FILTER (WHERE complete) FROM line
UNION ALL
SELECT 'left-out', NULL, NULL, count(*) FILTER (WHERE NOT complete) FROM line
