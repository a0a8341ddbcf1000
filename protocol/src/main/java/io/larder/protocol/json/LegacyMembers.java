package io.larder.protocol.json;

import io.larder.protocol.draft.item.ConditionMap;
import io.larder.protocol.draft.item.UpdateItemDraft;
import io.larder.protocol.draft.item.ValueDraft;
import io.larder.protocol.expression.legacy.LegacyAttributeUpdate;
import io.larder.protocol.expression.legacy.LegacyCondition;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.json.reader.AttributeReader;
import io.larder.protocol.json.reader.RequestReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the maps that expressions replaced, into drafts. */
final class LegacyMembers {
  private LegacyMembers() {}

  /** Reads a map of conditions, which is the current member. */
  static void read(ConditionMap map, RequestReader in) {
    String model = map.isExpected() ? "ExpectedAttributeValue" : "Condition";
    in.enterMap(RequestReader.MODEL + model);
    Map<String, LegacyCondition> conditions = new LinkedHashMap<>();
    while (in.nextMember()) {
      String attribute = in.memberName();
      in.enterElement(model);
      ValueDraft values = map.valuesOf(attribute);
      conditions.put(attribute, readCondition(in, map.isExpected(), values));
    }
    map.conditions = conditions;
  }

  private static LegacyCondition readCondition(
      RequestReader in, boolean isExpected, ValueDraft draft) {
    AttributeValue value = null;
    Boolean exists = null;
    String operator = null;
    List<AttributeValue> values = null;
    while (in.nextMember()) {
      String member = in.memberName();
      if (member.equals("ComparisonOperator")) {
        operator = in.string();
      } else if (member.equals("AttributeValueList")) {
        values = readValues(in, draft);
      } else if (isExpected && member.equals("Value")) {
        value = AttributeReader.member(in, draft);
      } else if (isExpected && member.equals("Exists")) {
        exists = in.boolOfCondition();
      } else {
        in.skip();
      }
    }
    return new LegacyCondition(operator, values, value, exists);
  }

  private static List<AttributeValue> readValues(RequestReader in, ValueDraft draft) {
    in.enterList();
    List<AttributeValue> values = new ArrayList<>();
    while (in.nextElementOrNull()) {
      values.add(AttributeReader.element(in, draft));
    }
    return values;
  }

  /** Reads AttributeUpdates, which is the current member. */
  static void readUpdates(UpdateItemDraft draft, RequestReader in) {
    in.enterMap(RequestReader.MODEL + "AttributeValueUpdate");
    Map<String, LegacyAttributeUpdate> updates = new LinkedHashMap<>();
    while (in.nextMember()) {
      String attribute = in.memberName();
      in.enterElement("AttributeValueUpdate");
      updates.put(attribute, readUpdate(in, draft.updateOf(attribute)));
    }
    draft.attributeUpdates = updates;
  }

  private static LegacyAttributeUpdate readUpdate(RequestReader in, ValueDraft draft) {
    AttributeValue value = null;
    String action = null;
    while (in.nextMember()) {
      switch (in.memberName()) {
        case "Action" -> action = in.string();
        case "Value" -> value = AttributeReader.member(in, draft);
        default -> in.skip();
      }
    }
    return new LegacyAttributeUpdate(value, action);
  }
}
