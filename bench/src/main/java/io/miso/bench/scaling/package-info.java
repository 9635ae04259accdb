/** What it costs that every node knows every other one. */
@NullMarked
package io.miso.bench.scaling;

import org.jspecify.annotations.NullMarked;
