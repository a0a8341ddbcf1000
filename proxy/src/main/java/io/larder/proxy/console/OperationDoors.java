package io.larder.proxy.console;

import io.larder.protocol.draft.ValidationReport;
import io.larder.proxy.call.Defects;
import io.larder.proxy.call.Regions;
import io.larder.proxy.net.RequestMemory;
import io.larder.security.auth.Authenticator;

/**
 * What the operations of a page go through, as those of every client do.
 *
 * @param authenticator finds out who calls, by what they have signed
 * @param memory of requests under way
 * @param endpoint the address of the service, for those who ask for it
 */
public record OperationDoors(
    Authenticator authenticator,
    Regions regions,
    RequestMemory memory,
    ValidationReport report,
    Defects defects,
    String endpoint) {}
