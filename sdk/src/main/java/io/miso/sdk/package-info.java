/** Placeholder. */
@NullMarked
package io.miso.sdk;

import org.jspecify.annotations.NullMarked;
