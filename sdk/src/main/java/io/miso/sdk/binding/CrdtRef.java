package io.miso.sdk.binding;

import io.miso.sdk.Names;

/**
 * A CRDT of the function that a binding works for. Making one throws {@link io.miso.sdk.MisoException.InvalidRequest} where a part is
 * empty or no well-formed text.
 */
public record CrdtRef(String objectId, String name, CrdtKind kind) {
  public CrdtRef {
    Names.require(Fields.OBJECT_ID, objectId);
    Names.require(Fields.CRDT_NAME, name);
  }
}
