/**
 * The seam at which the way of a request is followed: {@link io.larder.store.trace.RequestTrace} is
 * told by whoever has something to tell, on whatever thread. Knows nobody.
 */
@NullMarked
package io.larder.store.trace;

import org.jspecify.annotations.NullMarked;
