package dev.keryx.proofs.wrong;

/** Rule 5: a library that prints. */
class Prints {
    void hello() {
        System.out.println("hello");
    }
}
