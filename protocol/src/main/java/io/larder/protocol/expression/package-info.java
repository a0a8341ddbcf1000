/**
 * DynamoDB's five kinds of expression and their legacy forms: tokenizer, parser, validation in the
 * service's words, and evaluation. Start with {@link
 * io.larder.protocol.expression.ExpressionAttributes}, the only way in: it parses the expressions
 * of one request and knows which placeholders they used.
 */
@NullMarked
package io.larder.protocol.expression;

import org.jspecify.annotations.NullMarked;
