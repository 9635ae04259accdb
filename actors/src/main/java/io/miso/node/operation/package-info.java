/** Operations on CRDTs and their outcomes, whoever asks: gRPC endpoints or the embedded binding. */
@NullMarked
package io.miso.node.operation;

import org.jspecify.annotations.NullMarked;
