/**
 * Temporary credentials: {@link io.larder.security.session.SessionTokens} makes them and knows
 * again who has them. Nothing of them is stored: a session token is the session itself, sealed.
 * Start there; knows {@code auth}, and of the store how secrets are sealed.
 */
@NullMarked
package io.larder.security.session;

import org.jspecify.annotations.NullMarked;
