/**
 * Whether a caller may make a request: {@link io.larder.security.authorization.PolicyAuthorizer}
 * finds what a request does to what ({@code access}), which policies count ({@code CallerPolicies},
 * guard rails, those of the table and of the way in), and has {@code policy} decide, with what the
 * request says as its condition keys ({@code RequestConditions}). What cannot be told is denied.
 */
@NullMarked
package io.larder.security.authorization;

import org.jspecify.annotations.NullMarked;
