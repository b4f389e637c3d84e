package dev.keryx.proofs.rules;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Rule 5: nobody sleeps or reads the clock, except where the clock is wired; nothing runs on threads that nobody gave; only
 * programs print.
 */
final class TimeComesFromOutside implements NeverRule {
    private static final Set<String> STATIC_TIMERS = Set.of("orTimeout", "completeOnTimeout", "delayedExecutor");

    @Override
    public int number() {
        return 5;
    }

    @Override
    public Stream<Breach> breaches(House house, JavaClasses classes) {
        return classes.stream()
                .filter(house::ours)
                .flatMap(type -> type.getAccessesFromSelf().stream()
                        .filter(access -> forbidden(house, type, access.getTarget()))
                        .map(TimeComesFromOutside::what)
                        .distinct()
                        .map(what -> Breach.of(type, what)));
    }

    private static String what(JavaAccess<?> access) {
        return "uses " + access.getTargetOwner().getSimpleName() + "." + access.getName() + " "
                + access.getSourceCodeLocation();
    }

    private static boolean forbidden(House house, JavaClass type, AccessTarget target) {
        return (readsClockOrSleeps(target) && !wiresTheClock(house, type))
                || usesStaticThreads(target)
                || (prints(target) && !isProgram(house, type));
    }

    private static boolean readsClockOrSleeps(AccessTarget target) {
        JavaClass owner = target.getOwner();
        String name = target.getName();
        if (owner.isEquivalentTo(Thread.class) || owner.isEquivalentTo(TimeUnit.class)) {
            return name.equals("sleep");
        }
        if (owner.isEquivalentTo(System.class)) {
            return name.equals("currentTimeMillis") || name.equals("nanoTime");
        }
        if (owner.isEquivalentTo(Clock.class)) {
            return name.startsWith("system") || name.startsWith("tick");
        }
        return House.within(owner, "java.time") && name.equals("now") && !takes(target, Clock.class);
    }

    private static boolean usesStaticThreads(AccessTarget target) {
        return target.getOwner().isAssignableTo(CompletionStage.class)
                && (STATIC_TIMERS.contains(target.getName())
                        || (target.getName().endsWith("Async") && !takes(target, Executor.class)));
    }

    private static boolean prints(AccessTarget target) {
        return target.getOwner().isEquivalentTo(System.class)
                && target.getName().equals("out");
    }

    private static boolean takes(AccessTarget target, Class<?> parameter) {
        return target instanceof AccessTarget.CodeUnitAccessTarget code
                && code.getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(parameter));
    }

    /** The time source and its hidden implementations, which live beside it. */
    private static boolean wiresTheClock(House house, JavaClass type) {
        return house.in(type, "") && type.isAssignableTo(house.root() + ".TimeSource");
    }

    /** Of what starts Redis only the program itself, which talks with its parent that way. */
    private static boolean isProgram(House house, JavaClass type) {
        return house.under(type, "examples")
                || house.under(type, "benchmarks")
                || (house.in(type, "redisserver")
                        && type.tryGetMethod("main", String[].class).isPresent());
    }
}
