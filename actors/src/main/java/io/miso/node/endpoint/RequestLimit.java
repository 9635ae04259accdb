package io.miso.node.endpoint;

import akka.grpc.GrpcServiceException;
import io.miso.node.settings.NodeSettings.Limits;
import java.time.Duration;

/** How much one request may be, and for how long it may come. */
record RequestLimit(long bytes, Duration time) {

  static RequestLimit of(Limits limits) {
    return new RequestLimit(limits.requestBytes(), limits.requestTime());
  }

  /**
   * The status of a request that is too large.
   *
   * @param when it was: as it came, or after expansion
   */
  GrpcServiceException exceeded(String when) {
    return Statuses.tooLarge(
        "request",
        "has more than "
            + bytes
            + " bytes "
            + when
            + ", the limit of this node (setting miso.limits.request-bytes)");
  }

  GrpcServiceException late() {
    return Statuses.tooLarge(
        "request",
        "was not whole within "
            + time.toMillis()
            + " ms, the limit of this node (setting miso.limits.request-time)");
  }
}
