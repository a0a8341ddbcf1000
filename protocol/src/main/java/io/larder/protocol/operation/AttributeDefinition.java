package io.larder.protocol.operation;

/** The type of a key attribute. */
public record AttributeDefinition(String attributeName, ScalarAttributeType attributeType) {}
