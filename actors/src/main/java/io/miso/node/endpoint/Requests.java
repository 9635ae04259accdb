package io.miso.node.endpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.miso.crdt.CrdtType;
import io.miso.crdt.Value;
import io.miso.grpc.common.CRDTSetType;
import io.miso.grpc.common.ServerlessFunctionBaseInformation;
import io.miso.grpc.common.SetGenericType;
import io.miso.grpc.common.StatefulObjectBaseInformation;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.ObjectKey;
import io.miso.node.settings.NodeSettings.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Checks requests and turns them into keys and values; whatever is wrong is a status that names the field. */
final class Requests {
  static final String FUNCTION = "functionBase.serverlessFunctionName";
  static final String OBJECT = "statefulObjectBase.statefulObjectId";
  static final String NAME = "statefulObjectBase.crdtName";

  private final Limits limits;

  /** Default objects by function, so that the hash is not computed anew for each request; bounded like the functions. */
  private final Map<String, ObjectKey> defaults = new ConcurrentHashMap<>();

  Requests(Limits limits) {
    this.limits = limits;
  }

  CrdtKey key(
      ServerlessFunctionBaseInformation function,
      StatefulObjectBaseInformation object,
      CrdtType type) {
    return new CrdtKey(object(function, object), name(object), type);
  }

  ObjectKey object(
      ServerlessFunctionBaseInformation function, StatefulObjectBaseInformation object) {
    return object(
        function.getServerlessFunctionName(), FUNCTION, object.getStatefulObjectId(), OBJECT);
  }

  ObjectKey object(String function, String functionField, String objectId, String objectField) {
    checked(functionField, function);
    if (!objectId.isEmpty()) {
      return new ObjectKey(function, checked(objectField, objectId));
    }
    ObjectKey known = defaults.get(function);
    if (known == null) {
      known = ObjectKey.defaultOf(function);
      if (defaults.size() < limits.functions()) {
        defaults.put(function, known);
      }
    }
    return known;
  }

  String name(StatefulObjectBaseInformation object) {
    return checked(NAME, object.getCrdtName());
  }

  /** A name that is neither empty nor too long. */
  String checked(String field, String name) {
    if (name.isEmpty()) {
      throw Statuses.invalid(field, "must not be empty");
    }
    if (name.length() > limits.nameBytes() / 3
        && name.getBytes(StandardCharsets.UTF_8).length > limits.nameBytes()) {
      throw Statuses.invalid(field, "has more than " + limits.nameBytes() + " bytes of UTF-8");
    }
    return name;
  }

  long amount(long amount) {
    if (amount <= 0) {
      throw Statuses.invalid("value", "must be above 0, not " + amount);
    }
    return amount;
  }

  /** ORSET or GSET. */
  CrdtType setType(CRDTSetType type) {
    return switch (type) {
      case ORSET -> CrdtType.OR_SET;
      case GSET -> CrdtType.GSET;
      case UNRECOGNIZED -> throw Statuses.invalid("crdtType", "is no known type");
      default -> throw Statuses.invalid("crdtType", "must be ORSET or GSET, not " + type);
    };
  }

  SetGenericType kind(String field, SetGenericType kind) {
    if (kind == SetGenericType.UNRECOGNIZED) {
      throw Statuses.invalid(field, "is none of STRING, NUMBER, OBJECT");
    }
    return kind;
  }

  Value value(String text, SetGenericType kind) {
    if (text.length() > limits.valueBytes()) {
      throw Statuses.tooLarge(
          "value",
          "has "
              + text.length()
              + " characters, the limit is "
              + limits.valueBytes()
              + " bytes (setting miso.limits.value-bytes)");
    }
    try {
      return switch (kind("setValueType", kind)) {
        case STRING -> Value.of(text);
        case NUMBER -> Value.number(text);
        default -> JsonText.object(text);
      };
    } catch (JsonProcessingException e) {
      throw Statuses.invalid("value", "is no JSON object: " + e.getOriginalMessage());
    } catch (IOException | IllegalArgumentException e) {
      throw Statuses.invalid("value", "is no " + kind + ": " + e.getMessage());
    }
  }
}
