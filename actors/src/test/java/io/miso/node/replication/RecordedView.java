package io.miso.node.replication;

import io.miso.node.operation.CrdtKey;
import io.miso.node.replication.Copies.Copy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What came of a comparison, and what a test says of the peer. */
final class RecordedView implements Reconciliation.View {
  final Set<CrdtKey> onTheirWay = new HashSet<>();
  final Set<CrdtKey> known = new HashSet<>();
  final List<CrdtKey> repaired = new ArrayList<>();
  final List<CrdtKey> same = new ArrayList<>();

  @Override
  public boolean isOnItsWay(Copy copy) {
    return onTheirWay.contains(copy.key());
  }

  @Override
  public boolean isKnown(Copy copy) {
    return known.contains(copy.key());
  }

  @Override
  public void repair(Copy copy) {
    repaired.add(copy.key());
  }

  @Override
  public void same(Copy copy) {
    same.add(copy.key());
  }
}
