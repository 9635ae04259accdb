package io.miso.node.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.javadsl.Adapter;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Status;
import io.miso.node.ActorTestKitExtension;
import io.miso.node.ExpectedLog;
import io.miso.node.operation.NodeLeftException;
import io.miso.node.operation.Outcome.Reason;
import io.miso.node.operation.Outcome.Refused;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

final class StatusesTest {
  @RegisterExtension
  static final ActorTestKitExtension KIT = new ActorTestKitExtension();

  @Test
  void everyReason_hasItsStatus_andTheFieldComesFirst() {
    Map<Reason, Status.Code> codes = new EnumMap<>(Map.of(
        Reason.INVALID, Status.Code.INVALID_ARGUMENT,
        Reason.WRONG_TYPE, Status.Code.FAILED_PRECONDITION,
        Reason.OUT_OF_RANGE, Status.Code.OUT_OF_RANGE,
        Reason.LIMIT, Status.Code.RESOURCE_EXHAUSTED,
        Reason.UNAVAILABLE, Status.Code.UNAVAILABLE));
    for (Reason reason : Reason.values()) {
      Status status = Statuses.of(new Refused(reason, "value", "is wrong")).getStatus();
      assertThat(status.getCode()).isEqualTo(codes.get(reason));
      assertThat(status.getDescription()).isEqualTo("value: is wrong");
    }
    assertThat(Statuses.of(new Refused(Reason.INVALID, "", "wrong")).getStatus().getDescription())
        .isEqualTo("wrong");
  }

  @Test
  void failures_haveTheirStatus_howeverDeepTheyAreWrapped() throws Exception {
    assertThat(code(new InvalidProtocolBufferException("truncated")))
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(code(new ZipException("not in gzip format")))
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(code(new NodeLeftException())).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(code(new CompletionException(new CompletionException(Statuses.invalid("f", "x")))))
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
    ExpectedLog.of(
        () -> assertThat(code(new IllegalStateException("a bug"))).isEqualTo(Status.Code.INTERNAL),
        "a request failed by a bug");
  }

  @Test
  void callOfAMethodThatIsNotThere_isNobodysBug() throws Exception {
    ListAppender<ILoggingEvent> said = new ListAppender<>();
    Logger log = (Logger) LoggerFactory.getLogger(Statuses.class);
    said.start();
    log.addAppender(said);
    try {
      Status status = status(new UnsupportedOperationException("Not implemented: add"));
      assertThat(status.getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
      assertThat(status.getDescription()).contains("no method 'add'");
      assertThat(said.list).isEmpty();
    } finally {
      log.detachAppender(said);
    }
  }

  @Test
  void whatTheCodeDoesNotSupport_isABug() throws Exception {
    ExpectedLog.of(
        () -> assertThat(code(new UnsupportedOperationException("of a list")))
            .isEqualTo(Status.Code.INTERNAL),
        "a request failed by a bug");
  }

  private static Status status(Throwable failure) throws Exception {
    return Statuses.handler(Adapter.toClassic(KIT.system())).apply(failure).status();
  }

  private static Status.Code code(Throwable failure) throws Exception {
    return status(failure).getCode();
  }
}
