/**
 * The limits that the service documents, each with its source. Below everything else, so that rules
 * about items, expressions, requests and tables name the same figures.
 */
@NullMarked
package io.larder.protocol.quota;

import org.jspecify.annotations.NullMarked;
