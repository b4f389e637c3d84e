/** For applications: how rooms span nodes, over any bus. */
@NullMarked
package dev.keryx.cluster;

import org.jspecify.annotations.NullMarked;
