package io.larder.security.query;

import io.larder.security.auth.Principal;
import io.larder.security.auth.RequestContext;

/**
 * A call of a query API.
 *
 * @param caller {@link Principal#UNVERIFIED} for operations that nobody signs
 * @param action name of the operation
 * @param context how the call came
 */
public record QueryCall(
    Principal caller, String action, Parameters parameters, RequestContext context) {}
