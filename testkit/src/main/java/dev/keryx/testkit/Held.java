package dev.keryx.testkit;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * How many objects somebody holds on to: the fine scale, on which a forgotten entry of a few bytes shows that {@link Heap} is too
 * coarse for.
 *
 * <p>Follows the fields of classes of some packages, unless their module is closed to reflection, and arrays, maps, collections,
 * atomic references and the queues of executors. Into other objects it does not look.
 */
public final class Held {
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Object> next = new ArrayDeque<>();
    private final String packages;
    private int waiting;

    private Held(String packages) {
        this.packages = packages;
    }

    /**
     * Counts them, again where something changed meanwhile.
     *
     * @param owner where it begins
     * @param packages the beginning of the names of classes whose fields are followed
     * @return the objects reached from there, each once, and what waits for the futures among them
     */
    public static int by(Object owner, String packages) {
        while (true) {
            try {
                return new Held(packages).from(owner);
            } catch (ConcurrentModificationException meanwhile) {
                Thread.onSpinWait();
            }
        }
    }

    /**
     * Waits until no more than that are held.
     *
     * @param what completes the sentence "waited 20 s until …"
     * @param owner where it begins
     * @param packages as above
     * @param objects the bound
     */
    public static void awaitAtMost(String what, Object owner, String packages, int objects) {
        Eventually.that(
                what + " was at most " + objects + " objects",
                () -> by(owner, packages) <= objects,
                () -> by(owner, packages) + " objects");
    }

    private int from(Object owner) {
        reached(owner);
        while (!next.isEmpty()) {
            lookInto(next.pop());
        }
        return seen.size() + waiting;
    }

    private void reached(@Nullable Object object) {
        if (object != null && seen.add(object)) {
            next.push(object);
        }
    }

    private void lookInto(Object object) {
        if (object instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                reached(key);
                reached(value);
            });
        } else if (object instanceof Collection<?> collection) {
            collection.forEach(this::reached);
        } else if (object instanceof Object[] array) {
            for (Object element : array) {
                reached(element);
            }
        } else if (object instanceof AtomicReference<?> reference) {
            reached(reference.get());
        } else if (object instanceof ThreadPoolExecutor executor) {
            reached(executor.getQueue());
        } else {
            lookIntoFields(object);
        }
    }

    private void lookIntoFields(Object object) {
        if (object instanceof CompletableFuture<?> future) {
            waiting += future.getNumberOfDependents();
        }
        for (Class<?> type = object.getClass();
                type != null && type.getName().startsWith(packages);
                type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())
                        && !field.getType().isPrimitive()
                        && field.trySetAccessible()) {
                    reached(value(field, object));
                }
            }
        }
    }

    private static @Nullable Object value(Field field, Object object) {
        try {
            return field.get(object);
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(field + " was accessible", impossible);
        }
    }
}
