/**
 * The proof that what is kept may be answered. Start with {@link
 * io.larder.cache.coherence.Coherence}, which observes the writes of the store; reads that miss go
 * through {@link io.larder.cache.coherence.ReadsInFlight}. Knows no requests.
 */
@NullMarked
package io.larder.cache.coherence;

import org.jspecify.annotations.NullMarked;
