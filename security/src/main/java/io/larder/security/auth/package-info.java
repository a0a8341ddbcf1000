/**
 * Who calls and whether they may: {@link io.larder.security.auth.Authenticator} and {@link
 * io.larder.security.auth.Authorizer}, the two gates before every operation. Both fail closed. The
 * words that the other rooms of this module share; knows none of them.
 */
@NullMarked
package io.larder.security.auth;

import org.jspecify.annotations.NullMarked;
