package io.miso.node.endpoint;

import akka.actor.ActorSystem;
import akka.actor.ClassicActorSystemProvider;
import akka.grpc.GrpcServiceException;
import akka.grpc.Trailers;
import akka.grpc.javadsl.GrpcExceptionHandler;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import akka.japi.Function;
import akka.util.ByteString;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.miso.node.function.FunctionDiscovery.RegistrationLimitException;
import io.miso.node.operation.NodeLeftException;
import io.miso.node.operation.Outcome.Refused;
import io.miso.node.replication.PeersActor.TooManySyncsException;
import io.miso.node.state.ObjectRegistry;
import io.miso.node.state.ReplicationIntervals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place that maps outcomes and failures to gRPC statuses. */
final class Statuses {
  private static final Logger log = LoggerFactory.getLogger(Statuses.class);

  /** How generated services begin to say that they have no method of a name. */
  private static final String UNKNOWN_METHOD = "Not implemented: ";

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

  static GrpcServiceException unimplemented(String message) {
    return new GrpcServiceException(Status.UNIMPLEMENTED.withDescription(message));
  }

  static GrpcServiceException cancelled(String message) {
    return new GrpcServiceException(Status.CANCELLED.withDescription(message));
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
      if (cause instanceof IOException) { // of the message's bytes
        return new Trailers(Status.INVALID_ARGUMENT.withDescription(
            "request: these bytes are no message of this method"));
      }
      if (isUnknownMethod(cause)) {
        return new Trailers(Status.UNIMPLEMENTED.withDescription("this service has no method '"
            + String.valueOf(cause.getMessage()).substring(UNKNOWN_METHOD.length())
            + "'; names are case-sensitive"));
      }
      if (cause instanceof ObjectRegistry.LimitException
          || cause instanceof RegistrationLimitException
          || cause instanceof TooManySyncsException
          || cause instanceof ReplicationIntervals.LimitException) {
        return new Trailers(Status.RESOURCE_EXHAUSTED.withDescription(cause.getMessage()));
      }
      if (cause instanceof NodeLeftException) {
        return new Trailers(Status.UNAVAILABLE.withDescription(cause.getMessage()));
      }
      if (!(cause instanceof GrpcServiceException
          || cause instanceof StatusException
          || cause instanceof StatusRuntimeException)) {
        log.error("a request failed by a bug", cause);
        return new Trailers(
            Status.INTERNAL.withDescription("a fault of the node; its log says more"));
      }
      return others.apply(cause);
    };
  }

  /** Where a request fails before its service takes it, as by an encoding that nobody knows: the status as headers, and no body. */
  static HttpResponse response(Throwable failure, ClassicActorSystemProvider system) {
    try {
      Status status = handler(system.classicSystem()).apply(failure).status();
      String description = Objects.requireNonNullElse(status.getDescription(), "");
      return HttpResponse.create()
          .withEntity(HttpEntities.create(
              ContentTypes.APPLICATION_GRPC_PROTO, ByteString.emptyByteString()))
          .addHeader(RawHeader.create("grpc-status", "" + status.getCode().value()))
          .addHeader(RawHeader.create("grpc-message", percentEncoded(description)));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** As gRPC has messages in headers: printable ASCII, all else as the hex of its bytes. */
  private static String percentEncoded(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (b >= ' ' && b <= '~' && b != '%') {
        encoded.append((char) b);
      } else {
        encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return encoded.toString();
  }

  /** Nobody's bug here. */
  private static boolean isUnknownMethod(Throwable cause) {
    return cause instanceof UnsupportedOperationException
        && cause.getMessage() != null
        && cause.getMessage().startsWith(UNKNOWN_METHOD);
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
