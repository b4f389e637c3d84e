/**
 * For adapter authors: the contract that every bus passes, {@link dev.keryx.testkit.bus.MessageBusContract}, and the harness
 * by which an adapter enters it.
 */
@NullMarked
package dev.keryx.testkit.bus;

import org.jspecify.annotations.NullMarked;
