/**
 * The operations: one {@code …Request} and one {@code …Response} record for each, and the types
 * they are made of, spelled as AWS spells them. They are what every layer speaks; their JSON is in
 * {@code protocol.json}.
 */
@NullMarked
package io.larder.protocol.operation;

import org.jspecify.annotations.NullMarked;
