package dev.keryx.gateway.engine;

import dev.keryx.gateway.Names;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** All namespaces of a gateway, made when the application first names them. Any thread. */
final class Spaces {
    private final Site site;
    private final Casting casting;
    private final Map<String, Space> spaces = new ConcurrentHashMap<>();

    Spaces(Site site, Casting casting) {
        this.site = site;
        this.casting = casting;
    }

    Space of(String path) {
        Space known = spaces.get(path);
        if (known != null) {
            return known;
        }
        Space.require(Names.namespaceFault(path));
        return spaces.computeIfAbsent(path, key -> new Space(site, casting, key));
    }

    /** The namespace, where the application knows it; a client's or another node's word makes none. */
    @Nullable
    Space known(String path) {
        return spaces.get(path);
    }

    /** The namespace, where clients are let in. */
    @Nullable
    Space admitting(String path) {
        Space space = spaces.get(path);
        return space != null && space.handlers().any() ? space : null;
    }

    Collection<Space> all() {
        return spaces.values();
    }
}
