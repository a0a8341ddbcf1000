/**
 * Versions of what writes change, and how writes hold it in flux. Start with {@link
 * io.larder.cache.versions.StripedVersions}. Knows no items, no tables and no caches.
 */
@NullMarked
package io.larder.cache.versions;

import org.jspecify.annotations.NullMarked;
