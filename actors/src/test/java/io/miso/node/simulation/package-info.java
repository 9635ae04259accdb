/**
 * Complete nodes in one process: production actors in TestKit systems with manual time, over an in-memory network that can delay, cut
 * and break. For MISO's own tests and for those of function authors; {@link io.miso.node.simulation.SimulatedCluster} is the way in.
 */
@NullMarked
package io.miso.node.simulation;

import org.jspecify.annotations.NullMarked;
