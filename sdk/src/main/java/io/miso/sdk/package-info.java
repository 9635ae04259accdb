/**
 * What a function imports: {@link io.miso.sdk.Miso} opens Stateful Objects, their counters, sets, registers and flags are used as if
 * they were local. The same interfaces work over a daemon ({@link io.miso.sdk.Miso#connect()}) and embedded in this process
 * ({@code io.miso.sdk.embedded.EmbeddedMiso}).
 */
@NullMarked
package io.miso.sdk;

import org.jspecify.annotations.NullMarked;
