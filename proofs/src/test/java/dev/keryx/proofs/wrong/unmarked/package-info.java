/** Rule 7: a description without the mark. */
package dev.keryx.proofs.wrong.unmarked;
