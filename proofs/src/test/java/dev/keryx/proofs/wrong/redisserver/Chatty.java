package dev.keryx.proofs.wrong.redisserver;

/** Rule 5: beside the program that may print, one that may not. */
final class Chatty {
    private Chatty() {}

    static void hello() {
        System.out.println("hello");
    }
}
