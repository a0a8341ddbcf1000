/**
 * The language of policies and what they come to: {@link io.larder.security.policy.Policy#parse}
 * compiles a document once, {@link io.larder.security.policy.PolicySet} holds those that apply to a
 * caller, {@link io.larder.security.policy.Evaluator} decides an {@link
 * io.larder.security.policy.AccessQuery}. Knows who asks ({@code auth}), but not what an operation
 * is: what a request touches comes as actions, resources and a {@link
 * io.larder.security.policy.ConditionContext}. Fails closed: what cannot be read or evaluated
 * denies. See ADR 33.
 */
@NullMarked
package io.larder.security.policy;

import org.jspecify.annotations.NullMarked;
