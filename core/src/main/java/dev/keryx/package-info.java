/** For everyone: the words that the bus and the gateway share, with no meaning of either in them. */
@NullMarked
package dev.keryx;

import org.jspecify.annotations.NullMarked;
