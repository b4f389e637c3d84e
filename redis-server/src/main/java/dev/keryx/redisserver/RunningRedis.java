package dev.keryx.redisserver;

/** A Redis that runs somewhere. */
interface RunningRedis {
    String uri();

    int port();

    /** This Redis, if it may be killed and paused; otherwise an IllegalStateException. */
    OwnRedis own();

    void close();
}
