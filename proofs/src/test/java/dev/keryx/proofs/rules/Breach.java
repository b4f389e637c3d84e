package dev.keryx.proofs.rules;

import com.tngtech.archunit.core.domain.JavaClass;

/** A place where a rule is broken: a class, a package or an adapter, and what is wrong with it. */
record Breach(String where, String what) {
    static Breach of(JavaClass where, String what) {
        return new Breach(where.getName(), what);
    }

    @Override
    public String toString() {
        return where + " " + what;
    }
}
