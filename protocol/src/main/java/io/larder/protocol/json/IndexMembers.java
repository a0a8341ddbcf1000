package io.larder.protocol.json;

import io.larder.protocol.draft.EnumText;
import io.larder.protocol.draft.ResourceName;
import io.larder.protocol.draft.Violations;
import io.larder.protocol.operation.AttributeDefinition;
import io.larder.protocol.operation.GlobalSecondaryIndex;
import io.larder.protocol.operation.KeySchemaElement;
import io.larder.protocol.operation.KeyType;
import io.larder.protocol.operation.LocalSecondaryIndex;
import io.larder.protocol.operation.OnDemandThroughput;
import io.larder.protocol.operation.Projection;
import io.larder.protocol.operation.ProjectionType;
import io.larder.protocol.operation.ProvisionedThroughput;
import io.larder.protocol.operation.ScalarAttributeType;
import io.larder.protocol.operation.WarmThroughput;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The members of an index definition as a request gives them, before anything about them is known
 * to be right; also the parts that tables have in common with indexes.
 */
final class IndexMembers {
  static final EnumText<KeyType> KEY_TYPE = EnumText.listedAs(List.of(KeyType.HASH, KeyType.RANGE));
  static final EnumText<ScalarAttributeType> ATTRIBUTE_TYPE =
      EnumText.listedAs(
          List.of(ScalarAttributeType.B, ScalarAttributeType.N, ScalarAttributeType.S));
  static final EnumText<ProjectionType> PROJECTION_TYPE =
      EnumText.listedAs(
          List.of(ProjectionType.ALL, ProjectionType.INCLUDE, ProjectionType.KEYS_ONLY));

  private static final int MAX_NON_KEY_ATTRIBUTES = 20;

  @Nullable String indexName;
  @Nullable List<Key> keySchema;
  @Nullable ProjectionMembers projection;
  @Nullable Throughput throughput;
  @Nullable OnDemandThroughput onDemandThroughput;
  @Nullable WarmThroughput warmThroughput;

  /** One element of a key schema. */
  record Key(@Nullable String attributeName, @Nullable String keyType) {
    static List<Key> readList(RequestReader in) {
      in.enterList();
      List<Key> keys = new ArrayList<>();
      while (in.nextElement()) {
        in.enterElement("KeySchemaElement");
        String name = null;
        String type = null;
        while (in.nextMember()) {
          switch (in.memberName()) {
            case "AttributeName" -> name = in.string();
            case "KeyType" -> type = in.string();
            default -> in.skip();
          }
        }
        keys.add(new Key(name, type));
      }
      return keys;
    }

    /** As Java's toString shows a key schema in the service's messages. */
    static String describe(List<Key> keys) {
      return keys.stream()
          .map(
              key ->
                  "KeySchemaElement(attributeName="
                      + orEmpty(key.attributeName)
                      + ", keyType="
                      + orEmpty(key.keyType)
                      + ")")
          .collect(Collectors.joining(", ", "[", "]"));
    }

    private static String orEmpty(@Nullable String text) {
      return text == null ? "" : text;
    }

    static void checkAll(List<Key> keys, String path, Violations violations) {
      for (int i = 0; i < keys.size(); i++) {
        Key key = keys.get(i);
        String member = path + "." + (i + 1) + ".member.";
        checkAttributeName(key.attributeName, member, violations);
        if (key.keyType == null) {
          violations.addNull(member + "keyType");
        } else {
          violations.memberOf(KEY_TYPE, key.keyType, member + "keyType");
        }
      }
    }

    /** The schema; every element must have been found valid. */
    static List<KeySchemaElement> toSchema(@Nullable List<Key> keys) {
      return keys == null
          ? List.of()
          : keys.stream()
              .map(
                  key ->
                      new KeySchemaElement(
                          orEmpty(key.attributeName), KEY_TYPE.of(key.keyType, KeyType.HASH)))
              .toList();
    }
  }

  /** One attribute definition. */
  record Definition(@Nullable String attributeName, @Nullable String attributeType) {
    static List<Definition> readList(RequestReader in) {
      in.enterList();
      List<Definition> definitions = new ArrayList<>();
      while (in.nextElement()) {
        in.enterElement("AttributeDefinition");
        String name = null;
        String type = null;
        while (in.nextMember()) {
          switch (in.memberName()) {
            case "AttributeName" -> name = in.string();
            case "AttributeType" -> type = in.string();
            default -> in.skip();
          }
        }
        definitions.add(new Definition(name, type));
      }
      return definitions;
    }

    static void checkAll(List<Definition> definitions, Violations violations) {
      for (int i = 0; i < definitions.size(); i++) {
        Definition definition = definitions.get(i);
        String member = "attributeDefinitions." + (i + 1) + ".member.";
        if (definition.attributeType == null) {
          violations.addNull(member + "attributeType");
        } else {
          violations.memberOf(ATTRIBUTE_TYPE, definition.attributeType, member + "attributeType");
        }
        checkAttributeName(definition.attributeName, member, violations);
      }
    }

    static List<AttributeDefinition> toDefinitions(@Nullable List<Definition> definitions) {
      return definitions == null
          ? List.of()
          : definitions.stream()
              .map(
                  definition ->
                      new AttributeDefinition(
                          definition.attributeName == null ? "" : definition.attributeName,
                          ATTRIBUTE_TYPE.of(definition.attributeType, ScalarAttributeType.S)))
              .toList();
    }
  }

  private static void checkAttributeName(
      @Nullable String name, String member, Violations violations) {
    if (name == null) {
      violations.addNull(member + "attributeName");
    } else if (name.isEmpty()) {
      violations.add(
          name, member + "attributeName", "Member must have length greater than or equal to 1");
    } else if (name.length() > 255) {
      violations.add(
          name, member + "attributeName", "Member must have length less than or equal to 255");
    }
  }

  /** The projection of an index. */
  record ProjectionMembers(
      @Nullable String projectionType, @Nullable List<String> nonKeyAttributes) {
    static ProjectionMembers read(RequestReader in) {
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
      return new ProjectionMembers(type, attributes);
    }

    void check(String path, Violations violations) {
      violations.memberOf(PROJECTION_TYPE, projectionType, path + ".projectionType");
      if (nonKeyAttributes != null) {
        String member = path + ".nonKeyAttributes";
        if (nonKeyAttributes.isEmpty()) {
          violations.add("[]", member, "Member must have length greater than or equal to 1");
        } else if (nonKeyAttributes.size() > MAX_NON_KEY_ATTRIBUTES) {
          violations.add(
              nonKeyAttributes.toString(),
              member,
              "Member must have length less than or equal to " + MAX_NON_KEY_ATTRIBUTES);
        }
        if (nonKeyAttributes.stream().anyMatch(name -> name.isEmpty() || name.length() > 255)) {
          violations.add(
              nonKeyAttributes.toString(),
              member,
              "Member must satisfy constraint: [Member must have length less than or equal to 255,"
                  + " Member must have length greater than or equal to 1]");
        }
      }
    }

    static Projection toProjection(@Nullable ProjectionMembers members) {
      return members == null
          ? new Projection(null, null)
          : new Projection(
              PROJECTION_TYPE.orNull(members.projectionType), members.nonKeyAttributes);
    }
  }

  /** Two numbers that throughput settings consist of. */
  record Throughput(@Nullable Long read, @Nullable Long write) {
    static Throughput readProvisioned(RequestReader in) {
      in.enterStructure("ProvisionedThroughput");
      return readPair(in, "ReadCapacityUnits", "WriteCapacityUnits");
    }

    static OnDemandThroughput readOnDemand(RequestReader in) {
      in.enterStructure("OnDemandThroughput");
      Throughput pair = readPair(in, "MaxReadRequestUnits", "MaxWriteRequestUnits");
      return new OnDemandThroughput(pair.read, pair.write);
    }

    static WarmThroughput readWarm(RequestReader in) {
      in.enterStructure("WarmThroughput");
      Throughput pair = readPair(in, "ReadUnitsPerSecond", "WriteUnitsPerSecond");
      return new WarmThroughput(pair.read, pair.write);
    }

    private static Throughput readPair(RequestReader in, String readName, String writeName) {
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
      return new Throughput(read, write);
    }

    void check(String path, Violations violations) {
      checkUnits(write, path + ".writeCapacityUnits", violations);
      checkUnits(read, path + ".readCapacityUnits", violations);
    }

    private static void checkUnits(@Nullable Long units, String path, Violations violations) {
      if (units == null) {
        violations.addNull(path);
      } else {
        violations.atLeast(units, 1, path);
      }
    }

    static @Nullable OnDemandThroughput orNull(@Nullable OnDemandThroughput throughput) {
      return throughput != null
              && throughput.maxReadRequestUnits() == null
              && throughput.maxWriteRequestUnits() == null
          ? null
          : throughput;
    }

    static @Nullable WarmThroughput orNull(@Nullable WarmThroughput throughput) {
      return throughput != null
              && throughput.readUnitsPerSecond() == null
              && throughput.writeUnitsPerSecond() == null
          ? null
          : throughput;
    }

    static @Nullable ProvisionedThroughput toProvisioned(@Nullable Throughput members) {
      return members == null || members.read == null || members.write == null
          ? null
          : new ProvisionedThroughput(members.read, members.write);
    }
  }

  /** Reads an index definition; the reader must have entered its object. */
  static IndexMembers read(RequestReader in) {
    var index = new IndexMembers();
    while (in.nextMember()) {
      if (!index.readMember(in)) {
        in.skip();
      }
    }
    return index;
  }

  /**
   * Reads the current member if it is one of a definition; false if the reader still stands at it.
   */
  boolean readMember(RequestReader in) {
    switch (in.memberName()) {
      case "IndexName" -> indexName = in.string();
      case "KeySchema" -> keySchema = Key.readList(in);
      case "Projection" -> projection = ProjectionMembers.read(in);
      case "ProvisionedThroughput" -> throughput = Throughput.readProvisioned(in);
      case "OnDemandThroughput" -> onDemandThroughput = Throughput.readOnDemand(in);
      case "WarmThroughput" -> warmThroughput = Throughput.readWarm(in);
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Reads a list of index definitions; {@code model} is the service's name for one. */
  static List<IndexMembers> readList(RequestReader in, String model) {
    in.enterList();
    List<IndexMembers> indexes = new ArrayList<>();
    while (in.nextElement()) {
      in.enterElement(model);
      indexes.add(read(in));
    }
    return indexes;
  }

  /** Checks the members of a local index, in the service's order for these. */
  void checkLocal(String path, Violations violations) {
    checkName(path, violations);
    checkKeySchema(path, 2, violations);
    checkProjection(path, violations);
  }

  /** Checks the members of a global index, in the service's order for these. */
  void checkGlobal(String path, Violations violations) {
    checkKeySchema(path, 8, violations);
    checkProjection(path, violations);
    checkName(path, violations);
    if (throughput != null) {
      throughput.check(path + ".provisionedThroughput", violations);
    }
  }

  void checkName(String path, Violations violations) {
    if (indexName == null) {
      violations.addNull(path + ".indexName");
    } else {
      ResourceName.checkMember(indexName, path + ".indexName", violations);
    }
  }

  private void checkKeySchema(String path, int maximum, Violations violations) {
    if (keySchema == null) {
      violations.addNull(path + ".keySchema");
    } else if (keySchema.isEmpty()) {
      violations.add(
          "[]", path + ".keySchema", "Member must have length greater than or equal to 1");
    } else {
      if (keySchema.size() > maximum) {
        // The service leaves the index out of the path here.
        violations.add(
            Key.describe(keySchema),
            "keySchema",
            "Member must have length less than or equal to " + maximum);
      }
      Key.checkAll(keySchema, path + ".keySchema", violations);
    }
  }

  private void checkProjection(String path, Violations violations) {
    if (projection == null) {
      violations.addNull(path + ".projection");
    } else {
      projection.check(path + ".projection", violations);
    }
  }

  String name() {
    return indexName == null ? "" : indexName;
  }

  LocalSecondaryIndex toLocal() {
    return new LocalSecondaryIndex(
        name(), Key.toSchema(keySchema), ProjectionMembers.toProjection(projection));
  }

  GlobalSecondaryIndex toGlobal() {
    return new GlobalSecondaryIndex(
        name(),
        Key.toSchema(keySchema),
        ProjectionMembers.toProjection(projection),
        Throughput.toProvisioned(throughput),
        Throughput.orNull(onDemandThroughput),
        Throughput.orNull(warmThroughput));
  }
}
