package io.larder.protocol.json.response;

import io.larder.protocol.operation.CreateTableResponse;
import io.larder.protocol.operation.DeleteResourcePolicyResponse;
import io.larder.protocol.operation.DeleteTableResponse;
import io.larder.protocol.operation.DescribeEndpointsResponse;
import io.larder.protocol.operation.DescribeLimitsResponse;
import io.larder.protocol.operation.DescribeTableResponse;
import io.larder.protocol.operation.DescribeTimeToLiveResponse;
import io.larder.protocol.operation.GetResourcePolicyResponse;
import io.larder.protocol.operation.ListTablesResponse;
import io.larder.protocol.operation.ListTagsOfResourceResponse;
import io.larder.protocol.operation.PutResourcePolicyResponse;
import io.larder.protocol.operation.Tag;
import io.larder.protocol.operation.UpdateTableResponse;
import io.larder.protocol.operation.UpdateTimeToLiveResponse;
import io.larder.protocol.wire.JsonWriter;

/** Writes the responses of operations on tables. */
final class TableResponses {
  private TableResponses() {}

  static void encode(DescribeTableResponse response, JsonWriter out) {
    out.beginObject().name("Table");
    TableDescriptionEncoder.encode(response.table(), out);
    out.endObject();
  }

  static void encode(CreateTableResponse response, JsonWriter out) {
    out.beginObject().name("TableDescription");
    TableDescriptionEncoder.encodeCreated(response.tableDescription(), out);
    out.endObject();
  }

  static void encode(UpdateTableResponse response, JsonWriter out) {
    out.beginObject().name("TableDescription");
    TableDescriptionEncoder.encodeUpdated(response.tableDescription(), response.request(), out);
    out.endObject();
  }

  static void encode(DeleteTableResponse response, JsonWriter out) {
    out.beginObject().name("TableDescription");
    TableDescriptionEncoder.encodeDeleted(response.tableDescription(), out);
    out.endObject();
  }

  static void encode(ListTablesResponse response, JsonWriter out) {
    out.beginObject().name("TableNames").beginArray();
    for (String name : response.tableNames()) {
      out.value(name);
    }
    out.endArray();
    if (response.lastEvaluatedTableName() != null) {
      out.name("LastEvaluatedTableName").value(response.lastEvaluatedTableName());
    }
    out.endObject();
  }

  static void encode(ListTagsOfResourceResponse response, JsonWriter out) {
    out.beginObject().name("Tags").beginArray();
    for (Tag tag : response.tags()) {
      out.beginObject().name("Key").value(tag.key()).name("Value").value(tag.value()).endObject();
    }
    out.endArray();
    if (response.nextToken() != null) {
      out.name("NextToken").value(response.nextToken());
    }
    out.endObject();
  }

  static void encode(PutResourcePolicyResponse response, JsonWriter out) {
    out.beginObject().name("RevisionId").value(response.revisionId()).endObject();
  }

  static void encode(GetResourcePolicyResponse response, JsonWriter out) {
    out.beginObject()
        .name("Policy")
        .value(response.policy())
        .name("RevisionId")
        .value(response.revisionId())
        .endObject();
  }

  static void encode(DeleteResourcePolicyResponse response, JsonWriter out) {
    out.beginObject();
    if (response.revisionId() != null) {
      out.name("RevisionId").value(response.revisionId());
    }
    out.endObject();
  }

  static void encode(DescribeLimitsResponse limits, JsonWriter out) {
    out.beginObject()
        .name("AccountMaxReadCapacityUnits")
        .value(limits.accountMaxReadCapacityUnits())
        .name("AccountMaxWriteCapacityUnits")
        .value(limits.accountMaxWriteCapacityUnits())
        .name("TableMaxReadCapacityUnits")
        .value(limits.tableMaxReadCapacityUnits())
        .name("TableMaxWriteCapacityUnits")
        .value(limits.tableMaxWriteCapacityUnits())
        .endObject();
  }

  static void encode(DescribeTimeToLiveResponse response, JsonWriter out) {
    String attribute = response.attributeName();
    out.beginObject().name("TimeToLiveDescription").beginObject();
    out.name("TimeToLiveStatus").value(attribute == null ? "DISABLED" : "ENABLED");
    if (attribute != null) {
      out.name("AttributeName").value(attribute);
    }
    out.endObject().endObject();
  }

  static void encode(UpdateTimeToLiveResponse response, JsonWriter out) {
    out.beginObject()
        .name("TimeToLiveSpecification")
        .beginObject()
        .name("Enabled")
        .value(response.specification().enabled())
        .name("AttributeName")
        .value(response.specification().attributeName())
        .endObject()
        .endObject();
  }

  static void encode(DescribeEndpointsResponse response, JsonWriter out) {
    out.beginObject()
        .name("Endpoints")
        .beginArray()
        .beginObject()
        .name("Address")
        .value(response.address())
        .name("CachePeriodInMinutes")
        .value(response.cachePeriodInMinutes())
        .endObject()
        .endArray()
        .endObject();
  }
}
