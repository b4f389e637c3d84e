/** For tests, examples and benchmarks: starts and stops the real Redis, with nothing to install. */
@NullMarked
package dev.keryx.redisserver;

import org.jspecify.annotations.NullMarked;
