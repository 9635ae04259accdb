package io.miso.sdk.binding;

/** Fields of the wire contract that are checked before anything is sent, named as a node names them. */
final class Fields {
  static final String OBJECT_ID = "statefulObjectBase.statefulObjectId";
  static final String CRDT_NAME = "statefulObjectBase.crdtName";

  private Fields() {}
}
