package io.miso.node.endpoint;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.japi.function.Function;
import akka.stream.Materializer;
import akka.stream.javadsl.Sink;
import akka.util.ByteString;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The body of a unary request, checked before a service sees it: its size as it comes and after expansion, its encoding, its frame. What
 * generated services do with a compressed message is to expand all of it, so they get none.
 */
final class RequestBody {
  private final RequestLimit limit;
  private final RequestBudget budget;
  private final Materializer materializer;

  RequestBody(RequestLimit limit, RequestBudget budget, Materializer materializer) {
    this.limit = limit;
    this.budget = budget;
    this.materializer = materializer;
  }

  /** What a handler answers to the request, which is checked before; its bytes count as held until then. */
  CompletionStage<HttpResponse> answered(
      HttpRequest request, Function<HttpRequest, CompletionStage<HttpResponse>> handler) {
    RequestBudget.Share share = budget.share();
    CompletionStage<HttpResponse> answer = request.entity().isStrict()
        ? applied(read -> handler.apply(checked(read, share)), request)
        : gathered(request, share).thenCompose(read -> applied(handler, read));
    // Small requests hold nothing, unless a stream may be gathering still.
    return request.entity().isStrict() && share.isEmpty()
        ? answer
        : answer.whenComplete((response, failure) -> share.release());
  }

  /** Whatever the handler throws as a failed answer. */
  static CompletionStage<HttpResponse> applied(
      Function<HttpRequest, CompletionStage<HttpResponse>> handler, HttpRequest request) {
    try {
      return handler.apply(request);
    } catch (Exception e) {
      return CompletableFuture.failedStage(e);
    }
  }

  /**
   * The request with all of its one message, which came in several frames. Decoding a message while it comes resets the stream where it
   * is found to be bad, and the reset overtakes the status.
   */
  private CompletionStage<HttpRequest> gathered(HttpRequest request, RequestBudget.Share share) {
    return request
        .entity()
        .getDataBytes()
        .runWith(Sink.fromGraph(new GatheringSink(limit, share)), materializer)
        .thenApply(bytes -> checked(
            request.withEntity(
                HttpEntities.create(request.entity().getContentType(), bytes.compact())),
            share));
  }

  /**
   * The request where its body is well; mostly the very same.
   *
   * @param request whose body is there
   * @param share holds what the body expands to
   */
  HttpRequest checked(HttpRequest request, RequestBudget.Share share) {
    ByteString bytes = ((HttpEntity.Strict) request.entity()).getData();
    if (bytes.length() > limit.bytes()) {
      throw limit.exceeded("as it came");
    }
    String encoding = request.getHeader("grpc-encoding").map(HttpHeader::value).orElse("identity");
    boolean gzip = encoding.equals("gzip");
    if (!gzip && !encoding.equals("identity")) {
      throw Statuses.unimplemented(
          "requests encoded by '" + encoding + "' are not read; use gzip or identity");
    }
    if (!MessageFrame.isWhole(bytes)) {
      return otherThanFramed(request, bytes, gzip);
    }
    if (!MessageFrame.isCompressed(bytes)) {
      return request;
    }
    if (!gzip) {
      throw Statuses.invalid(
          "request", "is flagged as compressed, and grpc-encoding does not say how");
    }
    return request.withEntity(HttpEntities.create(
        request.entity().getContentType(), MessageFrame.expanded(bytes, limit, share)));
  }

  /** Base64 for browsers, and what is no gRPC, which the services answer; frames that are broken. */
  private static HttpRequest otherThanFramed(HttpRequest request, ByteString bytes, boolean gzip) {
    ContentType type = request.entity().getContentType();
    String subType = type.mediaType().subType();
    if (subType.startsWith("grpc-web-text")) {
      if (gzip) {
        throw Statuses.unimplemented("requests in base64 are not read where they are compressed");
      }
      if (!isFramedInBase64(bytes)) {
        throw Statuses.invalid("request", "is not one whole message in base64, not compressed");
      }
      return request;
    }
    if (subType.startsWith("grpc")) {
      throw MessageFrame.broken(bytes);
    }
    return request;
  }

  private static boolean isFramedInBase64(ByteString bytes) {
    try {
      ByteString frame = ByteString.fromArrayUnsafe(Base64.getDecoder().decode(bytes.toArray()));
      return MessageFrame.isWhole(frame) && !MessageFrame.isCompressed(frame);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
