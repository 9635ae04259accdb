/** JMH benchmarks of the data types and their codec; run by {@code bench/micro}. */
@NullMarked
package io.miso.bench.micro;

import org.jspecify.annotations.NullMarked;
