package io.miso.node.endpoint;

import akka.grpc.GrpcServiceException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that all requests under way may hold at a time, over all connections: as they came and, where they were compressed, what
 * they expand to. A request without a stream of its own, which is one small frame, holds nothing unless it is compressed.
 */
final class RequestBudget {
  private final long bytes;
  private final AtomicLong held = new AtomicLong();

  RequestBudget(long bytes) {
    this.bytes = bytes;
  }

  /** What a request holds, nothing to begin with. */
  Share share() {
    return new Share();
  }

  private GrpcServiceException exceeded() {
    return Statuses.tooLarge(
        "request",
        "the requests under way on this node hold too many of the "
            + bytes
            + " bytes that they may (setting miso.limits.request-bytes-in-flight); nothing was applied, retry later");
  }

  /** Of one request. Its steps follow each other and so use it one at a time; none reserves after the release. */
  final class Share {
    private long reserved;

    private Share() {}

    /**
     * Holds so many bytes more.
     *
     * @throws GrpcServiceException where the budget has no more; what was held before still is
     */
    void reserve(long more) {
      long before = held.getAndUpdate(now -> now + more > bytes ? now : now + more);
      if (before + more > bytes) {
        throw exceeded();
      }
      reserved += more;
    }

    boolean isEmpty() {
      return reserved == 0;
    }

    /** Gives everything back. */
    void release() {
      held.addAndGet(-reserved);
      reserved = 0;
    }
  }
}
