package io.larder.protocol.draft.table;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.AttributeDefinition;
import io.larder.protocol.operation.CreateTableRequest;
import io.larder.protocol.operation.KeySchemaElement;
import io.larder.protocol.operation.KeyType;
import io.larder.protocol.quota.ServiceQuotas;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The keys of tables and indexes: their form, and that the attributes they name are defined. */
final class KeySchemaChecks {
  private static final String SAME_NAME =
      "Both the Hash Key and the Range Key element in the KeySchema have the same name";
  private static final String FIRST_NOT_HASH =
      "Invalid KeySchema: The first KeySchemaElement is not a HASH key type";

  private KeySchemaChecks() {}

  static ServiceException noDefinition() {
    return ServiceException.validation(
        "Invalid KeySchema: Some index key attribute have no definition");
  }

  static void checkDefined(List<KeySchemaElement> keys, List<AttributeDefinition> definitions) {
    List<String> defined = definitions.stream().map(AttributeDefinition::attributeName).toList();
    List<String> names = namesOf(keys);
    if (defined.containsAll(names)) {
      return;
    }
    if (defined.size() < new HashSet<>(names).size()) {
      throw noDefinition();
    }
    throw ServiceException.invalidParameter(
        "Some index key attributes are not defined in AttributeDefinitions. Keys: "
            + inHashOrder(names, names.size())
            + ", AttributeDefinitions: "
            + inHashOrder(defined, defined.size()));
  }

  /**
   * The service lists names in the order of the hash table it collected them in: a Java one, of a
   * capacity for so many names.
   */
  private static Set<String> inHashOrder(List<String> names, int capacity) {
    Map<String, Boolean> order = new HashMap<>(capacity);
    names.forEach(name -> order.put(name, Boolean.TRUE));
    return order.keySet();
  }

  static void checkDuplicateDefinitions(List<AttributeDefinition> definitions) {
    Set<String> seen = new HashSet<>();
    for (AttributeDefinition definition : definitions) {
      if (!seen.add(definition.attributeName())) {
        throw ServiceException.validation(
            "Attribute Name is duplicated: " + definition.attributeName());
      }
    }
  }

  static void checkSimpleKey(List<KeySchemaElement> keys) {
    if (keys.getFirst().keyType() != KeyType.HASH) {
      throw ServiceException.validation(FIRST_NOT_HASH);
    }
    if (keys.size() < 2) {
      return;
    }
    if (keys.get(0).attributeName().equals(keys.get(1).attributeName())) {
      throw ServiceException.validation(SAME_NAME);
    }
    if (keys.get(1).keyType() != KeyType.RANGE) {
      throw ServiceException.validation(
          "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type");
    }
  }

  /** The key of a global index: up to four partition and four sort attributes. */
  static void checkMultiAttributeKey(List<KeySchemaElement> keys) {
    if (keys.getFirst().keyType() != KeyType.HASH) {
      throw ServiceException.validation(FIRST_NOT_HASH);
    }
    List<String> names = namesOf(keys);
    if (new HashSet<>(names).size() < names.size()) {
      throw ServiceException.validation(
          keys.size() == 2 && keys.get(1).keyType() == KeyType.RANGE
              ? SAME_NAME
              : "The KeySchema contains multiple key attributes with the same name");
    }
    for (int i = 1; i < keys.size(); i++) {
      if (keys.get(i).keyType() == KeyType.HASH && keys.get(i - 1).keyType() == KeyType.RANGE) {
        throw ServiceException.invalidParameter(
            "All HASH key attributes must precede RANGE key attributes in the KeySchema");
      }
    }
    for (KeyType type : KeyType.values()) {
      if (keys.stream().filter(key -> key.keyType() == type).count()
          > ServiceQuotas.MAX_KEY_ATTRIBUTES_OF_A_TYPE) {
        throw ServiceException.invalidParameter(
            "The KeySchema exceeds the maximum allowed number of " + type + " key attributes");
      }
    }
  }

  static void checkDefinitionsUsed(CreateTableRequest request) {
    List<String> defined =
        request.attributeDefinitions().stream().map(AttributeDefinition::attributeName).toList();
    List<String> used = new ArrayList<>(namesOf(request.keySchema()));
    request.localSecondaryIndexes().forEach(index -> used.addAll(namesOf(index.keySchema())));
    request.globalSecondaryIndexes().forEach(index -> used.addAll(namesOf(index.keySchema())));
    if (defined.size() == new LinkedHashSet<>(used).size()) {
      return;
    }
    if (request.localSecondaryIndexes().isEmpty() && request.globalSecondaryIndexes().isEmpty()) {
      throw ServiceException.invalidParameter(
          "Number of attributes in KeySchema does not exactly match number of attributes defined"
              + " in AttributeDefinitions");
    }
    throw ServiceException.invalidParameter(
        "Some AttributeDefinitions are not used. AttributeDefinitions: "
            + inHashOrder(defined, defined.size())
            + ", keys used: "
            + inHashOrder(used, 16));
  }

  private static List<String> namesOf(List<KeySchemaElement> keys) {
    return keys.stream().map(KeySchemaElement::attributeName).toList();
  }
}
