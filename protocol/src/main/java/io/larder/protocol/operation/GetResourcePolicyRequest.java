package io.larder.protocol.operation;

/** Asks for the policy of a table or stream. */
public record GetResourcePolicyRequest(String resourceArn)
    implements Request.Describe<GetResourcePolicyResponse> {}
