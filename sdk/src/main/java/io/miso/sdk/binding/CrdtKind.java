package io.miso.sdk.binding;

/** The data types that the SDK has proxies for. */
public enum CrdtKind {
  GCOUNTER,
  PNCOUNTER,
  GSET,
  OR_SET,
  MV_REGISTER,
  EW_FLAG
}
