package io.miso.node.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.miso.grpc.replication.v1.FunctionTable;
import io.miso.grpc.replication.v1.PeerFrame;
import io.miso.node.SeededCases;
import io.miso.node.TestNodes;
import io.miso.node.function.RowExchange.Receiver;
import io.miso.node.identity.NodeId;
import io.miso.node.settings.NodeSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Cores of several nodes over links that lose, repeat and reorder what rows travel in, some of them cut for good. */
final class RowRelayCoreTest {
  private static final NodeSettings SETTINGS = TestNodes.settings("");
  private static final long HEARTBEAT_MS = 1_000;

  @Test
  void nodesThatAreConnectedThroughOthers_knowTheSame_whateverIsLostOnTheWay() {
    SeededCases.forAll(
        getClass(),
        "nodesThatAreConnectedThroughOthers_knowTheSame_whateverIsLostOnTheWay",
        random -> {
          Net net = new Net(random, 3 + random.nextInt(5));
          net.chaos();
          net.quiet();
          net.assertEqualTables();
        });
  }

  private static final class Node {
    final NodeId id;
    final OwnRow own;
    final FunctionRows rows;
    final Map<Node, RowExchange> exchanges = new HashMap<>();
    FunctionView view;
    boolean dead;

    Node(long number, Net net) {
      this.id = TestNodes.id(number);
      this.view = FunctionView.empty(id);
      this.own = new OwnRow(id, 1, 100);
      this.rows = new FunctionRows(
          id,
          SETTINGS,
          own,
          new FunctionRows.Effects(
              latest -> view = latest,
              row -> exchanges.forEach(
                  (peer, exchange) -> net.send(this, peer, exchange.row(row, net.nowMs))),
              gone -> {},
              () -> {
                throw new AssertionError("only dead nodes are found gone");
              }),
          0);
    }
  }

  private record Flight(Node from, Node to, PeerFrame frame) {}

  private static final class Net {
    private final Random random;
    private final List<Node> nodes = new ArrayList<>();
    private final List<Flight> flights = new ArrayList<>();
    private boolean faulty = true;
    long nowMs;

    Net(Random random, int size) {
      this.random = random;
      for (int i = 0; i < size; i++) {
        nodes.add(new Node(i + 1, this));
      }
      // A tree connects all; other pairs are connected or cut for good.
      for (int i = 1; i < size; i++) {
        connect(nodes.get(i), nodes.get(random.nextInt(i)));
      }
      for (int i = random.nextInt(size); i > 0; i--) {
        connect(nodes.get(random.nextInt(size)), nodes.get(random.nextInt(size)));
      }
    }

    void connect(Node one, Node other) {
      if (one != other && !one.exchanges.containsKey(other)) {
        open(one, other);
        open(other, one);
      }
    }

    private void open(Node from, Node to) {
      Receiver receiver = new Receiver(to.id, 1, 1 << 20);
      RowExchange exchange = new RowExchange(SETTINGS, () -> from.view, receiver);
      from.exchanges.put(to, exchange);
      exchange.attached(receiver, nowMs).forEach(frame -> send(from, to, frame));
    }

    void send(Node from, Node to, PeerFrame frame) {
      int copies = faulty ? random.nextInt(3) : 1;
      for (int i = 0; i < copies; i++) {
        flights.add(
            faulty ? random.nextInt(flights.size() + 1) : flights.size(),
            new Flight(from, to, frame));
      }
    }

    void chaos() {
      for (int step = 0; step < 200; step++) {
        Node node = nodes.get(random.nextInt(nodes.size()));
        switch (random.nextInt(12)) {
          case 0 -> change(node, node.own.used("f" + random.nextInt(4)));
          case 1 -> change(node, node.own.held("f" + random.nextInt(4)));
          case 2 -> nodes.forEach(this::heartbeat);
          case 3 -> die(node);
          default -> deliver(random.nextInt(4));
        }
        nowMs += random.nextInt(500);
      }
    }

    private void change(Node node, boolean changed) {
      if (changed && !node.dead) {
        node.rows.ownChanged(nowMs);
      }
    }

    /** The last leaf can go without cutting the others off: it hangs on the tree alone. */
    private void die(Node node) {
      if (node == nodes.get(nodes.size() - 1) && !node.dead && random.nextInt(4) == 0) {
        node.dead = true;
        node.exchanges.keySet().iterator().next().rows.gone(node.id, nowMs);
      }
    }

    private void heartbeat(Node node) {
      if (!node.dead) {
        node.exchanges.forEach((peer, exchange) -> send(node, peer, exchange.heartbeat()));
      }
    }

    private void deliver(int most) {
      for (int i = 0; i < most && !flights.isEmpty(); i++) {
        Flight flight = flights.remove(0);
        if (!flight.to.dead) {
          receive(flight);
        }
      }
    }

    private void receive(Flight flight) {
      PeerFrame frame = flight.frame;
      if (frame.hasHeartbeat()) {
        RowExchange back = Objects.requireNonNull(flight.to.exchanges.get(flight.from));
        back.heard(frame.getHeartbeat(), nowMs)
            .forEach(answer -> send(flight.to, flight.from, answer));
      } else {
        FunctionTable table = frame.hasFunctionRow()
            ? FunctionTable.newBuilder().addRows(frame.getFunctionRow()).build()
            : frame.getFunctionTable();
        flight.to.rows.heard(table, nowMs);
      }
    }

    /** Nothing changes and nothing is lost any more: a repair interval for each hop, and some. */
    void quiet() {
      faulty = false;
      long endMs = nowMs + (nodes.size() + 2) * 22_000L;
      while (nowMs < endMs) {
        nodes.forEach(this::heartbeat);
        deliver(Integer.MAX_VALUE);
        nowMs += HEARTBEAT_MS;
      }
    }

    void assertEqualTables() {
      List<Node> alive = nodes.stream().filter(node -> !node.dead).toList();
      FunctionView first = alive.get(0).view;
      for (Node node : alive) {
        assertThat(node.view.rows()).isEqualTo(first.rows());
        assertThat(node.view.gone()).isEqualTo(first.gone());
        assertThat(node.view.digest()).isEqualTo(first.digest());
        assertThat(first.row(node.id)).isEqualTo(node.own.toRow());
      }
    }
  }
}
