package io.miso.app;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What joins the machines of a lab, in a namespace of its own: it drops packets between machines silently, as an edge link does, and
 * counts what passes. ARP always passes: whose packets are lost on the way still sends them. Needs nftables.
 */
final class Bridge {
  /** Dropped and counted per ordered pair of ports. */
  private static final String RULES = """
      table bridge lab {
        set cuts { type ifname . ifname; }
        set passed { type ifname . ifname; flags dynamic; size 65535; counter; }
        chain forward {
          type filter hook forward priority filter; policy accept;
          ether type arp accept
          iifname . oifname @cuts drop
          ip protocol tcp update @passed { iifname . oifname }
        }
      }
      """;

  /** No packet of TCP over IPv4 has less. */
  private static final int HEADER_BYTES = 40;

  private static final String DEVICE = "bridge";
  private static final int PREFIX = 24;

  private final Namespace namespace;
  private final Set<Machine> unplugged = new HashSet<>();

  /**
   * What passed in one direction.
   *
   * @param payloadBytes of TCP, or somewhat more: every packet is taken to have the smallest header there is
   */
  record Passed(long packets, long payloadBytes) {
    static final Passed NOTHING = new Passed(0, 0);

    Passed minus(Passed earlier) {
      return new Passed(packets - earlier.packets, payloadBytes - earlier.payloadBytes);
    }
  }

  /** @param address of the bridge itself */
  Bridge(Namespace namespace, String address) {
    this.namespace = namespace;
    namespace.ip("link", "add", DEVICE, "type", "bridge");
    namespace.ip("address", "add", address + "/" + PREFIX, "dev", DEVICE);
    namespace.ip("link", "set", DEVICE, "up");
    namespace.run("nft", RULES);
  }

  /** Where commands run that see every machine, whatever is cut. */
  Namespace namespace() {
    return namespace;
  }

  void connect(Machine machine) {
    Namespace other = machine.namespace();
    String port = port(machine);
    namespace.ip(
        "link", "add", port, "type", "veth", "peer", "name", "lan0", "netns", other.name());
    namespace.ip("link", "set", port, "master", DEVICE, "up");
    other.ip("address", "add", machine.host() + "/" + PREFIX, "dev", "lan0");
    other.ip("link", "set", "lan0", "up");
  }

  /** From now on nothing goes from one to the other; packets back pass. */
  void cutOneWay(Machine from, Machine to) {
    drop(Stream.of(pair(from, to)));
  }

  /** From now on nothing goes between the two. */
  void cut(Machine one, Machine other) {
    drop(Stream.of(pair(one, other), pair(other, one)));
  }

  /** From now on nothing goes between any two of them. */
  void cutAll(List<Machine> machines) {
    drop(machines.stream()
        .flatMap(from -> machines.stream().filter(to -> to != from).map(to -> pair(from, to))));
  }

  /** The machine's interface loses its link, as a cable that is pulled out. */
  void unplug(Machine machine) {
    namespace.ip("link", "set", port(machine), "down");
    unplugged.add(machine);
  }

  /** Undoes all cuts and plugs in what was unplugged. */
  void heal() {
    namespace.run("nft", "flush", "set", "bridge", "lab", "cuts");
    unplugged.forEach(machine -> namespace.ip("link", "set", port(machine), "up"));
    unplugged.clear();
  }

  /** What went from one to the other since the bridge was built. */
  Passed passed(Machine from, Machine to) {
    Matcher counter = Pattern.compile(
            Pattern.quote(pair(from, to)) + " counter packets (\\d+) bytes (\\d+)")
        .matcher(namespace.run("nft", "list", "set", "bridge", "lab", "passed"));
    if (!counter.find()) {
      return Passed.NOTHING;
    }
    long packets = Long.parseLong(counter.group(1));
    return new Passed(packets, Long.parseLong(counter.group(2)) - packets * HEADER_BYTES);
  }

  private void drop(Stream<String> pairs) {
    String elements = pairs.collect(Collectors.joining(", ", "{ ", " }"));
    namespace.run("nft", "add", "element", "bridge", "lab", "cuts", elements);
  }

  private static String pair(Machine from, Machine to) {
    return "\"" + port(from) + "\" . \"" + port(to) + "\"";
  }

  private static String port(Machine machine) {
    return "port" + machine.number();
  }
}
