/**
 * The answers of the DAX protocol, as its clients read them: no more than they know, in the form in
 * which all of them can read it. Start with {@link io.larder.protocol.dax.response.ResponseEncoder}
 * and {@link io.larder.protocol.dax.response.ErrorEncoder}. Knows {@code dax.value} and {@code
 * dax.cbor}, {@code operation}, {@code item} and {@code error}, nothing of how requests are read.
 */
@NullMarked
package io.larder.protocol.dax.response;

import org.jspecify.annotations.NullMarked;
