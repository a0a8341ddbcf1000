/**
 * The errors of the wire: {@link io.larder.protocol.error.ServiceError} lists every error that a
 * client can see; {@link io.larder.protocol.error.ServiceException} carries one. Depends on {@code
 * protocol.wire} only, for the items that some errors return.
 */
@NullMarked
package io.larder.protocol.error;

import org.jspecify.annotations.NullMarked;
