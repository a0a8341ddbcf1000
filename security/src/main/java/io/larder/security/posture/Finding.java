package io.larder.security.posture;

import org.jspecify.annotations.Nullable;

/**
 * What a rule says of one resource.
 *
 * @param resource its ARN or name
 * @param annotation why, if the rule does not say it already
 */
public record Finding(
    Rule rule, String resource, Compliance compliance, @Nullable String annotation) {}
