/** Delta-state CRDTs as immutable values. */
@NullMarked
package io.miso.crdt;

import org.jspecify.annotations.NullMarked;
