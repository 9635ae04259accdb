package io.miso.node.endpoint;

import static io.miso.node.endpoint.ServedNode.FLAGS;
import static io.miso.node.endpoint.ServedNode.FUNCTIONS;
import static io.miso.node.endpoint.ServedNode.GCOUNTERS;
import static io.miso.node.endpoint.ServedNode.OBJECTS;
import static io.miso.node.endpoint.ServedNode.PNCOUNTERS;
import static io.miso.node.endpoint.ServedNode.REGISTERS;
import static io.miso.node.endpoint.ServedNode.SETS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.miso.grpc.common.CRDTSetType;
import io.miso.grpc.common.SetGenericType;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients of the published prototype decode without defaults: what is zero, false, first or empty has to be among the bytes. */
final class WireRepliesTest {
  @RegisterExtension
  static final ServedNode NODE = new ServedNode();

  /** Field 1 of most replies: object "o", name "n". */
  private static final String BASE = "0a 06 0a 01 6f 12 01 6e ";

  private final WireRequests requests = NODE.newFunction();

  @Test
  void counterAtZero_carriesItsZero() {
    reply(GCOUNTERS + "GetValue", requests.get(), BASE + "10 00");
    reply(PNCOUNTERS + "Add", NODE.newFunction().amount(1), BASE + "10 02");
    WireRequests counted = NODE.newFunction();
    reply(PNCOUNTERS + "GetValue", counted.get(), BASE + "10 00");
    reply(PNCOUNTERS + "Subtract", counted.amount(1), BASE + "10 01");
    reply(PNCOUNTERS + "Add", counted.amount(1), BASE + "10 00");
    reply(PNCOUNTERS + "GetValue", counted.get(), BASE + "10 00");
  }

  @Test
  void flagThatIsFalse_carriesItsFalse() {
    reply(FLAGS + "GetValue", requests.get(), BASE + "10 00");
    reply(FLAGS + "Assign", requests.flag(true), BASE + "10 01");
    reply(FLAGS + "Assign", requests.flag(false), BASE + "10 00");
    reply(FLAGS + "GetValue", requests.get(), BASE + "10 00");
  }

  @ParameterizedTest
  @CsvSource({
    "GSET, STRING, 12 00 28 00",
    "GSET, NUMBER, 1a 00 28 01",
    "GSET, OBJECT, 22 00 28 02",
    "ORSET, STRING, 12 00 28 00",
    "ORSET, NUMBER, 1a 00 28 01",
    "ORSET, OBJECT, 22 00 28 02"
  })
  void emptySet_carriesItsTypeAndItsEmptyValues(
      CRDTSetType type, SetGenericType kind, String rest) {
    reply(SETS + "GetValue", requests.elements(type, kind), BASE + rest);
  }

  @ParameterizedTest
  @CsvSource({"STRING, 12 00 28 00", "NUMBER, 1a 00 28 01", "OBJECT, 22 00 28 02"})
  void unassignedRegister_carriesItsTypeAndItsEmptyValues(SetGenericType kind, String rest) {
    reply(REGISTERS + "GetValue", requests.elements(CRDTSetType.MVREGISTER, kind), BASE + rest);
  }

  @Test
  void setThatWasEmptied_answersTheRemovalWithItsTypeAndItsEmptyValues() {
    Message x = requests.element(CRDTSetType.ORSET, SetGenericType.STRING, "x");

    reply(SETS + "Add", x, BASE + "12 03 0a 01 78 28 00");
    reply(SETS + "RemoveORSet", x, BASE + "12 00 28 00");
  }

  @Test
  void elementsThatAreEmptyOrZero_areWrittenOut() {
    reply(
        SETS + "Add",
        requests.element(CRDTSetType.GSET, SetGenericType.STRING, ""),
        BASE + "12 02 0a 00 28 00");
    reply(
        REGISTERS + "Assign",
        NODE.newFunction().element(CRDTSetType.MVREGISTER, SetGenericType.NUMBER, "0"),
        BASE + "1a 0a 0a 08 00 00 00 00 00 00 00 00 28 01");
    reply(
        REGISTERS + "Assign",
        NODE.newFunction().element(CRDTSetType.MVREGISTER, SetGenericType.OBJECT, "{}"),
        BASE + "22 02 0a 00 28 02");
  }

  @Test
  void noToARequest_isWrittenOut() {
    reply(OBJECTS + "Remove", requests.delete(), "08 00");
    reply(FUNCTIONS + "unregisterServerlessFunction", requests.unregister(), "08 00");
    reply(FUNCTIONS + "registerServerlessFunction", requests.register(), "08 01");
    reply(FUNCTIONS + "registerServerlessFunction", requests.register(), "08 00");
    reply(FUNCTIONS + "unregisterServerlessFunction", requests.unregister(), "08 01");
  }

  private static void reply(String method, Message request, String bytes) {
    assertThat(HexFormat.ofDelimiter(" ").formatHex(NODE.call(method, request)))
        .as(method)
        .isEqualTo(bytes);
  }
}
