package dev.keryx.threads;

/** What was thrown, in a line for a log that others read: its type and its place, never its text, which may hold anything. */
public final class Thrown {
    private Thrown() {}

    /**
     * {@return such as {@code java.lang.IllegalStateException at com.shop.Orders.handle(Orders.java:41)}}
     *
     * @param failure whose text must not be shown
     */
    public static String brief(Throwable failure) {
        StackTraceElement[] stack = failure.getStackTrace();
        return failure.getClass().getName() + (stack.length == 0 ? "" : " at " + stack[0]);
    }
}
