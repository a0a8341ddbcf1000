/**
 * What a request does to what: {@link io.larder.security.access.RequestAccess} names the actions
 * that its caller needs, the resources, and what conditions may ask of it ({@code Mentions}). Calls
 * that are handed on as they came are read as far as that takes ({@code ForwardedAccess}). Knows
 * requests, no policies.
 */
@NullMarked
package io.larder.security.access;

import org.jspecify.annotations.NullMarked;
