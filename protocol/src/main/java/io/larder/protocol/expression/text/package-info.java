/**
 * Expressions as text: tokens, parsers, and the faults of a text in the service's words and order;
 * and back, trees printed with placeholders. Start with {@link
 * io.larder.protocol.expression.text.ExpressionAttributes}, which parses the expressions of one
 * request and knows which placeholders they used, and with {@link
 * io.larder.protocol.expression.text.ExpressionPrinter}. Knows the trees of {@code expression} and
 * nothing of the legacy parameters.
 */
@NullMarked
package io.larder.protocol.expression.text;

import org.jspecify.annotations.NullMarked;
