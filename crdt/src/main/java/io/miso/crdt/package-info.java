/**
 * Replicated data types as immutable values.
 *
 * <p>A state and a delta are one type. A mutator takes the replica that writes and returns a {@link io.miso.crdt.Mutation}: the
 * new state and the delta that brings any other copy up to date. {@link io.miso.crdt.Crdt#join} is associative, commutative and
 * idempotent, so deltas may arrive in any order, twice, or before the ones they follow; copies are equal once all have arrived.
 *
 * <p>Nothing here keeps time, locks, touches a disk or a network, or depends on chance; one secret per process keeps clients from choosing
 * values that collide in an index.
 *
 * <p>Sources: P. S. Almeida, A. Shoker, C. Baquero, "Delta State Replicated Data Types", JPDC 111 (2018); M. Shapiro, N.
 * Preguiça, C. Baquero, M. Zawirski, "A comprehensive study of Convergent and Commutative Replicated Data Types", INRIA RR-7506
 * (2011).
 */
@NullMarked
package io.miso.crdt;

import org.jspecify.annotations.NullMarked;
