package io.miso.app.console;

import io.miso.app.failure.UserFailure;
import io.miso.app.process.Condition;
import io.miso.sdk.CrdtEntry;
import io.miso.sdk.ElementType;
import io.miso.sdk.Miso;
import io.miso.sdk.MisoException;
import io.miso.sdk.StatefulObject;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** The default object of a function on one node, for a person who does not say which type a name has. */
final class FunctionObject {
  /** A node that is new to the function is sent its states as soon as it is asked; this is how long to wait for them. */
  private static final Duration ARRIVAL_LIMIT = Duration.ofSeconds(1);

  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(3);

  private final NodeAddress address;
  private final StatefulObject object;

  private FunctionObject(NodeAddress address, StatefulObject object) {
    this.address = address;
    this.object = object;
  }

  /**
   * Opens the object, uses it and closes the connection.
   *
   * @throws UserFailure where the node does not answer or refuses
   */
  static List<String> use(
      NodeAddress address, String function, Function<FunctionObject, List<String>> use) {
    try (Miso miso = Miso.builder()
        .host(address.host())
        .port(address.port())
        .function(function)
        .replicaId("command-line")
        .connectTimeout(CONNECT_LIMIT)
        .connect()) {
      return use.apply(new FunctionObject(address, miso.statefulObject()));
    } catch (MisoException.Unavailable e) {
      throw NodeConnection.noAnswer(address, e);
    } catch (MisoException e) {
      throw UserFailure.from(e);
    }
  }

  /** The value under a name: one line, or one line for each element. */
  List<String> value(String name) {
    Condition.await(ARRIVAL_LIMIT, () -> type(name).isPresent());
    String type = type(name)
        .orElseThrow(() -> new UserFailure(
            ("function '%s' has nothing named '%s' on %s: it may hold nothing now (a flag that is false, an emptied set, a deletion)"
                    + ", or check both names, './miso status' lists the functions")
                .formatted(object.function(), name, address)));
    return switch (type) {
      case "pncounter" -> one(object.getPNCounter(name).getValue());
      case "gcounter" -> one(object.getGCounter(name).getValue());
      case "ewflag" -> one(object.getEWFlag(name).getValue());
      case "orset" ->
        elements(
            () -> object.getORSet(name, ElementType.STRING).getValue(),
            () -> object.getORSet(name, ElementType.NUMBER).getValue(),
            () -> object.getORSet(name, ElementType.OBJECT).getValue());
      case "gset" ->
        elements(
            () -> object.getGSet(name, ElementType.STRING).getValue(),
            () -> object.getGSet(name, ElementType.NUMBER).getValue(),
            () -> object.getGSet(name, ElementType.OBJECT).getValue());
      case "mvregister" ->
        elements(
            () -> object.getMVRegister(name, ElementType.STRING).getValue(),
            () -> object.getMVRegister(name, ElementType.NUMBER).getValue(),
            () -> object.getMVRegister(name, ElementType.OBJECT).getValue());
      default ->
        throw new UserFailure("'" + name + "' is of a type that this version cannot show: " + type);
    };
  }

  /** Adds to the counter under a name, a new one where there is none; answers its value. */
  List<String> add(String name, long amount) {
    if (amount > 0 && type(name).filter("gcounter"::equals).isPresent()) {
      return one(object.getGCounter(name).add(amount));
    }
    return one(
        amount > 0
            ? object.getPNCounter(name).add(amount)
            : object.getPNCounter(name).subtract(Math.negateExact(amount)));
  }

  private Optional<String> type(String name) {
    return object.list().stream()
        .filter(entry -> entry.name().equals(name))
        .map(CrdtEntry::type)
        .map(type -> type.replace("_", "").toLowerCase(Locale.ROOT))
        .findFirst();
  }

  private static List<String> one(Object value) {
    return List.of(value.toString());
  }

  /** Elements of whichever kind they are; the list of CRDTs does not tell. */
  @SafeVarargs
  private static List<String> elements(Supplier<? extends Collection<?>>... kinds) {
    MisoException.WrongType last = new MisoException.WrongType("no kind of element was asked for");
    for (Supplier<? extends Collection<?>> kind : kinds) {
      try {
        return kind.get().stream().map(ElementLine::of).sorted().toList();
      } catch (MisoException.WrongType e) {
        last = e;
      }
    }
    throw last;
  }
}
