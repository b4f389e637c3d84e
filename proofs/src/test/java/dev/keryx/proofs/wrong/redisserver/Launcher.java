package dev.keryx.proofs.wrong.redisserver;

/** Right: a program may print. */
final class Launcher {
    private Launcher() {}

    public static void main(String[] args) {
        System.out.println("READY");
    }
}
