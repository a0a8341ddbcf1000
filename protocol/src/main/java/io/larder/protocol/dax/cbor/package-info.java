/**
 * CBOR (RFC 8949), as far as DAX's clients write and read it. Knows nothing of DynamoDB. Start at
 * {@link io.larder.protocol.dax.cbor.CborReader}.
 */
@NullMarked
package io.larder.protocol.dax.cbor;

import org.jspecify.annotations.NullMarked;
