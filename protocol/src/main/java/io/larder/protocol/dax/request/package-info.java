/**
 * Reads the arguments of DAX's methods into drafts, which make requests of them. Expressions come
 * as trees, with the names in them already: {@link
 * io.larder.protocol.dax.request.ExpressionDecoder}. Knows {@code cbor} and {@code value}; decides
 * only whether what was sent is a request at all. Start at {@link
 * io.larder.protocol.dax.request.RequestDecoder}.
 */
@NullMarked
package io.larder.protocol.dax.request;

import org.jspecify.annotations.NullMarked;
