package dev.keryx.bus;

/** How a message looks on a broker. */
public enum WireFormat {
    /** With id, timestamp and headers; drawn in {@code docs/wire.md}. A foreign publish still arrives, as a bare payload. */
    ENVELOPE,
    /** The bare payload, for subscribers that do not know Keryx. No headers, ids or timestamps; frames are never joined. */
    RAW
}
