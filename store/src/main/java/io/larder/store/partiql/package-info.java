/**
 * PartiQL over the port: {@link io.larder.store.partiql.Statements} carries out statements by the
 * reads and writes that they come to once their tables are known ({@code SelectPlanner}, {@code
 * WritePlanner}). It stands before the caches, which answer these as they answer any other, and
 * over any store.
 */
@NullMarked
package io.larder.store.partiql;

import org.jspecify.annotations.NullMarked;
