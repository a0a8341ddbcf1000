/**
 * DynamoDB's five kinds of expression as trees, whatever they were given as: conditions and
 * filters, key conditions, updates, projections. Start with {@link
 * io.larder.protocol.expression.Condition} and {@link
 * io.larder.protocol.expression.ConditionExpression}. What is here knows of no text and of no
 * placeholders: {@code text} reads and prints those, {@code legacy} makes trees of the parameters
 * that expressions replaced, and both depend on this package, which knows neither.
 */
@NullMarked
package io.larder.protocol.expression;

import org.jspecify.annotations.NullMarked;
