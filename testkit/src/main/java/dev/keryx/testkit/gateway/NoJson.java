package dev.keryx.testkit.gateway;

/** A bean that has no JSON form: reading it fails. */
@SuppressWarnings("DoNotCallSuggester") // it is there to be called
final class NoJson {
    /** What a JSON library would want to write. */
    public String getValue() {
        throw new IllegalStateException("no JSON form");
    }
}
