@NullMarked
package io.miso.bench.unary;

import org.jspecify.annotations.NullMarked;
