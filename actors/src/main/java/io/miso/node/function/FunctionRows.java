package io.miso.node.function;

import io.miso.grpc.replication.v1.FunctionRow;
import io.miso.grpc.replication.v1.FunctionTable;
import io.miso.node.identity.NodeId;
import io.miso.node.settings.NodeSettings;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's row beside those of all others, whoever passes them on, and what follows from them: who is gone, and what
 * this node keeps. Pure, time is an input.
 */
final class FunctionRows {

  /**
   * What comes of it.
   *
   * @param known is what the node knows from now on
   * @param publish others are to be told of this node's row
   * @param gone a node of which nothing is heard never comes back
   * @param forgotten the others take this node for gone; once
   */
  record Effects(
      Consumer<FunctionView> known,
      Consumer<FunctionRow> publish,
      Consumer<NodeId> gone,
      Runnable forgotten) {}

  /**
   * So often in the time after which a node is forgotten each writes its row anew: a sign of life to those that hear of it from others alone.
   */
  private static final int SIGNS_OF_LIFE = 10;

  /** Operators know function discovery, not its parts. */
  private static final Logger LOG = LoggerFactory.getLogger(FunctionDiscovery.class);

  private final NodeId self;
  private final NodeSettings settings;
  private final OwnRow own;
  private final Effects effects;
  private final Absences absences = new Absences();
  private final Keepers keepers;
  private FunctionView view;
  private long passedMs;
  private long publishedMs;
  private boolean forgotten;

  FunctionRows(NodeId self, NodeSettings settings, OwnRow own, Effects effects, long nowMs) {
    this.self = self;
    this.settings = settings;
    this.own = own;
    this.effects = effects;
    this.view = FunctionView.empty(self);
    this.passedMs = nowMs;
    this.keepers = new Keepers(self, settings.functions().minCopies());
    ownChanged(nowMs);
  }

  /** This node's row changed. */
  void ownChanged(long nowMs) {
    publishedMs = nowMs;
    FunctionRow row = own.toRow();
    know(view.own(row));
    effects.publish().accept(row);
    chooseKept(nowMs);
  }

  /** Others say so. */
  void heard(FunctionTable table, long nowMs) {
    FunctionView before = view;
    know(view.merge(table));
    view.rows().forEach((node, row) -> {
      if (!Objects.equals(row, before.row(node))) {
        absences.renewed(node);
      }
    });
    view.gone().stream()
        .filter(node -> !before.isGone(node) && absences.isAbsent(node))
        .forEach(effects.gone());
    if (view.forgottenHere() && !forgotten) {
      forgotten = true;
      LOG.error(
          "the other nodes forgot this one ({}): it was away for longer than miso.peers.forget-after, or another node took its"
              + " address. They tell it of no changes any more: restart it, so that it takes a new id and gets what they have",
          self);
      effects.forgotten().run();
    }
    chooseKept(nowMs);
  }

  /** A node lives. */
  void alive(NodeId node) {
    absences.alive(node);
  }

  /** A node never comes back, as was found out here. */
  void gone(NodeId node, long nowMs) {
    know(view.gone(node, nowMs));
    chooseKept(nowMs);
  }

  /** Time passed: to be called every check interval. */
  void passed(long nowMs) {
    long mostMs = 2 * settings.functions().checkInterval().toMillis();
    absences.passed(Math.min(Math.max(0, nowMs - passedMs), mostMs), others());
    passedMs = nowMs;
    long forgetMs = settings.peers().forgetAfter().toMillis();
    for (NodeId node : absences.forAtLeast(forgetMs)) {
      LOG.warn(
          "nothing was heard of node {} for {} (miso.peers.forget-after): it is forgotten",
          node,
          settings.peers().forgetAfter());
      gone(node, nowMs);
      effects.gone().accept(node);
    }
    if (nowMs - publishedMs >= forgetMs / SIGNS_OF_LIFE) {
      own.renew();
      ownChanged(nowMs);
    }
    chooseKept(nowMs);
  }

  /** Nobody takes in the row of a node that is forgotten, so it is no copy that counts. */
  private void chooseKept(long nowMs) {
    Set<NodeId> away = absences.forAtLeast(settings.functions().awayAfter().toMillis());
    if (own.keep(view.forgottenHere() ? Set.of() : keepers.chosen(view.rows(), away))) {
      ownChanged(nowMs);
    }
  }

  private Set<NodeId> others() {
    Set<NodeId> others = new HashSet<>(view.rows().keySet());
    others.remove(self);
    return others;
  }

  private void know(FunctionView latest) {
    view = latest;
    effects.known().accept(latest);
  }
}
