package io.miso.node.state;

import io.miso.crdt.CrdtType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What an object knows of one of its names. */
final class Name {
  final NameSlot slot = new NameSlot();
  final Map<CrdtType, CrdtHandle> handles = new EnumMap<>(CrdtType.class);
  final Map<CrdtType, CrdtHandle> unwritten = new EnumMap<>(CrdtType.class);
  boolean restored;
  boolean asking;
  final List<CompletableFuture<Void>> waiting = new ArrayList<>();

  /** Operations that leave a CRDT empty that is empty, until it is known whether it is. */
  final List<ObjectActor.Deliver> held = new ArrayList<>();

  boolean isUnknown() {
    return handles.isEmpty() && unwritten.isEmpty() && !asking;
  }
}
