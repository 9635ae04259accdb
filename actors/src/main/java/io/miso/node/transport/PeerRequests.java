package io.miso.node.transport;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.RemoteAddress;
import akka.japi.function.Function;
import akka.util.ByteString;
import io.miso.grpc.replication.v1.ReplicationService;
import io.miso.grpc.replication.v1.ReplicationServiceHandlerFactory;
import java.util.concurrent.CompletionStage;

/** Requests of peers that open a stream: who they are, and no frame larger than this node accepts. */
public final class PeerRequests implements Function<HttpRequest, CompletionStage<HttpResponse>> {
  private static final long serialVersionUID = 1;

  private final transient GrpcPeerTransport transport;
  private final transient ActorSystem<?> system;
  private final long maxFrameBytes;

  public PeerRequests(GrpcPeerTransport transport, ActorSystem<?> system, long maxFrameBytes) {
    this.transport = transport;
    this.system = system;
    this.maxFrameBytes = maxFrameBytes;
  }

  /** A stream is rare, so that each has a handler of its own, which knows whose it is. */
  @Override
  public CompletionStage<HttpResponse> apply(HttpRequest request) throws Exception {
    String remote = request
        .getAttribute(AttributeKeys.remoteAddress)
        .map(PeerRequests::text)
        .orElse("a peer");
    ReplicationService service = in -> transport.exchange(in, remote);
    return ReplicationServiceHandlerFactory.partial(service, ReplicationService.name, system)
        .apply(limited(request));
  }

  private HttpRequest limited(HttpRequest request) {
    FrameLimit limit = new FrameLimit(maxFrameBytes);
    return request.withEntity(HttpEntities.createChunked(
        request.entity().getContentType(),
        request.entity().getDataBytes().map((ByteString bytes) -> limit.checked(bytes))));
  }

  private static String text(RemoteAddress address) {
    return address
        .getAddress()
        .map(ip -> ip.getHostAddress() + ":" + address.getPort())
        .orElse("a peer");
  }
}
