/**
 * Who there is: {@link io.larder.security.identity.Identities} is one state of all users, groups,
 * roles, access keys, policies and identity providers, and {@link
 * io.larder.security.identity.IdentityStore} keeps them in a table of the store and tells what they
 * are now. Start at the latter. What a request may do is decided elsewhere, with what is in the
 * snapshot of that moment.
 */
@NullMarked
package io.larder.security.identity;

import org.jspecify.annotations.NullMarked;
