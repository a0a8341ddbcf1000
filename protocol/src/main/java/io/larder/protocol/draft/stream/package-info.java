/**
 * The requests on streams as they were given, and the service's rules for them. Start with {@link
 * io.larder.protocol.draft.stream.GetShardIteratorDraft}. Which streams and shards there are is the
 * store's to say.
 */
@NullMarked
package io.larder.protocol.draft.stream;

import org.jspecify.annotations.NullMarked;
