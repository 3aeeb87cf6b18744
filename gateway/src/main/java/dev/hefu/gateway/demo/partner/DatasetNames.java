package dev.hefu.gateway.demo.partner;

/** The names of the datasets that the demo's participants publish. */
public final class DatasetNames {
  /** What a person bought. */
  public static final String PURCHASE_HISTORY = "purchase-history";

  /** How a person pays. */
  public static final String PAYMENT_PROFILE = "payment-profile";

  /** How a person buys, to be counted. */
  public static final String PRODUCT_INSIGHT = "product-insight";

  private DatasetNames() {}
}
