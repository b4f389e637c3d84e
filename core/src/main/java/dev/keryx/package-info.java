/** For everyone: the words that both ports share, such as payloads, headers, time and errors. */
@NullMarked
package dev.keryx;

import org.jspecify.annotations.NullMarked;
