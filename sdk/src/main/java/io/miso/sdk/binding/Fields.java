package io.miso.sdk.binding;

/** Fields of the wire contract that are checked before anything is sent, named as a node names them. */
public final class Fields {
  public static final String FUNCTION = "functionBase.serverlessFunctionName";
  public static final String OBJECT_ID = "statefulObjectBase.statefulObjectId";
  public static final String CRDT_NAME = "statefulObjectBase.crdtName";

  private Fields() {}
}
