package io.miso.node.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.miso.crdt.BoundedCounter;
import io.miso.crdt.Crdt;
import io.miso.crdt.DWFlag;
import io.miso.crdt.EWFlag;
import io.miso.crdt.GCounter;
import io.miso.crdt.GSet;
import io.miso.crdt.LWWRegister;
import io.miso.crdt.MVRegister;
import io.miso.crdt.MaxRegister;
import io.miso.crdt.MinRegister;
import io.miso.crdt.ORMap;
import io.miso.crdt.ORSet;
import io.miso.crdt.PNCounter;
import io.miso.crdt.RWSet;
import io.miso.crdt.ReplicaId;
import io.miso.crdt.Value;
import io.miso.grpc.replication.v1.CrdtState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bytes that nodes and disks already hold. They decode for ever: a golden file is never changed, and a new form of a state gets a new
 * one.
 */
class GoldenStatesTest {

  private static final ReplicaId A = new ReplicaId(0x0102030405060708L, 0x090a0b0c0d0e0f10L, 1);
  private static final ReplicaId B = new ReplicaId(-2, 3, 300);

  private static final Value KEY = Value.of("key");

  static Stream<Map.Entry<String, Crdt<?>>> states() {
    Map<String, Crdt<?>> states = new TreeMap<>();
    states.put("gcounter-empty", GCounter.empty());
    states.put(
        "gcounter", GCounter.empty().add(B, Long.MAX_VALUE).state().add(A, 7).state());
    PNCounter deleted = PNCounter.empty().add(A, 11).state().delete().state();
    states.put("pncounter", deleted.add(A, 1).state().subtract(B, 300).state());
    states.put(
        "gset", GSet.empty().add(A, Value.of("x")).state().add(B, Value.of("y")).state());
    ORSet removed = orSet().remove(Value.of(5)).state().remove(Value.of(true)).state();
    states.put("orset", removed.add(B, Value.of(0.5)).state());
    states.put("orset-delta", removed.add(B, Value.of("late")).delta());
    states.put("orset-deleted", removed.delete().state());
    states.put(
        "mvregister",
        MVRegister.empty()
            .assign(A, Value.of("one"))
            .state()
            .join(MVRegister.empty().assign(B, Value.of("two")).state()));
    states.put(
        "ewflag", EWFlag.empty().enable(A).state().join(EWFlag.empty().enable(B).state()));
    states.put("ewflag-disabled", EWFlag.empty().enable(A).state().disable().state());
    states.put(
        "dwflag",
        DWFlag.empty().enable(A).state().join(DWFlag.empty().disable(B).state()));
    states.put(
        "lwwregister",
        LWWRegister.empty()
            .assign(A, 1_790_000_000_000L, Value.of("one"))
            .state()
            .join(LWWRegister.empty().assign(B, 0, Value.of("two")).state()));
    states.put("maxregister", MaxRegister.empty().write(A, Value.of(9)).state());
    states.put("minregister", MinRegister.empty().write(B, Value.of(-9)).state());
    states.put(
        "rwset",
        RWSet.empty().add(A, Value.of("in")).state().remove(B, Value.of("out")).state());
    BoundedCounter bounded = BoundedCounter.empty().increment(A, 300).state();
    BoundedCounter given = bounded.transfer(A, B, 200).orElseThrow().state();
    states.put("boundedcounter", given.decrement(B, 150).orElseThrow().state());
    states.put("boundedcounter-deleted", given.delete().state());
    states.put("ormap", orMap());
    states.put("ormap-removed", orMap().remove(KEY).state());
    states.put(
        "ormap-delta",
        orMap().update(KEY, ORSet.empty(), set -> set.add(B, Value.of(1))).delta());
    return states.entrySet().stream();
  }

  private static ORMap orMap() {
    return ORMap.empty()
        .update(KEY, PNCounter.empty(), counter -> counter.add(A, 11))
        .state()
        .update(KEY, ORSet.empty(), set -> set.add(A, Value.of("x")))
        .state()
        .update(
            Value.of(5),
            ORMap.empty(),
            inner -> inner.update(KEY, EWFlag.empty(), flag -> flag.enable(B)))
        .state();
  }

  private static ORSet orSet() {
    List<Value> elements = List.of(
        Value.of("text \u00e9\ud83d\ude00"),
        Value.of(5),
        Value.of(Long.MIN_VALUE),
        Value.of(Double.NaN),
        Value.of(1e300),
        Value.of(true),
        Value.of(new byte[] {0, -1}),
        Value.array(List.of(Value.nullValue(), Value.array(List.of()))),
        Value.object(Map.of("b", Value.of(1), "a", Value.object(Map.of()))));
    ORSet set = ORSet.empty();
    for (Value element : elements) {
      set = set.add(A, element).state();
    }
    return set;
  }

  @ParameterizedTest
  @MethodSource("states")
  void goldenBytes_areWhatIsWrittenAndRead(Map.Entry<String, Crdt<?>> state) throws Exception {
    byte[] golden = golden(state.getKey() + ".hex");
    assertThat(StateCodec.encode(state.getValue()).toByteArray()).isEqualTo(golden);
    assertThat(StateCodec.decode(CrdtState.parseFrom(golden))).isEqualTo(state.getValue());
  }

  private static byte[] golden(String file) throws IOException {
    try (InputStream in = Objects.requireNonNull(
        GoldenStatesTest.class.getResourceAsStream("golden/" + file), file)) {
      return HexFormat.of()
          .parseHex(new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip());
    }
  }
}
