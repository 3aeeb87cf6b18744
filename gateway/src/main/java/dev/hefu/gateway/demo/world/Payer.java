package dev.hefu.gateway.demo.world;

import io.trino.tpcds.Table;
import java.util.Optional;

/**
 * How a customer pays, as far as TPC-DS tells: what the payment participant would have learnt.
 *
 * @param creditRating such as {@code Good}; empty where unknown
 * @param purchaseEstimate a year's purchases in whole units of the currency; empty where unknown
 * @param buyPotential such as {@code 1001-5000}; empty where unknown
 */
public record Payer(
    int customer,
    Optional<String> creditRating,
    Optional<Integer> purchaseEstimate,
    Optional<String> buyPotential) {

  static Payer of(Tables tables, Row customer) {
    Optional<Row> person =
        customer
            .find("c_current_cdemo_sk")
            .map(key -> tables.one(Table.CUSTOMER_DEMOGRAPHICS, Integer.parseInt(key)));
    Optional<Row> household =
        customer
            .find("c_current_hdemo_sk")
            .map(key -> tables.one(Table.HOUSEHOLD_DEMOGRAPHICS, Integer.parseInt(key)));
    return new Payer(
        customer.number("c_customer_sk"),
        person.flatMap(row -> row.find("cd_credit_rating")),
        person.flatMap(row -> row.find("cd_purchase_estimate")).map(Integer::valueOf),
        household.flatMap(row -> row.find("hd_buy_potential")));
  }
}
