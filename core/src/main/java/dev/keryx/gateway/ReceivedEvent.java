package dev.keryx.gateway;

/**
 * An event from a client, for which there is no handler of its name.
 *
 * @param name as sent
 * @param args as sent
 */
public record ReceivedEvent(String name, Args args) {}
