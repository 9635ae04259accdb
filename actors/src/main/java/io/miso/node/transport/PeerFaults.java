package io.miso.node.transport;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.miso.node.replication.PeerFaultException;
import org.jspecify.annotations.Nullable;

/** Which ends of streams are the fault of the peer, not of the network. */
final class PeerFaults {
  private static final int DEEPEST_CAUSE = 20;

  private PeerFaults() {}

  /** The fault of the peer that led to the failure, or the failure itself. */
  static @Nullable Throwable in(@Nullable Throwable failure) {
    Throwable each = failure;
    for (int depth = 0; each != null && depth < DEEPEST_CAUSE; depth++) {
      if (each instanceof PeerFaultException) {
        return each;
      }
      if (each instanceof InvalidProtocolBufferException malformed) {
        return new PeerFaultException(
            "sent bytes that are no frame (" + malformed.getMessage() + ")");
      }
      if (each instanceof StatusRuntimeException status
          && status.getStatus().getCode() == Status.Code.RESOURCE_EXHAUSTED) {
        return new PeerFaultException(
            "began a frame that is larger than this node accepts (" + status.getMessage() + ")");
      }
      each = each.getCause();
    }
    return failure;
  }
}
