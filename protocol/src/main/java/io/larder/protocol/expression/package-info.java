/**
 * DynamoDB's expressions as trees, whatever they were given as: conditions and filters, key
 * conditions, updates, projections; how they are evaluated, and what the service holds against a
 * tree, in its words. Start with {@link io.larder.protocol.expression.Condition} and {@link
 * io.larder.protocol.expression.ConditionExpression}. Whoever builds a tree makes it an expression
 * by {@code of}, which checks it; what was checked while it was read, by {@code ofChecked}.
 *
 * <p>May know items and errors. Knows of no text and no placeholders, which {@code text} reads and
 * prints, nor of the parameters that expressions replaced, which {@code legacy} turns into trees:
 * both depend on this package.
 */
@NullMarked
package io.larder.protocol.expression;

import org.jspecify.annotations.NullMarked;
