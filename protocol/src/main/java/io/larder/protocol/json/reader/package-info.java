/**
 * Reads one body of JSON, member by member, as the service does. Start with {@link
 * io.larder.protocol.json.reader.RequestReader}. It knows no operation.
 */
@NullMarked
package io.larder.protocol.json.reader;

import org.jspecify.annotations.NullMarked;
