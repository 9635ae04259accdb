/** What a unary call to a node costs beside the same server with next to nothing behind it; run by {@code bench/unary}. */
@NullMarked
package io.miso.bench.unary;

import org.jspecify.annotations.NullMarked;
