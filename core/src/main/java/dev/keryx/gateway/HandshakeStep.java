package dev.keryx.gateway;

/** One question at the door: who is it, which tenant, may it come in. */
@FunctionalInterface
public interface HandshakeStep {
    /**
     * Decides. Steps run in the order of registration, off the I/O thread, ten seconds at the most for all; they may
     * block. No handler runs and no room has the client before all accept.
     *
     * @param handshake what the client brought, and what earlier steps decided
     * @return not null; what several steps accept adds up
     * @throws Exception refuses: a {@link RefusedException} or {@code BAD_VALUE} with its text, all else as
     *     {@code INTERNAL} without
     */
    Decision check(Handshake handshake) throws Exception;
}
