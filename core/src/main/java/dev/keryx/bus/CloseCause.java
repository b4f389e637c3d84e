package dev.keryx.bus;

/** Why a subscription ended. */
public enum CloseCause {
    /** Its owner closed or drained it. */
    ASKED,
    /** Its buffer was full and its policy is {@link Overflow#CANCEL}. */
    OVERFLOW,
    /** The broker refused it before it was ever ready. */
    REJECTED,
    /** The bus ended. */
    BUS_CLOSED
}
