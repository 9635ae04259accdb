package io.miso.node.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.typed.ActorRef;
import io.miso.crdt.CrdtType;
import io.miso.crdt.GCounter;
import io.miso.crdt.ReplicaId;
import io.miso.crdt.Value;
import io.miso.node.ActorTestKitExtension;
import io.miso.node.TestNodes;
import io.miso.node.function.FunctionUses;
import io.miso.node.identity.Births;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.ObjectKey;
import io.miso.node.operation.Outcome;
import io.miso.node.operation.Outcome.Done;
import io.miso.node.operation.Outcome.Reason;
import io.miso.node.operation.Outcome.Refused;
import io.miso.node.operation.Update;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The registry and the objects it starts. */
final class ObjectActorTest {
  @RegisterExtension
  static final ActorTestKitExtension KIT = new ActorTestKitExtension();

  private static final ObjectKey OBJECT = ObjectKey.defaultOf("f");

  private final CrdtTable table = new CrdtTable();

  @Test
  void firstOperationOnAName_asksPeers_andAnotherNameAsksForItself() throws Exception {
    RecordedReplication replication = new RecordedReplication(false);
    Objects objects = start("", replication);
    CompletableFuture<Outcome> a = add(objects, key(OBJECT, "a"));
    CompletableFuture<Outcome> b = add(objects, key(OBJECT, "b"));
    awaitAsked(replication, 2);

    askedFor(replication, "a").proceed().run();

    assertThat(outcome(a)).isInstanceOf(Done.class);
    assertThat(b).isNotDone();
  }

  @Test
  void nameThatWasRestored_isNotAskedForAgain_byAnotherType() throws Exception {
    RecordedReplication replication = new RecordedReplication(true);
    Objects objects = start("", replication);
    outcome(add(objects, key(OBJECT, "a")));

    CompletableFuture<Outcome> read = new CompletableFuture<>();
    objects.deliver(new CrdtKey(OBJECT, "a", CrdtType.GSET), new CrdtActor.Read(read));

    assertThat(((Refused) outcome(read)).reason()).isEqualTo(Reason.WRONG_TYPE);
    assertThat(replication.asked).hasSize(1);
  }

  @Test
  void wholeObjectThatWasRestored_restoresTheNamesItHas() throws Exception {
    RecordedReplication replication = new RecordedReplication(false);
    Objects objects = start("", replication);
    join(objects, key(OBJECT, "a"));
    CompletableFuture<Void> whole = objects.ensureRestored(OBJECT, "");
    awaitAsked(replication, 1);
    replication.asked.get(0).proceed().run();
    whole.get(5, TimeUnit.SECONDS);

    assertThat(outcome(add(objects, key(OBJECT, "a")))).isInstanceOf(Done.class);
    assertThat(replication.asked).hasSize(1);
  }

  @Test
  void endOfTheFunction_makesTheNextOperationAsk() throws Exception {
    RecordedReplication replication = new RecordedReplication(true);
    Objects objects = start("", replication);
    outcome(add(objects, key(OBJECT, "a")));

    objects.unrestore("f");
    objects.ensureRestored(OBJECT, "a").get(5, TimeUnit.SECONDS);

    outcome(add(objects, key(OBJECT, "a")));
    assertThat(replication.asked).hasSize(2);
  }

  @Test
  void namesThatNobodyHolds_areNotKept() throws Exception {
    RecordedReplication replication = new RecordedReplication(true);
    Objects objects = start("", replication);

    objects.ensureRestored(OBJECT, "nobody's").get(5, TimeUnit.SECONDS);
    objects.ensureRestored(OBJECT, "nobody's").get(5, TimeUnit.SECONDS);

    assertThat(replication.asked).hasSize(2);
  }

  @Test
  void readsOfNamesThatNobodyWrote_startNothing_andFillNothing() throws Exception {
    Objects objects = start("limits.crdts-per-object = 2", new RecordedReplication(true));
    for (int i = 0; i < 50; i++) {
      assertThat(outcome(read(objects, key(OBJECT, "read-" + i))))
          .isEqualTo(new Done(CrdtType.GCOUNTER.empty()));
    }

    assertThat(table.ofObject(OBJECT)).isEmpty();
    assertThat(table.functions()).isEmpty();
    assertThat(outcome(add(objects, key(OBJECT, "read-0")))).isInstanceOf(Done.class);
    assertThat(outcome(add(objects, key(OBJECT, "new")))).isInstanceOf(Done.class);
    assertThat(((Refused) outcome(add(objects, key(OBJECT, "third")))).reason())
        .isEqualTo(Reason.LIMIT);
    assertThat(outcome(read(objects, key(OBJECT, "third")))).isInstanceOf(Done.class);
  }

  @Test
  void changesThatLeaveAnEmptyCrdtEmpty_andRefusedOnes_startNothing() throws Exception {
    Objects objects = start("", new RecordedReplication(true));
    CrdtKey set = new CrdtKey(OBJECT, "set", CrdtType.OR_SET);
    CrdtKey flag = new CrdtKey(OBJECT, "flag", CrdtType.EW_FLAG);

    assertThat(outcome(apply(objects, set, new Update.SetRemove(Value.of(1)))))
        .isInstanceOf(Done.class);
    assertThat(outcome(apply(objects, set, new Update.Delete()))).isInstanceOf(Done.class);
    assertThat(outcome(apply(objects, flag, new Update.FlagAssign(false))))
        .isInstanceOf(Done.class);
    for (Update refused : List.of(new Update.CounterAdd(0), new Update.SetAdd(Value.of(1)))) {
      assertThat(((Refused) outcome(apply(objects, key(OBJECT, "counter"), refused))).reason())
          .isEqualTo(Reason.INVALID);
    }
    assertThat(
            ((Refused) outcome(apply(objects, flag, new Update.SetRemove(Value.of(1))))).reason())
        .isEqualTo(Reason.INVALID);
    assertThat(table.ofObject(OBJECT)).isEmpty();
  }

  @Test
  void readOfANameThatNobodyWrote_asksPeersOnce_andIsThenAnsweredFromTheTable() throws Exception {
    RecordedReplication replication = new RecordedReplication(true);
    Objects objects = start("", replication);
    outcome(read(objects, key(OBJECT, "a")));
    outcome(read(objects, key(OBJECT, "a")));
    outcome(read(objects, new CrdtKey(OBJECT, "a", CrdtType.GSET)));

    assertThat(replication.asked).hasSize(1);
    CrdtHandle handle = java.util.Objects.requireNonNull(table.get(key(OBJECT, "a")));
    assertThat(handle.isStarted()).isFalse();
    assertThat(handle.readable()).contains(CrdtType.GCOUNTER.empty());

    outcome(add(objects, key(OBJECT, "a")));
    assertThat(table.get(key(OBJECT, "a"))).isSameAs(handle);
    assertThat(handle.readable())
        .hasValueSatisfying(state -> assertThat(state.isLive()).isTrue());
    assertThat(((Refused) outcome(read(objects, new CrdtKey(OBJECT, "a", CrdtType.GSET)))).reason())
        .isEqualTo(Reason.WRONG_TYPE);
  }

  @Test
  void firstRead_waitsForWhatPeersHold() throws Exception {
    RecordedReplication replication = new RecordedReplication(false);
    Objects objects = start("", replication);
    CompletableFuture<Outcome> read = read(objects, key(OBJECT, "a"));
    awaitAsked(replication, 1);
    assertThat(read).isNotDone();

    join(objects, key(OBJECT, "a"));
    askedFor(replication, "a").proceed().run();

    assertThat(((Done) outcome(read)).state().isLive()).isTrue();
  }

  @Test
  void whatAPeerSendsLater_reachesANameThatWasOnlyRead() throws Exception {
    Objects objects = start("", new RecordedReplication(true));
    outcome(read(objects, key(OBJECT, "a")));

    join(objects, key(OBJECT, "a"));

    assertThat(((Done) outcome(read(objects, key(OBJECT, "a")))).state().isLive())
        .isTrue();
  }

  @Test
  void ofNamesThatWereOnlyRead_theOldestIsForgotten() throws Exception {
    RecordedReplication replication = new RecordedReplication(true);
    Objects objects = start("limits.crdts-per-object = 2", replication);
    for (String name : List.of("a", "b", "c")) {
      outcome(read(objects, key(OBJECT, name)));
    }

    assertThat(table.get(key(OBJECT, "a"))).isNull();
    assertThat(table.get(key(OBJECT, "b"))).isNotNull();
    outcome(read(objects, key(OBJECT, "a")));
    assertThat(replication.asked).hasSize(4);
  }

  @Test
  void endOfTheFunction_forgetsNamesThatWereOnlyRead() throws Exception {
    RecordedReplication replication = new RecordedReplication(true);
    Objects objects = start("", replication);
    outcome(read(objects, key(OBJECT, "a")));

    objects.unrestore("f");
    outcome(read(objects, key(OBJECT, "b")));

    assertThat(table.get(key(OBJECT, "a"))).isNull();
    outcome(read(objects, key(OBJECT, "a")));
    assertThat(replication.asked).hasSize(3);
  }

  @Test
  void readsThatWaitForPeers_areBounded() throws Exception {
    RecordedReplication replication = new RecordedReplication(false);
    Objects objects = start("limits { crdts-per-object = 1, stashed-operations = 1 }", replication);
    CompletableFuture<Outcome> waiting = read(objects, key(OBJECT, "a"));

    for (String name : List.of("a", "b")) {
      assertThat(((Refused) outcome(read(objects, key(OBJECT, name)))).reason())
          .isEqualTo(Reason.LIMIT);
    }
    replication.asked.get(0).proceed().run();
    assertThat(outcome(waiting)).isInstanceOf(Done.class);
  }

  @Test
  void limitsBindLocalOperations_andNeverJoins() throws Exception {
    Objects objects = start(
        "limits { crdts-per-object = 1, objects-per-function = 1, functions = 1 }",
        new RecordedReplication(true));
    assertThat(outcome(add(objects, key(OBJECT, "a")))).isInstanceOf(Done.class);

    Refused secondCrdt = (Refused) outcome(add(objects, key(OBJECT, "b")));
    assertThat(secondCrdt.reason()).isEqualTo(Reason.LIMIT);
    assertThat(secondCrdt.field()).isEqualTo("statefulObjectBase.crdtName");
    Refused secondObject = (Refused) outcome(add(objects, key(new ObjectKey("f", "o2"), "a")));
    assertThat(secondObject.field()).isEqualTo("statefulObjectBase.statefulObjectId");
    Refused secondFunction = (Refused) outcome(add(objects, key(ObjectKey.defaultOf("g"), "a")));
    assertThat(secondFunction.reason()).isEqualTo(Reason.LIMIT);
    assertThatThrownBy(
            () -> objects.ensureRestored(new ObjectKey("f", "o2"), "").get(5, TimeUnit.SECONDS))
        .hasCauseInstanceOf(ObjectRegistry.LimitException.class);

    join(objects, key(OBJECT, "b"));
    join(objects, key(new ObjectKey("f", "o2"), "a"));
    join(objects, key(ObjectKey.defaultOf("g"), "a"));
    assertThat(table.functions()).containsExactlyInAnyOrder("f", "g");
    assertThat(table.ofFunction("f")).hasSize(3);
  }

  @Test
  void operationsOfManyThreadsOnANameThatWasOnlyRead_allCount() throws Exception {
    Objects objects = start("", new RecordedReplication(true));
    CrdtKey key = key(OBJECT, "a");
    outcome(read(objects, key));
    CompletableFuture<?>[] clients = new CompletableFuture<?>[4];
    for (int client = 0; client < clients.length; client++) {
      clients[client] = CompletableFuture.runAsync(() -> {
        for (int i = 0; i < 500; i++) {
          add(objects, key).join();
        }
      });
    }
    CompletableFuture.allOf(clients).get(20, TimeUnit.SECONDS);

    assertThat(((GCounter) ((Done) outcome(read(objects, key))).state()).value())
        .isEqualTo(2000);
  }

  private Objects start(String changedSettings, RecordedReplication replication) {
    var settings = TestNodes.settings(changedSettings);
    ObjectScope scope = ObjectScope.of(
        settings,
        new Births(TestNodes.id(1)),
        () -> 0,
        table,
        new ReplicationIntervals(settings),
        replication);
    ActorRef<ObjectRegistry.Command> registry = KIT.spawn(
        ObjectRegistry.create(scope, new FunctionUses(() -> 0, settings.limits().functions())));
    return new Objects(table, registry);
  }

  private static CrdtKey key(ObjectKey object, String name) {
    return new CrdtKey(object, name, CrdtType.GCOUNTER);
  }

  private static CompletableFuture<Outcome> add(Objects objects, CrdtKey key) {
    return apply(objects, key, new Update.CounterAdd(1));
  }

  private static CompletableFuture<Outcome> apply(Objects objects, CrdtKey key, Update update) {
    CompletableFuture<Outcome> reply = new CompletableFuture<>();
    objects.deliver(key, new CrdtActor.Apply(update, reply));
    return reply;
  }

  private static CompletableFuture<Outcome> read(Objects objects, CrdtKey key) {
    CompletableFuture<Outcome> reply = new CompletableFuture<>();
    objects.deliver(key, new CrdtActor.Read(reply));
    return reply;
  }

  private static void join(Objects objects, CrdtKey key) throws Exception {
    CompletableFuture<Void> joined = new CompletableFuture<>();
    objects.join(
        key,
        GCounter.empty().add(new ReplicaId(9, 9, 1), 1).state(),
        new JoinReceipt(1, () -> joined.complete(null)));
    joined.get(5, TimeUnit.SECONDS);
  }

  private static Outcome outcome(CompletableFuture<Outcome> reply) throws Exception {
    return reply.get(5, TimeUnit.SECONDS);
  }

  /** CRDTs ask in any order. */
  private static RecordedReplication.Asked askedFor(RecordedReplication replication, String name) {
    return replication.asked.stream()
        .filter(asked -> asked.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static void awaitAsked(RecordedReplication replication, int count) {
    KIT.probe().awaitAssert(() -> {
      assertThat(replication.asked).hasSize(count);
      return null;
    });
  }
}
