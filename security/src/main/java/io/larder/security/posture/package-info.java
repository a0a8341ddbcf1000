/**
 * Holds the server against the rules of AWS Config and Security Hub that make sense for it: {@link
 * io.larder.security.posture.Posture} asks tables, identities and the facts of the server, and
 * makes the report. Knows the store's port, identities and policies; changes nothing.
 */
@NullMarked
package io.larder.security.posture;

import org.jspecify.annotations.NullMarked;
