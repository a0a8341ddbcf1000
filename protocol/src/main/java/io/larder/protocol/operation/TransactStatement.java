package io.larder.protocol.operation;

import io.larder.protocol.partiql.Statement;

/** A statement of a transaction. */
public record TransactStatement(
    String text,
    Statement statement,
    ReturnValuesOnConditionCheckFailure onConditionCheckFailure) {}
