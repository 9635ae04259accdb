package io.miso.sdk.remote;

import io.grpc.Attributes;
import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;

/** How far one call came: tells a request that never left from one that may have been applied, and both from an answer. */
final class CallTrace extends ClientStreamTracer.Factory {

  private volatile boolean started;
  private volatile boolean answered;

  @Override
  public ClientStreamTracer newClientStreamTracer(
      ClientStreamTracer.StreamInfo info, Metadata headers) {
    return new ClientStreamTracer() {
      @Override
      public void streamCreated(Attributes transport, Metadata headers) {
        started = true;
      }

      @Override
      public void inboundTrailers(Metadata trailers) {
        answered = true;
      }
    };
  }

  /** Whether a connection has taken the request, which may thus have reached the node. */
  boolean started() {
    return started;
  }

  /** Whether the status is the node's own, not one that gRPC made up on this side. */
  boolean answered() {
    return answered;
  }
}
