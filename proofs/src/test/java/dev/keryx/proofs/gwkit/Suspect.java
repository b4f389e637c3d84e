package dev.keryx.proofs.gwkit;

/**
 * A gateway that is wrong in one way.
 *
 * @param deed what it does, completing "a gateway that …"
 * @param rule the rule it breaks
 * @param twist how it comes to be
 */
record Suspect(String deed, String rule, Twist twist) {
    static final Suspect INNOCENT = new Suspect("does nothing wrong", "", Twist.deeds(Deeds::new));

    @Override
    public String toString() {
        return rule + ": a gateway that " + deed;
    }
}
