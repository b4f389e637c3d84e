package dev.keryx.proofs.wrong.adapter.talkative;

/** Rule 8: one of five. */
public final class Four {
    private Four() {}
}
