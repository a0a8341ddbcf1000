package io.larder.protocol.operation;

/** A tag of a table. */
public record Tag(String key, String value) {}
