package io.miso.sdk.binding;

/** The data types that the SDK has proxies for. */
public enum CrdtKind {
  GCOUNTER("GCounter"),
  PNCOUNTER("PNCounter"),
  GSET("GSet"),
  OR_SET("ORSet"),
  MV_REGISTER("MVRegister"),
  EW_FLAG("EWFlag");

  private final String label;

  CrdtKind(String label) {
    this.label = label;
  }

  /** Its name in messages, which is that of its interface. */
  public String label() {
    return label;
  }
}
