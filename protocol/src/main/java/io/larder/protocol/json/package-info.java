/**
 * The JSON of requests; that of responses is in {@code json.response}. Start with {@link
 * io.larder.protocol.json.RequestDecoder}. A decoder reads the body in one pass into the draft of
 * its request ({@code protocol.draft}), which knows the rules and makes the request; the only
 * errors of this package are those of JSON that is none, or has the wrong type. Nothing in this
 * module depends on it.
 */
@NullMarked
package io.larder.protocol.json;

import org.jspecify.annotations.NullMarked;
