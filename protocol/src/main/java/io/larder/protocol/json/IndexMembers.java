package io.larder.protocol.json;

import io.larder.protocol.draft.table.AttributeDraft;
import io.larder.protocol.draft.table.IndexDraft;
import io.larder.protocol.draft.table.IndexProjectionDraft;
import io.larder.protocol.draft.table.KeyElementDraft;
import io.larder.protocol.draft.table.ThroughputDraft;
import io.larder.protocol.json.reader.RequestReader;
import io.larder.protocol.operation.OnDemandThroughput;
import io.larder.protocol.operation.WarmThroughput;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Reads the definitions of indexes, and the parts that tables have in common with them. */
final class IndexMembers {
  private IndexMembers() {}

  /** Reads a list of index definitions; {@code model} is the service's name for one. */
  static List<IndexDraft> readList(RequestReader in, String model) {
    in.enterList();
    List<IndexDraft> indexes = new ArrayList<>();
    while (in.nextElement()) {
      in.enterElement(model);
      indexes.add(read(in));
    }
    return indexes;
  }

  /** Reads an index definition; the reader must have entered its object. */
  static IndexDraft read(RequestReader in) {
    var index = new IndexDraft();
    while (in.nextMember()) {
      switch (in.memberName()) {
        case "IndexName" -> index.indexName = in.string();
        case "KeySchema" -> index.keySchema = readKeySchema(in);
        case "Projection" -> index.projection = readProjection(in);
        case "ProvisionedThroughput" -> index.throughput = readThroughput(in);
        case "OnDemandThroughput" -> index.onDemandThroughput = readOnDemand(in);
        case "WarmThroughput" -> index.warmThroughput = readWarm(in);
        default -> in.skip();
      }
    }
    return index;
  }

  static List<KeyElementDraft> readKeySchema(RequestReader in) {
    return readNamed(in, "KeySchemaElement", "KeyType", KeyElementDraft::new);
  }

  static List<AttributeDraft> readDefinitions(RequestReader in) {
    return readNamed(in, "AttributeDefinition", "AttributeType", AttributeDraft::new);
  }

  /** Reads a list of attribute names, each with a {@code type}. */
  private static <T> List<T> readNamed(
      RequestReader in,
      String model,
      String type,
      BiFunction<@Nullable String, @Nullable String, T> draft) {
    in.enterList();
    List<T> elements = new ArrayList<>();
    while (in.nextElement()) {
      in.enterElement(model);
      String nameGiven = null;
      String typeGiven = null;
      while (in.nextMember()) {
        String member = in.memberName();
        if (member.equals("AttributeName")) {
          nameGiven = in.string();
        } else if (member.equals(type)) {
          typeGiven = in.string();
        } else {
          in.skip();
        }
      }
      elements.add(draft.apply(nameGiven, typeGiven));
    }
    return elements;
  }

  private static IndexProjectionDraft readProjection(RequestReader in) {
    in.enterStructure("Projection");
    String type = null;
    List<String> attributes = null;
    while (in.nextMember()) {
      switch (in.memberName()) {
        case "ProjectionType" -> type = in.string();
        case "NonKeyAttributes" -> attributes = in.strings();
        default -> in.skip();
      }
    }
    return new IndexProjectionDraft(type, attributes);
  }

  static ThroughputDraft readThroughput(RequestReader in) {
    in.enterStructure("ProvisionedThroughput");
    return readPair(in, "ReadCapacityUnits", "WriteCapacityUnits", ThroughputDraft::new);
  }

  static OnDemandThroughput readOnDemand(RequestReader in) {
    in.enterStructure("OnDemandThroughput");
    return readPair(in, "MaxReadRequestUnits", "MaxWriteRequestUnits", OnDemandThroughput::new);
  }

  static WarmThroughput readWarm(RequestReader in) {
    in.enterStructure("WarmThroughput");
    return readPair(in, "ReadUnitsPerSecond", "WriteUnitsPerSecond", WarmThroughput::new);
  }

  private static <T> T readPair(
      RequestReader in,
      String readName,
      String writeName,
      BiFunction<@Nullable Long, @Nullable Long, T> throughput) {
    Long read = null;
    Long write = null;
    while (in.nextMember()) {
      String name = in.memberName();
      if (name.equals(readName)) {
        read = in.int64();
      } else if (name.equals(writeName)) {
        write = in.int64();
      } else {
        in.skip();
      }
    }
    return throughput.apply(read, write);
  }
}
