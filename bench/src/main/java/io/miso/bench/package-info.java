/** Placeholder. */
@NullMarked
package io.miso.bench;

import org.jspecify.annotations.NullMarked;
