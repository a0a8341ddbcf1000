/**
 * The JSON of requests about what is set beside a table's definition, and of features that are not
 * here. As {@code protocol.json}, which calls it.
 */
@NullMarked
package io.larder.protocol.json.settings;

import org.jspecify.annotations.NullMarked;
