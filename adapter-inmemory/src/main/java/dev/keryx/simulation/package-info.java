/** For unit tests of applications: whole clusters with their clients, clock and faults, on the test's own thread. */
@NullMarked
package dev.keryx.simulation;

import org.jspecify.annotations.NullMarked;
