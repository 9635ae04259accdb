package io.miso.node.replication;

import io.miso.grpc.replication.v1.FunctionEntry;
import io.miso.grpc.replication.v1.FunctionRow;
import io.miso.node.function.FunctionView;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which functions this node and a peer have to tell each other about, from their rows: pure. Nothing is told of a function to a peer that does
 * not want it.
 */
final class Sharing {
  private FunctionRow own;
  private Set<String> wantedHere;
  private Set<String> wantedThere = Set.of();
  private boolean peerKnown;

  Sharing(FunctionRow own) {
    this.own = own;
    this.wantedHere = FunctionView.wantedIn(own);
  }

  void own(FunctionRow row) {
    own = row;
    wantedHere = FunctionView.wantedIn(row);
  }

  void peer(FunctionRow row) {
    peerKnown = true;
    wantedThere = FunctionView.wantedIn(row);
  }

  /** What the peer wants is not known until its next row. */
  void peerUnknown() {
    peerKnown = false;
    wantedThere = Set.of();
  }

  /** Whether it is known what the peer wants. */
  boolean isPeerKnown() {
    return peerKnown;
  }

  /** Whether the peer is known not to want updates of the function. */
  boolean unwantedThere(String function) {
    return peerKnown && !wantedThere.contains(function);
  }

  /** Whether the peer wants updates of the function. */
  boolean wantedThere(String function) {
    return wantedThere.contains(function);
  }

  /** What both want, in order: their copies are compared. */
  Set<String> compared() {
    Set<String> both = new TreeSet<>(wantedHere);
    both.retainAll(wantedThere);
    return both;
  }

  /** What this node holds, does not want itself, and the peer wants, in order: the peer is told what it is not known to have. */
  Set<String> offered() {
    Set<String> offered = new TreeSet<>();
    for (FunctionEntry entry : own.getFunctionsList()) {
      String function = entry.getFunction();
      if (entry.getHolds() && !wantedHere.contains(function) && wantedThere.contains(function)) {
        offered.add(function);
      }
    }
    return offered;
  }
}
