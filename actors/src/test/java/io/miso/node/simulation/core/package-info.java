/**
 * The cores of whole nodes without actors: a virtual clock, a seeded network that carries encoded frames, faults, and checkers that look after
 * every step. One seed is one run, always the same. {@link io.miso.node.simulation.core.CoreRun} is the way in.
 */
@NullMarked
package io.miso.node.simulation.core;

import org.jspecify.annotations.NullMarked;
