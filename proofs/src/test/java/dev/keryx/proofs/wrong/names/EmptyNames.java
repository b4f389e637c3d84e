package dev.keryx.proofs.wrong.names;

/** Rule 6: every name that tells nothing, and two that only look so. */
final class EmptyNames {
    interface IThing {}

    abstract static class AbstractThing implements IThing {}

    static class ThingBase extends AbstractThing {}

    static class ThingImpl extends ThingBase {}

    static class ThingHelper {}

    static class ThingUtil {}

    static class ThingUtils {}

    static class ThingManager {}

    interface Identity {}

    static class Database {}
}
