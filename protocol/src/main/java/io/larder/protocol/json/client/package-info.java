/**
 * The other half of the JSON codec, that of a client: requests are written, answers and errors are
 * read. Start with {@link io.larder.protocol.json.client.RequestWriter} and {@link
 * io.larder.protocol.json.client.ResponseReader}. It knows requests, responses and items, and
 * nothing of the half that serves; what it reads comes from a server that need not be a good one.
 */
@NullMarked
package io.larder.protocol.json.client;

import org.jspecify.annotations.NullMarked;
