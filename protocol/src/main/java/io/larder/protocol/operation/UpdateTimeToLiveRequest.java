package io.larder.protocol.operation;

/** Turns the expiry of a table's items on or off. */
public record UpdateTimeToLiveRequest(String tableName, TimeToLiveSpecification specification)
    implements Request.Change<UpdateTimeToLiveResponse> {}
