package io.miso.app.console;

import io.miso.grpc.node.v1.FunctionStatus;
import io.miso.grpc.node.v1.FunctionTraffic;
import io.miso.grpc.node.v1.LagBucket;
import io.miso.grpc.node.v1.NodeLabel;
import io.miso.grpc.node.v1.PeerStatus;
import io.miso.grpc.node.v1.ReplicationLag;
import io.miso.grpc.node.v1.StatusResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Lays out the status of a node for reading. */
final class StatusPage {
  private final StatusResponse status;

  StatusPage(StatusResponse status) {
    this.status = status;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    NodeLabel node = status.getNode();
    lines.add("node       " + node.getName() + "  " + node.getAddress());
    lines.add("id         " + node.getNodeId() + ", incarnation " + status.getIncarnation());
    lines.add("cluster    " + status.getCluster());
    lines.add("uptime     " + uptime(Duration.ofMillis(status.getUptimeMs())));
    lines.add("operations " + status.getOperations());
    lines.add("");
    section(lines, "functions", functions());
    section(lines, "peers", peers());
    return lines;
  }

  private static void section(List<String> lines, String title, Table table) {
    if (table.isEmpty()) {
      lines.add(title + ": none");
    } else {
      lines.add(title);
      lines.addAll(table.lines("  "));
    }
  }

  private Table functions() {
    Map<String, Traffic> traffic = traffic();
    Table table = new Table(
        "FUNCTION",
        ">INSTANCES",
        ">CRDTS",
        ">SENT",
        ">RECEIVED",
        "RUNS HERE",
        "PEERS THAT WANT IT");
    for (FunctionStatus function : status.getFunctionsList()) {
      Traffic states = traffic.getOrDefault(function.getFunction(), Traffic.NONE);
      table.row(
          function.getFunction(),
          function.getInstances(),
          function.getCrdts(),
          states.sent(),
          states.received(),
          here(function),
          function.getInterestedPeersCount() == 0
              ? "-"
              : String.join(", ", function.getInterestedPeersList()));
    }
    return table;
  }

  private static String here(FunctionStatus function) {
    if (function.getInterested()) {
      return "yes";
    }
    return function.getKeeps() ? "keeps it" : "no";
  }

  private Table peers() {
    Table table = new Table(
        "PEER",
        "ADDRESS",
        "REACHABILITY",
        ">BATCHES SENT",
        ">RECEIVED",
        ">BYTES SENT",
        ">RECEIVED",
        ">LAG",
        ">LONGEST",
        ">UNACKNOWLEDGED",
        ">OLDEST");
    for (PeerStatus peer : status.getPeersList()) {
      NodeLabel node = peer.getNode();
      table.row(
          node.getName().isEmpty() ? "?" : node.getName(),
          node.getAddress(),
          peer.getReachability().name().toLowerCase(Locale.ROOT),
          peer.getBatchesSent(),
          peer.getBatchesReceived(),
          peer.getStateBytesSent(),
          peer.getStateBytesReceived(),
          lag(peer.getLag()),
          peer.getLag().getCount() == 0 ? "-" : time(peer.getLag().getMaxMs()),
          peer.getUnacknowledged(),
          peer.getOldestUnacknowledgedMs() == 0 ? "-" : time(peer.getOldestUnacknowledgedMs()));
    }
    return table;
  }

  /** What half of the changes took at most, as far as the buckets tell it. */
  private static String lag(ReplicationLag lag) {
    long seen = 0;
    for (LagBucket bucket : lag.getBucketsList()) {
      seen += bucket.getCount();
      if (seen > 0 && 2 * seen >= lag.getCount()) {
        long upToMs = bucket.getUpToMs() == 0 ? lag.getMaxMs() : bucket.getUpToMs();
        return "<= " + time(Math.min(upToMs, lag.getMaxMs()));
      }
    }
    return "-";
  }

  /** A length of time; one of minutes as {@link #uptime} says it. */
  static String time(long ms) {
    if (ms < Duration.ofSeconds(1).toMillis()) {
      return ms + " ms";
    }
    Duration length = Duration.ofMillis(ms);
    return ms < Duration.ofMinutes(1).toMillis()
        ? length.toSeconds() + "." + length.toMillisPart() / 100 + " s"
        : uptime(length);
  }

  /** States exchanged of a function, over all peers. */
  private record Traffic(long sent, long received) {
    private static final Traffic NONE = new Traffic(0, 0);

    private Traffic plus(FunctionTraffic more) {
      return new Traffic(sent + more.getStatesSent(), received + more.getStatesReceived());
    }
  }

  private Map<String, Traffic> traffic() {
    Map<String, Traffic> traffic = new TreeMap<>();
    for (PeerStatus peer : status.getPeersList()) {
      for (FunctionTraffic part : peer.getTrafficList()) {
        traffic.put(
            part.getFunction(),
            traffic.getOrDefault(part.getFunction(), Traffic.NONE).plus(part));
      }
    }
    return traffic;
  }

  static String uptime(Duration uptime) {
    if (uptime.toHours() > 0) {
      return uptime.toHours() + " h " + uptime.toMinutesPart() + " min";
    }
    return uptime.toMinutes() > 0
        ? uptime.toMinutes() + " min " + uptime.toSecondsPart() + " s"
        : uptime.toSeconds() + " s";
  }
}
