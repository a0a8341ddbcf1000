package io.larder.protocol.json.client;

import io.larder.protocol.operation.GlobalSecondaryIndex;
import io.larder.protocol.operation.GlobalSecondaryIndexDescription;
import io.larder.protocol.operation.IndexStatus;
import io.larder.protocol.operation.KeySchemaElement;
import io.larder.protocol.operation.KeyType;
import io.larder.protocol.operation.LocalSecondaryIndex;
import io.larder.protocol.operation.LocalSecondaryIndexDescription;
import io.larder.protocol.operation.Projection;
import io.larder.protocol.operation.ProjectionType;
import io.larder.protocol.operation.StoredSize;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the description of an index, and the parts that tables have in common with it. */
final class IndexReader {
  private String name = "";
  private List<KeySchemaElement> keySchema = List.of();
  private Projection projection = new Projection(null, null);
  private String arn = "";
  private IndexStatus status = IndexStatus.ACTIVE;
  private @Nullable Boolean backfilling;
  private final ThroughputMembers throughput = new ThroughputMembers();
  private long itemCount;
  private long bytes;

  private IndexReader(AnswerReader in) {
    in.beginObject();
    while (in.nextMember()) {
      switch (in.name()) {
        case "IndexName" -> name = in.string();
        case "KeySchema" -> keySchema = keySchema(in);
        case "Projection" -> projection = projection(in);
        case "IndexArn" -> arn = in.string();
        case "IndexStatus" -> status = in.oneOf(IndexStatus.values(), IndexStatus.UPDATING);
        case "Backfilling" -> backfilling = in.bool();
        case "ItemCount" -> itemCount = in.integer();
        case "IndexSizeBytes" -> bytes = in.integer();
        default -> throughput.read(in);
      }
    }
  }

  static LocalSecondaryIndexDescription local(AnswerReader in) {
    var read = new IndexReader(in);
    return new LocalSecondaryIndexDescription(
        new LocalSecondaryIndex(read.name, read.keySchema, read.projection),
        read.arn,
        new StoredSize(read.itemCount, read.bytes));
  }

  static GlobalSecondaryIndexDescription global(AnswerReader in) {
    var read = new IndexReader(in);
    return new GlobalSecondaryIndexDescription(
        new GlobalSecondaryIndex(
            read.name,
            read.keySchema,
            read.projection,
            read.throughput.provisioned(),
            read.throughput.onDemand(),
            read.throughput.warm()),
        read.arn,
        read.status,
        read.backfilling,
        new StoredSize(read.itemCount, read.bytes),
        read.throughput.changes());
  }

  static List<KeySchemaElement> keySchema(AnswerReader in) {
    return in.all(IndexReader::keyElement);
  }

  private static KeySchemaElement keyElement(AnswerReader in) {
    String attribute = "";
    KeyType type = null;
    in.beginObject();
    while (in.nextMember()) {
      switch (in.name()) {
        case "AttributeName" -> attribute = in.string();
        case "KeyType" -> type = in.oneOf(KeyType.values(), null);
        default -> in.skip();
      }
    }
    if (type == null) {
      throw in.malformed("key of an unknown type");
    }
    return new KeySchemaElement(attribute, type);
  }

  private static Projection projection(AnswerReader in) {
    ProjectionType type = null;
    List<String> attributes = null;
    in.beginObject();
    while (in.nextMember()) {
      switch (in.name()) {
        case "ProjectionType" -> type = in.oneOf(ProjectionType.values(), null);
        case "NonKeyAttributes" -> attributes = in.all(AnswerReader::string);
        default -> in.skip();
      }
    }
    return new Projection(type, attributes);
  }
}
