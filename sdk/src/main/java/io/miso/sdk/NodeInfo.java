package io.miso.sdk;

/**
 * A node as others know it.
 *
 * @param nodeId 32 hex digits, unique
 * @param name its label
 * @param address {@code host:port}
 */
public record NodeInfo(String nodeId, String name, String address) {}
