package io.larder.security.audit.files;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A log that nothing is added to any more, as digests list it.
 *
 * @param object its path from the folder
 * @param hash SHA-256 of its content before compression, in hexadecimal digits
 * @param newest time of the newest record in it; null if it has none
 * @param oldest time of the oldest
 */
record CompleteLog(
    String object, String hash, @Nullable Instant newest, @Nullable Instant oldest) {}
