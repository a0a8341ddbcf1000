package io.larder.protocol.operation;

/** One attribute of a key. */
public record KeySchemaElement(String attributeName, KeyType keyType) {}
