/** For adapter authors: the contract of the gateway port, and the clients that put it to the test. */
@NullMarked
package dev.keryx.testkit.gateway;

import org.jspecify.annotations.NullMarked;
