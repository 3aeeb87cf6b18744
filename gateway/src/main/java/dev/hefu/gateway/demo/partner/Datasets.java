package dev.hefu.gateway.demo.partner;

/** The names of the datasets that the demo's participants publish. */
public final class Datasets {
  /** What a person bought. */
  public static final String PURCHASE_HISTORY = "purchase-history";

  /** How a person pays. */
  public static final String PAYMENT_PROFILE = "payment-profile";

  private Datasets() {}
}
