package io.miso.node.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.miso.crdt.Crdt;
import io.miso.crdt.CrdtType;
import io.miso.crdt.GCounter;
import io.miso.crdt.Mutation;
import io.miso.crdt.PNCounter;
import io.miso.crdt.ReplicaId;
import io.miso.crdt.Value;
import io.miso.node.TestNodes;
import io.miso.node.operation.Outcome.Reason;
import io.miso.node.operation.Outcome.Refused;
import io.miso.node.operation.Update;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class UpdateRulesCoreTest {
  private static final ReplicaId REPLICA = new ReplicaId(1, 2, 1);
  private static final Value ONE = Value.of(1);
  private static final List<Update> EVERY_UPDATE = List.of(
      new Update.CounterAdd(1),
      new Update.CounterSubtract(1),
      new Update.SetAdd(ONE),
      new Update.SetRemove(ONE),
      new Update.RegisterAssign(ONE),
      new Update.FlagAssign(true),
      new Update.Delete());

  private final UpdateRules rules = new UpdateRules(
      TestNodes.settings("limits { value-bytes = 100, elements-per-crdt = 2 }").limits());

  @Test
  void eachType_acceptsItsUpdatesAndDeletion_andAppliesThem() throws Exception {
    Map<CrdtType, Set<Integer>> accepted = new EnumMap<>(Map.of(
        CrdtType.GCOUNTER, Set.of(0, 6),
        CrdtType.PNCOUNTER, Set.of(0, 1, 6),
        CrdtType.GSET, Set.of(2, 6),
        CrdtType.OR_SET, Set.of(2, 3, 6),
        CrdtType.MV_REGISTER, Set.of(4, 6),
        CrdtType.EW_FLAG, Set.of(5, 6)));
    for (CrdtType type : CrdtType.values()) {
      for (int i = 0; i < EVERY_UPDATE.size(); i++) {
        Update update = EVERY_UPDATE.get(i);
        boolean accepts = UpdateRules.accepts(type.empty(), update);
        assertThat(accepts)
            .as("%s %s", type, update)
            .isEqualTo(accepted.getOrDefault(type, Set.of(6)).contains(i));
        if (accepts) {
          Mutation<? extends Crdt<?>> mutation = rules.apply(type.empty(), update, REPLICA);
          assertThat(mutation.state().isLive())
              .as("%s %s", type, update)
              .isEqualTo(UpdateRules.writes(update));
        }
      }
    }
  }

  @Test
  void removals_writeNoEvent() {
    assertThat(EVERY_UPDATE.stream().filter(update -> !UpdateRules.writes(update)))
        .containsExactly(new Update.SetRemove(ONE), new Update.Delete());
    assertThat(UpdateRules.writes(new Update.FlagAssign(false))).isFalse();
  }

  @Test
  void amounts_areAboveZero() {
    for (long amount : new long[] {0, -1, Long.MIN_VALUE}) {
      for (CrdtType type : List.of(CrdtType.GCOUNTER, CrdtType.PNCOUNTER)) {
        assertThat(refused(type.empty(), new Update.CounterAdd(amount)).reason())
            .isEqualTo(Reason.INVALID);
      }
      assertThat(refused(PNCounter.empty(), new Update.CounterSubtract(amount)).field())
          .isEqualTo("value");
    }
  }

  @Test
  void amountThatWouldOverflowTheOwnEntry_isOutOfRange() {
    Crdt<?> full = GCounter.empty().add(REPLICA, Long.MAX_VALUE).state();

    assertThat(refused(full, new Update.CounterAdd(1)).reason()).isEqualTo(Reason.OUT_OF_RANGE);
  }

  @Test
  void setThatIsFull_takesWhatItHasAndNothingElse() throws Exception {
    for (CrdtType type : List.of(CrdtType.GSET, CrdtType.OR_SET)) {
      Crdt<?> set = type.empty();
      for (int i = 0; i < 2; i++) {
        set = rules.apply(set, new Update.SetAdd(Value.of(i)), REPLICA).state();
      }
      assertThat(
              rules.apply(set, new Update.SetAdd(Value.of(1)), REPLICA).state().isLive())
          .isTrue();
      assertThat(refused(set, new Update.SetAdd(Value.of(2))).reason()).isEqualTo(Reason.LIMIT);
    }
  }

  @Test
  void valueOfExactlyTheLimit_isAccepted() throws Exception {
    for (Value value :
        List.of(Value.of("x".repeat(100)), Value.of("ä".repeat(50)), Value.of(new byte[100]))) {
      assertThat(rules
              .apply(CrdtType.GSET.empty(), new Update.SetAdd(value), REPLICA)
              .state()
              .isLive())
          .isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("valuesBeyondTheLimit")
  void valueBeyondTheLimit_isRefused(Value large) {

    for (CrdtType type : List.of(CrdtType.GSET, CrdtType.OR_SET)) {
      assertThat(refused(type.empty(), new Update.SetAdd(large)).reason()).isEqualTo(Reason.LIMIT);
    }
    assertThat(refused(CrdtType.MV_REGISTER.empty(), new Update.RegisterAssign(large))
            .field())
        .isEqualTo("value");
  }

  static Stream<Value> valuesBeyondTheLimit() {
    return Stream.of(
        Value.of("x".repeat(101)),
        Value.of("ä".repeat(51)),
        Value.of(new byte[101]),
        Value.array(Collections.nCopies(100, Value.of(1))));
  }

  private Refused refused(Crdt<?> state, Update update) {
    UpdateRules.RefusedException thrown = catchThrowableOfType(
        UpdateRules.RefusedException.class, () -> rules.apply(state, update, REPLICA));
    return thrown.refused();
  }
}
