/** Placeholder. */
@NullMarked
package io.miso.app;

import org.jspecify.annotations.NullMarked;
