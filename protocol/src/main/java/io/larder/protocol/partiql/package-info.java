/**
 * PartiQL, as far as the service speaks it. A statement is read in two steps: {@link
 * io.larder.protocol.partiql.StatementParser} makes {@code Term}s of its {@code Token}s and knows
 * only syntax; {@code Conditions}, {@code Updates} and {@code Values} make of these, with the
 * parameters, the public trees of expressions. What comes out is a {@link
 * io.larder.protocol.partiql.Statement}, valid in itself and not yet held against a table. Bounded
 * in depth and length, whatever is sent. Knows expressions and items, no operations.
 */
@NullMarked
package io.larder.protocol.partiql;

import org.jspecify.annotations.NullMarked;
