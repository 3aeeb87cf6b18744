package dev.hefu.gateway.evidence;

/**
 * What a leaf is about. {@link #EXCHANGE} serves permit, deny and replay alike, so they look alike.
 */
public enum LeafKind {
  PARTICIPANT("participant"),
  DATASET("dataset"),
  SHARING_AGREEMENT("sharing-agreement"),
  LINK("link"),
  CONSENT("consent"),
  APPROVAL("approval"),
  EXCHANGE("exchange"),
  REVENUE_AGREEMENT("revenue-agreement"),
  ADJUSTMENT("adjustment"),
  CLOSE("close"),
  NOTICE("notice"),
  POLICY("policy"),
  BREAK_GLASS("break-glass");

  private final String code;

  LeafKind(String code) {
    this.code = code;
  }

  /** The name in the leaf. */
  public String code() {
    return code;
  }
}
