/** The demo: AllReduce over functions on several nodes, started and taken down as real processes. */
@NullMarked
package io.miso.app.demo;

import org.jspecify.annotations.NullMarked;
