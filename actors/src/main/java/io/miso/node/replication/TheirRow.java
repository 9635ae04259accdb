package io.miso.node.replication;

import io.miso.grpc.replication.v1.FunctionRow;
import io.miso.grpc.replication.v1.Heartbeat;
import io.miso.node.function.FunctionView;
import java.util.Optional;
import java.util.function.Supplier;

/** The latest row of a peer that was followed: pure. */
final class TheirRow {
  private final Supplier<FunctionView> view;
  private FunctionRow row = FunctionRow.getDefaultInstance();

  TheirRow(Supplier<FunctionView> view) {
    this.view = view;
  }

  /** A row to follow, unless it comes late and is older than the one before. */
  Optional<FunctionRow> taken(FunctionRow merged) {
    if (merged.getIncarnation() == row.getIncarnation()
        && Long.compareUnsigned(merged.getVersion(), row.getVersion()) < 0) {
      return Optional.empty();
    }
    row = merged;
    return Optional.of(merged);
  }

  /**
   * The row that this stream should have brought may be known from another: then the peer takes it for told, and does not send it again.
   *
   * @param known whether a row came on this stream
   */
  Optional<FunctionRow> missed(Heartbeat heartbeat, boolean known, PeerIdentity peer) {
    FunctionRow heard = view.get().row(peer.id());
    boolean lacksIt =
        !known || Long.compareUnsigned(row.getVersion(), heartbeat.getRowVersion()) < 0;
    return lacksIt
            && heard != null
            && heard.getIncarnation() == peer.incarnation()
            && Long.compareUnsigned(heard.getVersion(), heartbeat.getRowVersion()) >= 0
        ? taken(heard)
        : Optional.empty();
  }
}
