package dev.keryx.gateway;

/** What happens to a connection whose outbound queue is over its bound. It never touches any other connection. */
public enum SlowPolicy {
    /** It is closed with {@link CloseReason#SLOW} and may come back. */
    DISCONNECT,
    /** Its oldest unsent events go, counted and told to it as a gap; never acks, pings or goodbyes. */
    DROP_OLDEST
}
