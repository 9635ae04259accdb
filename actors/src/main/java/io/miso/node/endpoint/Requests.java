package io.miso.node.endpoint;

import akka.grpc.GrpcServiceException;
import io.miso.crdt.CrdtType;
import io.miso.crdt.Value;
import io.miso.grpc.common.CRDTSetType;
import io.miso.grpc.common.ServerlessFunctionBaseInformation;
import io.miso.grpc.common.SetGenericType;
import io.miso.grpc.common.StatefulObjectBaseInformation;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.ObjectKey;
import io.miso.node.settings.NodeSettings.Limits;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
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

  /** ORSet or GSet. */
  CrdtType setType(int number) {
    return switch (type(number)) {
      case ORSET -> CrdtType.OR_SET;
      case GSET -> CrdtType.GSET;
      default -> throw otherType(number, "ORSet or GSet");
    };
  }

  /** ORSet. A request that leaves the field out, which reads as number 0, means it as well: the method's name says so. */
  CrdtType removableType(int number) {
    return switch (type(number)) {
      case ORSET, MVREGISTER -> CrdtType.OR_SET;
      default -> throw otherType(number, "ORSet");
    };
  }

  /** MVRegister, which is what a request means that leaves the field out. */
  CrdtType registerType(int number) {
    if (type(number) != CRDTSetType.MVREGISTER) {
      throw otherType(number, "MVRegister");
    }
    return CrdtType.MV_REGISTER;
  }

  private static CRDTSetType type(int number) {
    return Objects.requireNonNullElse(CRDTSetType.forNumber(number), CRDTSetType.UNRECOGNIZED);
  }

  private static GrpcServiceException otherType(int number, String expected) {
    String name = switch (type(number)) {
      case UNRECOGNIZED -> number + ", which stands for no type";
      case ORMAP -> "ORMap";
      default -> CrdtType.ofNumber(number).label();
    };
    return Statuses.invalid("crdtType", "must be " + expected + ", not " + name);
  }

  SetGenericType kind(String field, SetGenericType kind) {
    if (kind == SetGenericType.UNRECOGNIZED) {
      throw Statuses.invalid(field, "is none of the types string, number, object");
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
    String type = kind("setValueType", kind).name().toLowerCase(Locale.ROOT);
    try {
      return switch (kind) {
        case STRING -> Value.of(text);
        case NUMBER -> Value.number(text);
        default -> JsonText.object(text);
      };
    } catch (IllegalArgumentException e) {
      throw Statuses.invalid("value", "does not fit the type " + type + ": " + e.getMessage());
    }
  }
}
