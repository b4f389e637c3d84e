/** For applications: reads and writes JSON by Jackson wherever Keryx asks for its {@code Json} port. */
@NullMarked
package dev.keryx.json.jackson;

import org.jspecify.annotations.NullMarked;
