package io.miso.node.simulation.core;

import io.miso.grpc.replication.v1.CrdtUpdate;
import io.miso.grpc.replication.v1.FunctionEntry;
import io.miso.grpc.replication.v1.PeerFrame;
import java.util.List;
import java.util.stream.Collectors;

/** Frames as a reader of a trace wants them. */
final class Text {
  private Text() {}

  static String of(PeerFrame frame) {
    return switch (frame.getFrameCase()) {
      case BATCH ->
        "batch " + frame.getBatch().getSequence() + updates(frame.getBatch().getUpdatesList());
      case BATCH_ACKNOWLEDGEMENT -> "has " + frame.getBatchAcknowledgement().getSequence();
      case RESTORE_REQUEST ->
        "asks for " + frame.getRestoreRequest().getAddress().getName();
      case RESTORE_ANSWER -> "answers" + updates(frame.getRestoreAnswer().getUpdatesList());
      case FUNCTION_ROW ->
        "row " + frame.getFunctionRow().getVersion() + " runs "
            + frame.getFunctionRow().getFunctionsList().stream()
                .filter(FunctionEntry::getRuns)
                .map(FunctionEntry::getFunction)
                .toList();
      default -> frame.getFrameCase().toString();
    };
  }

  private static String updates(List<CrdtUpdate> updates) {
    return updates.stream()
        .map(update -> (update.getFull() ? "full " : "") + update.getAddress().getName() + " of "
            + update.getAddress().getFunction())
        .collect(Collectors.joining(", ", " [", "]"));
  }
}
