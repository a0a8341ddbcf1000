/**
 * Temporary credentials: {@link io.larder.security.session.SessionTokens} makes them and knows
 * again who has them. Nothing of them is stored: a session token is the session itself, sealed.
 * Start there; knows only {@code auth}.
 */
@NullMarked
package io.larder.security.session;

import org.jspecify.annotations.NullMarked;
