package io.miso.sdk.remote;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.miso.grpc.common.SetGenericType;
import io.miso.grpc.common.SetOrRegisterValueResponse;
import io.miso.sdk.Element;
import io.miso.sdk.MisoException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Elements in the published contract: text in requests; strings, doubles or structs in replies. */
final class WireElements {

  /** From here to 2^63 nodes hold integers of which several have the same nearest double. */
  private static final double FIRST_AMBIGUOUS = 0x1p53;

  private static final double FIRST_UNAMBIGUOUS = 0x1p63;

  private WireElements() {}

  static SetGenericType type(Element.Kind kind) {
    return switch (kind) {
      case STRING -> SetGenericType.STRING;
      case NUMBER -> SetGenericType.NUMBER;
      case OBJECT -> SetGenericType.OBJECT;
    };
  }

  /**
   * The request's form.
   *
   * @throws MisoException.InvalidRequest if it holds a number that could not be read back
   */
  static String text(Element element) {
    if (element instanceof Element.Text text) {
      return text.value();
    }
    if (element instanceof Element.Numeric number) {
      requireReadable(number.value());
      return number.value().toString();
    }
    Element.Json json = (Element.Json) element;
    requireReadable(json.members());
    return JsonText.of(json.members());
  }

  /**
   * The reply's elements.
   *
   * @throws MisoException.OutOfRange if a number may have been rounded
   */
  static List<Element> elements(SetOrRegisterValueResponse reply) {
    List<Element> elements = new ArrayList<>();
    switch (reply.getValCase()) {
      case VALUESSTRING ->
        reply.getValuesString().getValuesList().forEach(text -> elements.add(Element.of(text)));
      case VALUESNUMBER ->
        reply
            .getValuesNumber()
            .getValuesList()
            .forEach(number -> elements.add(Element.of(exact(number))));
      case VALUESOBJECT ->
        reply
            .getValuesObject()
            .getValuesList()
            .forEach(struct -> elements.add(Element.ofObject(map(struct))));
      case VAL_NOT_SET -> {}
    }
    return elements;
  }

  private static Map<String, @Nullable Object> map(Struct struct) {
    Map<String, @Nullable Object> members = new HashMap<>();
    struct.getFieldsMap().forEach((key, value) -> members.put(key, json(value)));
    return members;
  }

  private static List<@Nullable Object> list(ListValue values) {
    List<@Nullable Object> items = new ArrayList<>(values.getValuesCount());
    values.getValuesList().forEach(value -> items.add(json(value)));
    return items;
  }

  private static @Nullable Object json(Value value) {
    return switch (value.getKindCase()) {
      case NUMBER_VALUE -> exact(value.getNumberValue());
      case STRING_VALUE -> value.getStringValue();
      case BOOL_VALUE -> value.getBoolValue();
      case STRUCT_VALUE -> map(value.getStructValue());
      case LIST_VALUE -> list(value.getListValue());
      case NULL_VALUE, KIND_NOT_SET -> null;
    };
  }

  private static boolean isAmbiguous(double number) {
    double magnitude = Math.abs(number);
    return magnitude >= FIRST_AMBIGUOUS && magnitude < FIRST_UNAMBIGUOUS;
  }

  private static Double exact(double number) {
    if (isAmbiguous(number)) {
      throw new MisoException.OutOfRange(
          "the node holds a number near "
              + number
              + ", which the published contract cannot tell exactly; store integers from 2^53 on as strings");
    }
    return number;
  }

  private static void requireReadable(@Nullable Object value) {
    if (value instanceof Number number && isAmbiguous(number.doubleValue())) {
      throw new MisoException.InvalidRequest(
          "value",
          "value: the published contract could not tell the number "
              + number
              + " exactly when it is read; store integers from 2^53 on as strings");
    }
    if (value instanceof Map<?, ?> members) {
      members.values().forEach(WireElements::requireReadable);
    } else if (value instanceof List<?> items) {
      items.forEach(WireElements::requireReadable);
    }
  }
}
