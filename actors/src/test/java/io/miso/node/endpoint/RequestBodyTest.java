package io.miso.node.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import akka.grpc.GrpcServiceException;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.headers.RawHeader;
import akka.stream.SystemMaterializer;
import io.grpc.Status;
import io.miso.node.ActorTestKitExtension;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class RequestBodyTest {
  @RegisterExtension
  static final ActorTestKitExtension KIT = new ActorTestKitExtension();

  private static final String GRPC = "application/grpc";
  private static final String BASE64 = "application/grpc-web-text";
  private static final byte[] FRAME = {0, 0, 0, 0, 3, 1, 2, 3};
  private static final byte[] FLAGGED = {1, 0, 0, 0, 3, 1, 2, 3};

  private final RequestBudget budget = new RequestBudget(1000);
  private final RequestBudget.Share share = budget.share();
  private final RequestBody body = new RequestBody(
      new RequestLimit(100, Duration.ofSeconds(1)),
      budget,
      SystemMaterializer.get(KIT.system()).materializer());

  @Test
  void requestThatIsWell_isTheSameAfterwards() {
    for (String type : new String[] {GRPC, "application/grpc+proto", "application/grpc-web"}) {
      HttpRequest request = request(type, FRAME);

      assertThat(body.checked(request, share)).isSameAs(request);
      assertThat(body.checked(encoded("gzip", request), share).entity()).isSameAs(request.entity());
    }
  }

  @Test
  void bytesThatAreNoWholeFrame_areAnInvalidRequest() {
    for (byte[] bytes : new byte[][] {{}, {0, 0}, {0, 0, 0, 0, 4, 1, 2, 3}, {0, 0, 0, 0, 0, 9}}) {
      refused(request(GRPC, bytes), Status.Code.INVALID_ARGUMENT, "request: ");
    }
  }

  @Test
  void compressionThatNobodyCanUndo_isRefused() {
    refused(request(GRPC, FLAGGED), Status.Code.INVALID_ARGUMENT, "grpc-encoding");
    refused(
        encoded("identity", request(GRPC, FLAGGED)), Status.Code.INVALID_ARGUMENT, "grpc-encoding");
    refused(encoded("br", request(GRPC, FRAME)), Status.Code.UNIMPLEMENTED, "'br'");
  }

  @Test
  void base64_isLeftToTheServices_unlessItIsCompressed() {
    HttpRequest request = request(BASE64, Base64.getEncoder().encode(FRAME));

    assertThat(body.checked(request, share)).isSameAs(request);
    refused(encoded("gzip", request), Status.Code.UNIMPLEMENTED, "base64");
    for (byte[] bytes : new byte[][] {{'!', '!', '!', '!'}, {'A', 'A', 'A', 'A'}}) {
      refused(request(BASE64, bytes), Status.Code.INVALID_ARGUMENT, "request: ");
    }
  }

  @Test
  void whatIsNoGrpc_isLeftToTheServices() {
    HttpRequest request = request("application/json", "{}".getBytes(StandardCharsets.US_ASCII));

    assertThat(body.checked(request, share)).isSameAs(request);
  }

  private void refused(HttpRequest request, Status.Code code, String text) {
    GrpcServiceException thrown =
        catchThrowableOfType(GrpcServiceException.class, () -> body.checked(request, share));
    assertThat(thrown.getStatus().getCode()).isEqualTo(code);
    assertThat(thrown.getStatus().getDescription()).contains(text);
  }

  private static HttpRequest request(String type, byte[] bytes) {
    return HttpRequest.POST("/s/m").withEntity(ContentTypes.parse(type), bytes);
  }

  private static HttpRequest encoded(String encoding, HttpRequest request) {
    return request.addHeader(RawHeader.create("grpc-encoding", encoding));
  }
}
