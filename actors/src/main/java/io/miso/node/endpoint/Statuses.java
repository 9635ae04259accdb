package io.miso.node.endpoint;

import akka.actor.ActorSystem;
import akka.grpc.GrpcServiceException;
import akka.grpc.Trailers;
import akka.grpc.javadsl.GrpcExceptionHandler;
import akka.japi.Function;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.miso.node.function.FunctionDiscovery.RegistrationLimitException;
import io.miso.node.operation.NodeLeftException;
import io.miso.node.operation.Outcome.Refused;
import io.miso.node.replication.PeersActor.TooManySyncsException;
import io.miso.node.state.ObjectRegistry;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place that maps outcomes and failures to gRPC statuses. */
final class Statuses {
  private static final Logger log = LoggerFactory.getLogger(Statuses.class);

  private Statuses() {}

  static GrpcServiceException invalid(String field, String message) {
    return new GrpcServiceException(
        Status.INVALID_ARGUMENT.withDescription(field + ": " + message));
  }

  static GrpcServiceException notThisKind(String message) {
    return new GrpcServiceException(Status.FAILED_PRECONDITION.withDescription(message));
  }

  static GrpcServiceException outOfRange(String message) {
    return new GrpcServiceException(Status.OUT_OF_RANGE.withDescription(message));
  }

  static GrpcServiceException tooLarge(String field, String message) {
    return new GrpcServiceException(
        Status.RESOURCE_EXHAUSTED.withDescription(field + ": " + message));
  }

  static GrpcServiceException of(Refused refused) {
    Status status = switch (refused.reason()) {
      case INVALID -> Status.INVALID_ARGUMENT;
      case WRONG_TYPE -> Status.FAILED_PRECONDITION;
      case OUT_OF_RANGE -> Status.OUT_OF_RANGE;
      case LIMIT -> Status.RESOURCE_EXHAUSTED;
      case UNAVAILABLE -> Status.UNAVAILABLE;
    };
    String description =
        refused.field().isEmpty() ? refused.message() : refused.field() + ": " + refused.message();
    return new GrpcServiceException(status.withDescription(description));
  }

  /** For whatever a handler or the decoding of a request throws. */
  static Function<Throwable, Trailers> handler(ActorSystem system) {
    Function<Throwable, Trailers> others = defaults(system);
    return error -> {
      Throwable cause = unwrapped(error);
      if (cause instanceof IOException) { // of the message's bytes, or of those gzip made of them
        return new Trailers(Status.INVALID_ARGUMENT.withDescription(
            "request: these bytes are no such message (" + cause.getMessage() + ")"));
      }
      if (cause instanceof ObjectRegistry.LimitException
          || cause instanceof RegistrationLimitException
          || cause instanceof TooManySyncsException) {
        return new Trailers(Status.RESOURCE_EXHAUSTED.withDescription(cause.getMessage()));
      }
      if (cause instanceof NodeLeftException) {
        return new Trailers(Status.UNAVAILABLE.withDescription(cause.getMessage()));
      }
      if (!(cause instanceof GrpcServiceException
          || cause instanceof StatusException
          || cause instanceof StatusRuntimeException)) {
        log.error("a request failed by a bug", cause);
      }
      return others.apply(cause);
    };
  }

  private static Function<Throwable, Trailers> defaults(ActorSystem system) {
    try {
      return GrpcExceptionHandler.defaultMapper().apply(system);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static Throwable unwrapped(Throwable error) {
    Throwable cause = error;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
