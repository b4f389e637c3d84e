package dev.keryx.redisserver;

import java.util.Locale;

/** A Redis that comes in the jar: for which machine it was built, and its fingerprint. */
enum RedisBuild {
    LINUX_AMD64("linux-amd64", "c0cdeef856b3410fd99d6ec6fc6a20302e69059b00ce5d6abab7b3e5069ea91e"),
    LINUX_ARM64("linux-arm64", "d5c7ff117caf45d7dc2f59c1f956e1830438779947d66aa5647c2cdcc16eca50"),
    MACOS_AMD64("darwin-amd64", "e22a3d9147802bba0724efb2e446c49e1e514e76ff8031bb6d44b8628400d8f3"),
    MACOS_ARM64("darwin-arm64", "07838a2eb6f5961c89d8e6f1f83482de355dfc6bb04e05bfb00ae1f137dee129");

    private final String suffix;
    private final String sha256;

    RedisBuild(String suffix, String sha256) {
        this.suffix = suffix;
        this.sha256 = sha256;
    }

    static RedisBuild ofThisMachine() {
        return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }

    static RedisBuild of(String system, String processor) {
        String name = system.toLowerCase(Locale.ROOT);
        boolean arm = processor.equals("aarch64") || processor.equals("arm64");
        boolean intel = processor.equals("amd64") || processor.equals("x86_64");
        if (name.startsWith("linux") && (arm || intel)) {
            return arm ? LINUX_ARM64 : LINUX_AMD64;
        }
        if (name.startsWith("mac") && (arm || intel)) {
            return arm ? MACOS_ARM64 : MACOS_AMD64;
        }
        throw new IllegalStateException("No Redis comes along for " + system + " on " + processor
                + "; name a running one by the system property " + RedisServer.URI_PROPERTY);
    }

    String resource() {
        return "/redis-server-7.0.15-" + suffix;
    }

    String sha256() {
        return sha256;
    }
}
