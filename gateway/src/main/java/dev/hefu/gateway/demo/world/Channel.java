package dev.hefu.gateway.demo.world;

import io.trino.tpcds.Table;
import java.util.List;
import java.util.stream.Stream;

/** Where a line was bought, with the columns in which TPC-DS keeps such lines. */
@SuppressWarnings("ImmutableEnumChecker") // List.of cannot be changed.
public enum Channel {
  STORE(
      Table.STORE_SALES,
      "ss_sold_date_sk",
      "ss_sold_time_sk",
      "ss_ticket_number",
      "ss_item_sk",
      "ss_customer_sk",
      "ss_quantity",
      "ss_ext_sales_price",
      List.of("ss_store_sk"),
      List.of("sr_returned_date_sk", "sr_return_quantity", "sr_return_amt")),
  WEB(
      Table.WEB_SALES,
      "ws_sold_date_sk",
      "ws_sold_time_sk",
      "ws_order_number",
      "ws_item_sk",
      "ws_bill_customer_sk",
      "ws_quantity",
      "ws_ext_sales_price",
      List.of("ws_ship_mode_sk", "ws_ship_date_sk"),
      List.of("wr_returned_date_sk", "wr_return_quantity", "wr_return_amt")),
  CATALOGUE(
      Table.CATALOG_SALES,
      "cs_sold_date_sk",
      "cs_sold_time_sk",
      "cs_order_number",
      "cs_item_sk",
      "cs_bill_customer_sk",
      "cs_quantity",
      "cs_ext_sales_price",
      List.of("cs_ship_mode_sk", "cs_ship_date_sk"),
      List.of("cr_returned_date_sk", "cr_return_quantity", "cr_return_amount"));

  final Table sales;
  final String soldDay;
  final String soldSecond;
  final String order;
  final String item;
  final String customer;
  final String quantity;
  final String amount;

  /** The shop of a store's line; ship mode and day of the others. */
  final List<String> places;

  /** Day, quantity and amount of a return. */
  final List<String> returns;

  /** The columns without which a line cannot be attributed: it is left out, and counted. */
  final List<String> keys;

  Channel(
      Table sales,
      String soldDay,
      String soldSecond,
      String order,
      String item,
      String customer,
      String quantity,
      String amount,
      List<String> places,
      List<String> returns) {
    this.sales = sales;
    this.soldDay = soldDay;
    this.soldSecond = soldSecond;
    this.order = order;
    this.item = item;
    this.customer = customer;
    this.quantity = quantity;
    this.amount = amount;
    this.places = places;
    this.returns = returns;
    this.keys =
        Stream.concat(Stream.of(soldDay, order, item, customer, quantity, amount), places.stream())
            .toList();
  }

  /** The name in order ids, events and totals. */
  public String code() {
    return switch (this) {
      case STORE -> "store";
      case WEB -> "web";
      case CATALOGUE -> "catalogue";
    };
  }
}
