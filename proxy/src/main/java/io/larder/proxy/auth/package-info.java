/**
 * Who calls and what they may do: {@link io.larder.proxy.auth.Authenticator} and {@link
 * io.larder.proxy.auth.Authorizer}, the two gates before every operation. Both fail closed. Knows
 * neither Netty nor the store.
 */
@NullMarked
package io.larder.proxy.auth;

import org.jspecify.annotations.NullMarked;
