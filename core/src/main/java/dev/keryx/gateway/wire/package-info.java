/** Hidden: the protocol {@code keryx.v1.json}, which every gateway speaks. */
@NullMarked
package dev.keryx.gateway.wire;

import org.jspecify.annotations.NullMarked;
