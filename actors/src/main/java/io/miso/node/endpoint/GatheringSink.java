package io.miso.node.endpoint;

import akka.grpc.GrpcServiceException;
import akka.japi.Pair;
import akka.stream.AbruptStageTerminationException;
import akka.stream.Attributes;
import akka.stream.Inlet;
import akka.stream.SinkShape;
import akka.stream.stage.AbstractGraphStageWithMaterializedValue;
import akka.stream.stage.AbstractInHandler;
import akka.stream.stage.GraphStageLogic;
import akka.stream.stage.TimerGraphStageLogic;
import akka.util.ByteString;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Gathers the bytes of a request within its limit and the budget of all. Past either the answer is there at once, and what still comes is thrown away for a
 * while: to cut the stream off at once resets it, and the reset overtakes the answer.
 */
final class GatheringSink
    extends AbstractGraphStageWithMaterializedValue<
        SinkShape<ByteString>, CompletionStage<ByteString>> {
  /** Time for the answer to arrive, upon which clients stop sending. */
  private static final Duration DISCARDING_TIME = Duration.ofSeconds(2);

  private static final String LATE = "late";
  private static final String DISCARDED = "discarded";

  private final Inlet<ByteString> in = Inlet.create("request.in");
  private final SinkShape<ByteString> shape = SinkShape.of(in);
  private final RequestLimit limit;
  private final RequestBudget.Share share;

  GatheringSink(RequestLimit limit, RequestBudget.Share share) {
    this.limit = limit;
    this.share = share;
  }

  @Override
  public SinkShape<ByteString> shape() {
    return shape;
  }

  @Override
  public Pair<GraphStageLogic, CompletionStage<ByteString>> createLogicAndMaterializedValuePair(
      Attributes attributes) {
    CompletableFuture<ByteString> whole = new CompletableFuture<>();
    return Pair.create(new Gathering(whole), whole);
  }

  private final class Gathering extends TimerGraphStageLogic {
    private final CompletableFuture<ByteString> whole;
    private ByteString gathered = ByteString.emptyByteString();
    private boolean discarding;

    Gathering(CompletableFuture<ByteString> whole) {
      super(shape);
      this.whole = whole;
      setHandler(in, new AbstractInHandler() {
        @Override
        public void onPush() {
          take(grab(in));
          pull(in);
        }

        @Override
        public void onUpstreamFinish() {
          whole.complete(gathered);
          completeStage();
        }

        @Override
        public void onUpstreamFailure(Throwable failure) {
          whole.completeExceptionally(Statuses.cancelled("request: its stream broke off"));
          completeStage();
        }
      });
    }

    @Override
    public void preStart() {
      scheduleOnce(LATE, limit.time());
      pull(in);
    }

    @Override
    public void onTimer(Object timer) {
      if (timer.equals(LATE)) {
        discard(limit.late());
      } else {
        completeStage();
      }
    }

    @Override
    public void postStop() {
      whole.completeExceptionally(new AbruptStageTerminationException(this));
    }

    private void take(ByteString bytes) {
      if (discarding) {
        return;
      }
      if (gathered.length() + (long) bytes.length() > limit.bytes()) {
        discard(limit.exceeded("as it came"));
        return;
      }
      try {
        share.reserve(bytes.length());
      } catch (GrpcServiceException e) {
        discard(e);
        return;
      }
      gathered = gathered.concat(bytes);
    }

    private void discard(Throwable reason) {
      discarding = true;
      gathered = ByteString.emptyByteString();
      whole.completeExceptionally(reason);
      cancelTimer(LATE);
      scheduleOnce(DISCARDED, DISCARDING_TIME);
    }
  }
}
