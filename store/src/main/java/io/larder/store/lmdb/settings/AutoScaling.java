package io.larder.store.lmdb.settings;

import io.larder.protocol.operation.BillingMode;
import io.larder.protocol.operation.ForwardedResponse;
import io.larder.protocol.operation.GlobalSecondaryIndexDescription;
import io.larder.protocol.operation.TableDescription;
import io.larder.protocol.operation.TableIdentity;
import io.larder.protocol.wire.JsonBytes;
import io.larder.protocol.wire.JsonWriter;
import io.larder.store.Table;

/**
 * DescribeTableReplicaAutoScaling: a table has one replica, itself, and nothing scales its
 * throughput.
 */
final class AutoScaling {
  private AutoScaling() {}

  static ForwardedResponse describe(Table table) {
    TableDescription description = table.description();
    TableIdentity identity = description.identity();
    var out = new JsonWriter();
    out.beginObject().name("TableAutoScalingDescription").beginObject();
    out.name("TableName").value(identity.tableName());
    out.name("TableStatus").value(description.tableStatus().name());
    out.name("Replicas").beginArray().beginObject();
    out.name("RegionName").value(identity.tableArn().split(":", 5)[3]);
    boolean scales = description.options().billingMode() != BillingMode.PAY_PER_REQUEST;
    out.name("GlobalSecondaryIndexes").beginArray();
    for (GlobalSecondaryIndexDescription index : description.schema().globalSecondaryIndexes()) {
      out.beginObject().name("IndexName").value(index.index().indexName());
      out.name("IndexStatus").value(index.indexStatus().name());
      if (scales) {
        writeOff("ProvisionedReadCapacityAutoScalingSettings", out);
        writeOff("ProvisionedWriteCapacityAutoScalingSettings", out);
      }
      out.endObject();
    }
    out.endArray();
    if (scales) {
      writeOff("ReplicaProvisionedReadCapacityAutoScalingSettings", out);
      writeOff("ReplicaProvisionedWriteCapacityAutoScalingSettings", out);
    }
    out.name("ReplicaStatus").value("ACTIVE");
    out.endObject().endArray().endObject().endObject();
    return new ForwardedResponse(JsonBytes.of(out.toByteArray()), null);
  }

  private static void writeOff(String settings, JsonWriter out) {
    out.name(settings).beginObject();
    out.name("AutoScalingDisabled").value(true);
    out.name("ScalingPolicies").beginArray().endArray().endObject();
  }
}
