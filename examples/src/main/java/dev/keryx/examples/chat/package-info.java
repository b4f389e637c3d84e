/** For readers: a chat whose conversations are rooms, on one node or on many. */
@NullMarked
package dev.keryx.examples.chat;

import org.jspecify.annotations.NullMarked;
