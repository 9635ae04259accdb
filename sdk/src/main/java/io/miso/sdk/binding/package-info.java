/** What a binding has to offer, and the objects and proxies of {@code io.miso.sdk} over it. For bindings, not for functions. */
@NullMarked
package io.miso.sdk.binding;

import org.jspecify.annotations.NullMarked;
