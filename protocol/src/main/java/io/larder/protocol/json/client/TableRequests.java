package io.larder.protocol.json.client;

import io.larder.protocol.operation.AttributeDefinition;
import io.larder.protocol.operation.CreateTableRequest;
import io.larder.protocol.operation.DeleteResourcePolicyRequest;
import io.larder.protocol.operation.GetResourcePolicyRequest;
import io.larder.protocol.operation.GlobalSecondaryIndex;
import io.larder.protocol.operation.GlobalSecondaryIndexUpdate;
import io.larder.protocol.operation.KeySchemaElement;
import io.larder.protocol.operation.ListTablesRequest;
import io.larder.protocol.operation.ListTagsOfResourceRequest;
import io.larder.protocol.operation.OnDemandThroughput;
import io.larder.protocol.operation.Projection;
import io.larder.protocol.operation.ProvisionedThroughput;
import io.larder.protocol.operation.PutResourcePolicyRequest;
import io.larder.protocol.operation.SseSpecification;
import io.larder.protocol.operation.StreamSpecification;
import io.larder.protocol.operation.TableOptions;
import io.larder.protocol.operation.Tag;
import io.larder.protocol.operation.TagResourceRequest;
import io.larder.protocol.operation.UntagResourceRequest;
import io.larder.protocol.operation.UpdateTableRequest;
import io.larder.protocol.operation.UpdateTimeToLiveRequest;
import io.larder.protocol.operation.WarmThroughput;
import io.larder.protocol.wire.JsonWriter;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes the requests of operations on tables. */
final class TableRequests {
  private TableRequests() {}

  /** A request that consists of the name of a table. */
  static void writeName(String tableName, JsonWriter out) {
    out.beginObject().name("TableName").value(tableName).endObject();
  }

  static void write(ListTablesRequest list, JsonWriter out) {
    out.beginObject();
    writeText("ExclusiveStartTableName", list.exclusiveStartTableName(), out);
    out.name("Limit").value(list.limit()).endObject();
  }

  static void write(ListTagsOfResourceRequest list, JsonWriter out) {
    out.beginObject().name("ResourceArn").value(list.resourceArn());
    writeText("NextToken", list.nextToken(), out);
    out.endObject();
  }

  static void write(TagResourceRequest tag, JsonWriter out) {
    out.beginObject().name("ResourceArn").value(tag.resourceArn());
    writeTags(tag.tags(), out);
    out.endObject();
  }

  static void write(UntagResourceRequest untag, JsonWriter out) {
    out.beginObject().name("ResourceArn").value(untag.resourceArn());
    writeAll("TagKeys", untag.tagKeys(), out, out::value);
    out.endObject();
  }

  static void write(PutResourcePolicyRequest put, JsonWriter out) {
    out.beginObject().name("ResourceArn").value(put.resourceArn());
    out.name("Policy").value(put.policy());
    writeText("ExpectedRevisionId", put.expectedRevisionId(), out);
    if (put.confirmRemoveSelfResourceAccess()) {
      out.name("ConfirmRemoveSelfResourceAccess").value(true);
    }
    out.endObject();
  }

  static void write(GetResourcePolicyRequest get, JsonWriter out) {
    out.beginObject().name("ResourceArn").value(get.resourceArn()).endObject();
  }

  static void write(DeleteResourcePolicyRequest delete, JsonWriter out) {
    out.beginObject().name("ResourceArn").value(delete.resourceArn());
    writeText("ExpectedRevisionId", delete.expectedRevisionId(), out);
    out.endObject();
  }

  static void write(UpdateTimeToLiveRequest update, JsonWriter out) {
    out.beginObject().name("TableName").value(update.tableName());
    out.name("TimeToLiveSpecification").beginObject();
    out.name("AttributeName").value(update.specification().attributeName());
    out.name("Enabled").value(update.specification().enabled());
    out.endObject().endObject();
  }

  static void write(CreateTableRequest create, JsonWriter out) {
    out.beginObject().name("TableName").value(create.tableName());
    writeDefinitions(create.attributeDefinitions(), out);
    writeKeySchema(create.keySchema(), out);
    writeAllIfAny(
        "LocalSecondaryIndexes",
        create.localSecondaryIndexes(),
        out,
        index -> {
          writeIndex(index.indexName(), index.keySchema(), index.projection(), out);
          out.endObject();
        });
    writeAllIfAny(
        "GlobalSecondaryIndexes", create.globalSecondaryIndexes(), out, index -> write(index, out));
    writeOptions(create.options(), out);
    if (!create.tags().isEmpty()) {
      writeTags(create.tags(), out);
    }
    writeText("ResourcePolicy", create.resourcePolicy(), out);
    out.endObject();
  }

  static void write(UpdateTableRequest update, JsonWriter out) {
    out.beginObject().name("TableName").value(update.tableName());
    if (!update.attributeDefinitions().isEmpty()) {
      writeDefinitions(update.attributeDefinitions(), out);
    }
    writeAllIfAny(
        "GlobalSecondaryIndexUpdates",
        update.globalSecondaryIndexUpdates(),
        out,
        change -> write(change, out));
    writeOptions(update.options(), out);
    out.endObject();
  }

  private static void write(GlobalSecondaryIndexUpdate change, JsonWriter out) {
    out.beginObject();
    switch (change) {
      case GlobalSecondaryIndexUpdate.Create(var index) -> write(index, out.name("Create"));
      case GlobalSecondaryIndexUpdate.Update(var name, var provisioned, var onDemand, var warm) -> {
        out.name("Update").beginObject().name("IndexName").value(name);
        writeThroughput(provisioned, onDemand, warm, out);
        out.endObject();
      }
      case GlobalSecondaryIndexUpdate.Delete(var name) ->
          out.name("Delete").beginObject().name("IndexName").value(name).endObject();
    }
    out.endObject();
  }

  private static void write(GlobalSecondaryIndex index, JsonWriter out) {
    writeIndex(index.indexName(), index.keySchema(), index.projection(), out);
    writeThroughput(
        index.provisionedThroughput(), index.onDemandThroughput(), index.warmThroughput(), out);
    out.endObject();
  }

  /** Writes what indexes of both kinds have, and leaves the object open. */
  private static void writeIndex(
      String name, List<KeySchemaElement> keys, Projection projection, JsonWriter out) {
    out.beginObject().name("IndexName").value(name);
    writeKeySchema(keys, out);
    out.name("Projection").beginObject();
    writeEnum("ProjectionType", projection.projectionType(), out);
    if (projection.nonKeyAttributes() != null) {
      writeAll("NonKeyAttributes", projection.nonKeyAttributes(), out, out::value);
    }
    out.endObject();
  }

  private static void writeDefinitions(List<AttributeDefinition> definitions, JsonWriter out) {
    writeAll(
        "AttributeDefinitions",
        definitions,
        out,
        definition -> {
          out.beginObject().name("AttributeName").value(definition.attributeName());
          writeEnum("AttributeType", definition.attributeType(), out);
          out.endObject();
        });
  }

  private static void writeKeySchema(List<KeySchemaElement> keys, JsonWriter out) {
    writeAll(
        "KeySchema",
        keys,
        out,
        key -> {
          out.beginObject().name("AttributeName").value(key.attributeName());
          writeEnum("KeyType", key.keyType(), out);
          out.endObject();
        });
  }

  private static void writeTags(List<Tag> tags, JsonWriter out) {
    writeAll(
        "Tags",
        tags,
        out,
        tag ->
            out.beginObject()
                .name("Key")
                .value(tag.key())
                .name("Value")
                .value(tag.value())
                .endObject());
  }

  private static void writeOptions(TableOptions options, JsonWriter out) {
    writeEnum("BillingMode", options.billingMode(), out);
    writeThroughput(
        options.provisionedThroughput(),
        options.onDemandThroughput(),
        options.warmThroughput(),
        out);
    StreamSpecification stream = options.streamSpecification();
    if (stream != null) {
      out.name("StreamSpecification").beginObject();
      out.name("StreamEnabled").value(stream.streamEnabled());
      writeText("StreamViewType", stream.streamViewType(), out);
      out.endObject();
    }
    SseSpecification sse = options.sseSpecification();
    if (sse != null) {
      out.name("SSESpecification").beginObject();
      writeFlag("Enabled", sse.enabled(), out);
      writeText("SSEType", sse.sseType(), out);
      writeText("KMSMasterKeyId", sse.kmsMasterKeyId(), out);
      out.endObject();
    }
    writeEnum("TableClass", options.tableClass(), out);
    writeFlag("DeletionProtectionEnabled", options.deletionProtectionEnabled(), out);
  }

  private static void writeThroughput(
      @Nullable ProvisionedThroughput provisioned,
      @Nullable OnDemandThroughput onDemand,
      @Nullable WarmThroughput warm,
      JsonWriter out) {
    if (provisioned != null) {
      out.name("ProvisionedThroughput").beginObject();
      writeUnits("ReadCapacityUnits", provisioned.readCapacityUnits(), out);
      writeUnits("WriteCapacityUnits", provisioned.writeCapacityUnits(), out);
      out.endObject();
    }
    if (onDemand != null) {
      out.name("OnDemandThroughput").beginObject();
      writeUnits("MaxReadRequestUnits", onDemand.maxReadRequestUnits(), out);
      writeUnits("MaxWriteRequestUnits", onDemand.maxWriteRequestUnits(), out);
      out.endObject();
    }
    if (warm != null) {
      out.name("WarmThroughput").beginObject();
      writeUnits("ReadUnitsPerSecond", warm.readUnitsPerSecond(), out);
      writeUnits("WriteUnitsPerSecond", warm.writeUnitsPerSecond(), out);
      out.endObject();
    }
  }

  private static void writeUnits(String member, @Nullable Long units, JsonWriter out) {
    if (units != null) {
      out.name(member).value(units);
    }
  }

  private static void writeText(String member, @Nullable String text, JsonWriter out) {
    if (text != null) {
      out.name(member).value(text);
    }
  }

  private static void writeEnum(String member, @Nullable Enum<?> value, JsonWriter out) {
    writeText(member, value == null ? null : value.name(), out);
  }

  private static void writeFlag(String member, @Nullable Boolean flag, JsonWriter out) {
    if (flag != null) {
      out.name(member).value(flag);
    }
  }

  private static <T> void writeAllIfAny(
      String member, List<T> all, JsonWriter out, Consumer<T> each) {
    if (!all.isEmpty()) {
      writeAll(member, all, out, each);
    }
  }

  private static <T> void writeAll(String member, List<T> all, JsonWriter out, Consumer<T> each) {
    out.name(member).beginArray();
    all.forEach(each);
    out.endArray();
  }
}
