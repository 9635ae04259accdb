package io.miso.node.replication;

import io.miso.node.function.FunctionDirectory;
import io.miso.node.identity.NodeClock;
import io.miso.node.settings.NodeSettings;
import io.miso.node.state.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.IntSupplier;

/**
 * What every peer actor of a node shares.
 *
 * @param peers how many there are
 * @param firstRound done when the first discovery round is over; always completes, bounded
 */
public record PeerScope(
    NodeSettings settings,
    NodeClock clock,
    FunctionDirectory directory,
    StreamedRows rows,
    Objects objects,
    IntSupplier peers,
    CompletionStage<Void> firstRound) {}
