package io.miso.node.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.miso.grpc.common.CRDTSetType;
import io.miso.grpc.common.Common;
import io.miso.grpc.common.SetGenericType;
import io.miso.grpc.middleware.Middleware;
import io.miso.grpc.overlay.discovery.function.Discovery;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Names, numbers and spelling that functions of the published prototype send and expect, written down once more. */
final class PublishedContractTest {
  @RegisterExtension
  static final ServedNode NODE = new ServedNode();

  private static final byte[] EMPTY = {};

  private static final String METHODS = """
      miso.middleware.EWFlagService/Assign FlagSetValueRequest FlagSetValueReponse
      miso.middleware.EWFlagService/GetValue CounterGetValueRequest FlagSetValueReponse
      miso.middleware.GCounterService/Add CounterAddOrSubtractValueRequest CounterResponse
      miso.middleware.GCounterService/GetValue CounterGetValueRequest CounterResponse
      miso.middleware.MVRegisterService/Assign SetOrRegisterSetValueRequest SetOrRegisterValueResponse
      miso.middleware.MVRegisterService/GetValue SetOrRegisterGetValueRequest SetOrRegisterValueResponse
      miso.middleware.PNCounterService/Add CounterAddOrSubtractValueRequest CounterResponse
      miso.middleware.PNCounterService/GetValue CounterGetValueRequest CounterResponse
      miso.middleware.PNCounterService/Subtract CounterAddOrSubtractValueRequest CounterResponse
      miso.middleware.SetService/Add SetOrRegisterSetValueRequest SetOrRegisterValueResponse
      miso.middleware.SetService/GetValue SetOrRegisterGetValueRequest SetOrRegisterValueResponse
      miso.middleware.SetService/RemoveORSet SetOrRegisterSetValueRequest SetOrRegisterValueResponse
      miso.middleware.StatefulObjectService/Remove DeleteCrdtRequest BoolResponse
      miso.overlay.discovery.function.OverlayFunctionDiscoveryService/getFunctionInstanceMap Void ServerlessFunctionFunctionInstanceMapResponse
      miso.overlay.discovery.function.OverlayFunctionDiscoveryService/registerServerlessFunction ServerlessFunctionRegisterRequest ServerlessFunctionRegisterResponse
      miso.overlay.discovery.function.OverlayFunctionDiscoveryService/unregisterServerlessFunction ServerlessFunctionUnregisterRequest ServerlessFunctionRegisterResponse
      """;

  private static final String FIELDS = """
      AckResponse: 1 acknowledged bool
      BoolResponse: 1 response bool
      CounterAddOrSubtractValueRequest: 1 statefulObjectBase StatefulObjectBaseInformation, 2 replicaId string, 3 value sint64, 4 functionBase ServerlessFunctionBaseInformation
      CounterGetValueRequest: 1 statefulObjectBase StatefulObjectBaseInformation, 2 functionBase ServerlessFunctionBaseInformation
      CounterResponse: 1 statefulObjectBase StatefulObjectBaseInformation, 2 value sint64
      DeleteCrdtRequest: 1 statefulObjectBase StatefulObjectBaseInformation, 2 functionBase ServerlessFunctionBaseInformation
      FlagSetValueReponse: 1 statefulObjectBase StatefulObjectBaseInformation, 2 value bool
      FlagSetValueRequest: 1 statefulObjectBase StatefulObjectBaseInformation, 2 value bool, 3 functionBase ServerlessFunctionBaseInformation, 4 replicaId string
      ServerlessFunctionBaseInformation: 1 serverlessFunctionName string
      ServerlessFunctionFunctionInstanceMapResponeItem: 1 items ServerlessFunctionInstance
      ServerlessFunctionFunctionInstanceMapResponse: 1 items ItemsEntry
      ServerlessFunctionInstance: 1 podName string, 2 nodeName string, 3 nodeIp string, 4 registeredAtTimestamp Timestamp, 5 lastHeartbeatTimestamp Timestamp
      ServerlessFunctionRegisterRequest: 1 functionBase ServerlessFunctionBaseInformation, 2 podName string, 3 nodeName string, 4 nodeIp string
      ServerlessFunctionRegisterResponse: 1 acknowledged bool
      ServerlessFunctionUnregisterRequest: 1 functionBase ServerlessFunctionBaseInformation, 2 podName string
      SetOrRegisterGetValueRequest: 1 statefulObjectBase StatefulObjectBaseInformation, 2 replicaId string, 3 type SetGenericType, 4 crdtType CRDTSetType, 6 functionBase ServerlessFunctionBaseInformation
      SetOrRegisterSetValueRequest: 1 statefulObjectBase StatefulObjectBaseInformation, 2 replicaId string, 3 value string, 4 setValueType SetGenericType, 5 crdtType CRDTSetType, 6 functionBase ServerlessFunctionBaseInformation
      SetOrRegisterValueResponse: 1 statefulObjectBase StatefulObjectBaseInformation, 2 valuesString SetOrRegisterValueResponseStringValues, 3 valuesNumber SetOrRegisterValueResponseNumberValues, 4 valuesObject SetOrRegisterValueResponseObjectValues, 5 type SetGenericType
      SetOrRegisterValueResponseNumberValues: 1 values double
      SetOrRegisterValueResponseObjectValues: 1 values Struct
      SetOrRegisterValueResponseStringValues: 1 values string
      StatefulObjectBaseInformation: 1 statefulObjectId string, 2 crdtName string
      Void:
      """;

  @Test
  void servicesAndMethods_areThePublishedOnes() {
    assertThat(files()
            .flatMap(file -> file.getServices().stream())
            .map(ServiceDescriptor::getMethods)
            .flatMap(List::stream)
            .map(PublishedContractTest::line)
            .sorted())
        .containsExactlyElementsOf(METHODS.lines().toList());
  }

  @Test
  void fields_haveThePublishedNumbersNamesAndTypes() {
    assertThat(files()
            .flatMap(file -> file.getMessageTypes().stream())
            .map(PublishedContractTest::line)
            .distinct()
            .sorted())
        .containsExactlyElementsOf(FIELDS.lines().toList());
  }

  @Test
  void enums_haveThePublishedNumbers() {
    assertThat(SetGenericType.getDescriptor().getValues())
        .extracting(value -> value.getName() + value.getNumber())
        .containsExactly("STRING0", "NUMBER1", "OBJECT2");
    assertThat(CRDTSetType.getDescriptor().getValues())
        .extracting(value -> value.getName() + value.getNumber())
        .containsExactly(
            "MVREGISTER0", "ORSET1", "GSET2", "GCOUNTER3", "PNCOUNTER4", "EWFLAG5", "ORMAP6");
  }

  @Test
  void everyPublishedMethod_isServedUnderItsName() {
    methods()
        .forEach(method -> assertThat(outcome(method, EMPTY))
            .as(method)
            .isIn(Status.Code.OK, Status.Code.INVALID_ARGUMENT));
  }

  @Test
  void otherNames_andTheSameInOtherCase_areUnimplemented() {
    Stream<String> strangers = Stream.of(
        "miso.middleware.ORMapService/Get",
        "miso.middleware.PNCounterService/Get",
        "miso.middleware.PNCounterService/Add/more",
        "PNCounterService/Add");

    Stream.concat(strangers, methods().map(PublishedContractTest::firstLetterInOtherCase))
        .forEach(method ->
            assertThat(outcome(method, EMPTY)).as(method).isEqualTo(Status.Code.UNIMPLEMENTED));
  }

  private static Status.Code outcome(String method, byte[] request) {
    try {
      NODE.call(method, request);
      return Status.Code.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    }
  }

  private static Stream<String> methods() {
    return METHODS.lines().map(line -> line.substring(0, line.indexOf(' ')));
  }

  private static String firstLetterInOtherCase(String method) {
    int first = method.indexOf('/') + 1;
    String letter = method.substring(first, first + 1);
    String other = Character.isUpperCase(letter.charAt(0))
        ? letter.toLowerCase(Locale.ROOT)
        : letter.toUpperCase(Locale.ROOT);
    return method.substring(0, first) + other + method.substring(first + 1);
  }

  private static Stream<FileDescriptor> files() {
    return Stream.of(Common.getDescriptor(), Middleware.getDescriptor(), Discovery.getDescriptor());
  }

  private static String line(MethodDescriptor method) {
    return method.getService().getFullName()
        + "/"
        + method.getName()
        + " "
        + method.getInputType().getName()
        + " "
        + method.getOutputType().getName();
  }

  private static String line(Descriptor message) {
    StringBuilder line = new StringBuilder(message.getName()).append(':');
    for (FieldDescriptor field : message.getFields()) {
      line.append(field.getNumber() == 1 ? " " : ", ")
          .append(field.getNumber() + " " + field.getName() + " " + type(field));
    }
    return line.toString();
  }

  private static String type(FieldDescriptor field) {
    return switch (field.getType()) {
      case MESSAGE -> field.getMessageType().getName();
      case ENUM -> field.getEnumType().getName();
      default -> field.getType().name().toLowerCase(Locale.ROOT);
    };
  }
}
