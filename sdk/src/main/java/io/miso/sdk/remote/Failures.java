package io.miso.sdk.remote;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.miso.sdk.ConnectionSettings;
import io.miso.sdk.MisoException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * The one place where gRPC statuses become exceptions. A status that the node answered is a verdict; one that was made on this side
 * tells only how far the call came.
 */
final class Failures {

  private Failures() {}

  static MisoException of(
      StatusRuntimeException failure, CallTrace trace, Effect effect, ConnectionSettings settings) {
    return trace.answered() || failure.getStatus().getCode() == Status.Code.UNIMPLEMENTED
        ? answered(failure, effect, settings)
        : unanswered(failure, trace, effect, settings);
  }

  static String notConnected(ConnectionSettings settings, String reason) {
    return "no MISO node reached at "
        + settings.address()
        + " ("
        + reason
        + "); check that the daemon runs on this machine or node, and that MISO_HOST_IP and MISO_HOST_PORT name it";
  }

  private static MisoException answered(
      StatusRuntimeException failure, Effect effect, ConnectionSettings settings) {
    Status status = failure.getStatus();
    String message = description(status);
    return switch (status.getCode()) {
      case INVALID_ARGUMENT -> new MisoException.InvalidRequest(field(message), message, failure);
      case PERMISSION_DENIED, UNAUTHENTICATED ->
        new MisoException.InvalidRequest("", message, failure);
      case FAILED_PRECONDITION -> new MisoException.WrongType(message, failure);
      case RESOURCE_EXHAUSTED -> new MisoException.LimitExceeded(message, failure);
      case OUT_OF_RANGE -> new MisoException.OutOfRange(message, failure);
      case UNAVAILABLE ->
        new MisoException.Unavailable(
            "the node at " + settings.address() + " is not ready: " + message, failure);
      case UNIMPLEMENTED ->
        new MisoException.Unavailable(
            "what listens at "
                + settings.address()
                + " does not offer this call ("
                + message
                + "); check that it is a MISO node of this version",
            failure);
      default -> noVerdict(settings.address() + " answered " + status, effect, failure);
    };
  }

  private static MisoException unanswered(
      StatusRuntimeException failure, CallTrace trace, Effect effect, ConnectionSettings settings) {
    if (!trace.started()) {
      return new MisoException.Unavailable(
          notConnected(settings, reason(failure.getStatus())), failure);
    }
    return noVerdict(
        "no answer from the node at "
            + settings.address()
            + ": "
            + (failure.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED
                ? "the deadline passed"
                : description(failure.getStatus())),
        effect,
        failure);
  }

  private static MisoException noVerdict(String message, Effect effect, Throwable cause) {
    return effect == Effect.WRITE
        ? new MisoException.Unconfirmed(
            message + "; the change may or may not have been applied", cause)
        : new MisoException.Unavailable(message, cause);
  }

  /** Why there is no connection. */
  static String reason(Status status) {
    @Nullable Throwable cause = status.getCause();
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (each instanceof ConnectException
          && String.valueOf(each.getMessage()).contains("refused")) {
        return "the connection was refused: nothing listens there";
      }
      if (each instanceof UnknownHostException) {
        return "the name does not resolve";
      }
    }
    String message = cause == null ? null : cause.getMessage();
    return message == null ? description(status) : message.lines().findFirst().orElse("");
  }

  private static String description(Status status) {
    String description = status.getDescription();
    return description == null || description.isEmpty() ? status.getCode().name() : description;
  }

  /** Nodes begin the message with the field at fault and a colon. */
  private static String field(String message) {
    int colon = message.indexOf(':');
    String start = colon < 0 ? "" : message.substring(0, colon);
    return start.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_' || c == '.')
        ? start
        : "";
  }
}
