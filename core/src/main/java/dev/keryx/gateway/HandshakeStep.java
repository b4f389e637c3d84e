package dev.keryx.gateway;

/** One question at the door: who is it, which tenant, may it come in. */
@FunctionalInterface
public interface HandshakeStep {
    /**
     * Decides. Steps run in the order of registration, off the I/O thread, ten seconds at the most for all; they may block.
     * No handler runs and no room has the client before all accept. An exception is a refusal, its text stays here.
     */
    Decision check(Handshake handshake) throws Exception;
}
