/**
 * JSON as it goes out: {@link io.larder.protocol.wire.JsonWriter} and what it can splice in; and
 * what the text of JSON may be that comes in. The lowest package of the module; depends on none of
 * ours.
 */
@NullMarked
package io.larder.protocol.wire;

import org.jspecify.annotations.NullMarked;
