package io.larder.protocol.json;

import io.larder.protocol.draft.item.AttributeMap;
import io.larder.protocol.draft.item.SetMembers;
import io.larder.protocol.draft.item.ValueProblem;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.AttributeValue.Bin;
import io.larder.protocol.item.AttributeValue.BinSet;
import io.larder.protocol.item.AttributeValue.Bool;
import io.larder.protocol.item.AttributeValue.ListOf;
import io.larder.protocol.item.AttributeValue.MapOf;
import io.larder.protocol.item.AttributeValue.Null;
import io.larder.protocol.item.AttributeValue.Num;
import io.larder.protocol.item.AttributeValue.NumSet;
import io.larder.protocol.item.AttributeValue.Str;
import io.larder.protocol.item.AttributeValue.StrSet;
import io.larder.protocol.item.Bytes;
import io.larder.protocol.item.DynamoNumber;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.ValidationLayer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the attribute values of one map. A value of the wrong JSON type is refused at once, as the
 * service does while it parses a request; any other fault is remembered, because much else about
 * the request is reported before it, and reading goes on with a null value in its place.
 */
final class AttributeReader {
  private static final String MODEL = "AttributeValue";
  private static final Null ABSENT = new Null();
  private static final String INVALID = "One or more parameter values were invalid: ";

  /** Beyond this, another check of the service finds the fault first. */
  private static final int SECOND_LIMIT = 62;

  private final RequestReader in;
  private String key = "";
  private @Nullable ValueProblem problem;
  private boolean leavesNesting;
  private boolean isTooDeep;

  AttributeReader(RequestReader in) {
    this.in = in;
  }

  /** Reads the current value, which must be a map of attribute values. */
  static AttributeMap map(RequestReader in) {
    var reader = new AttributeReader(in);
    Map<String, AttributeValue> values = reader.attributes(true);
    return new AttributeMap(values, reader.problem);
  }

  /** The same for an item, which is taken over as it is if nothing speaks against it. */
  static AttributeMap item(RequestReader in) {
    Item scanned = in.scanItem();
    return scanned == null ? map(in) : new AttributeMap(scanned);
  }

  /** Reads the current value, a map from placeholders, whose form is checked elsewhere. */
  static AttributeMap placeholders(RequestReader in) {
    var reader = new AttributeReader(in);
    Map<String, AttributeValue> values = reader.attributes(false);
    return new AttributeMap(values, reader.problem);
  }

  /**
   * The same for an action of a transaction, which judges nesting later or not at all. Of a value
   * that is too deep what lies beyond is left out, and it equals none that is stored.
   */
  static AttributeMap placeholdersOfAction(RequestReader in) {
    var reader = new AttributeReader(in);
    reader.leavesNesting = true;
    Map<String, AttributeValue> values = reader.attributes(false);
    return new AttributeMap(values, reader.problem, reader.isTooDeep);
  }

  private Map<String, AttributeValue> attributes(boolean named) {
    in.enterMap(RequestReader.MODEL + MODEL);
    Map<String, AttributeValue> values = new LinkedHashMap<>(8);
    while (in.nextEntry()) {
      key = in.memberName();
      if (named) {
        checkName(key);
      }
      values.put(key, element(0));
    }
    return values;
  }

  /** Reads one value on its own, found under {@code attribute}, as a member. */
  AttributeValue member(String attribute) {
    key = attribute;
    in.enterStructure(MODEL);
    return value(0);
  }

  /** Reads one value on its own, found under {@code attribute}, as an element of a list. */
  AttributeValue element(String attribute) {
    key = attribute;
    return element(0);
  }

  /** The first fault found. */
  @Nullable ValueProblem problem() {
    return problem;
  }

  private void checkName(String name) {
    ValueProblem fault = ValueProblem.ofName(name);
    if (fault != null) {
      found(fault.kind(), fault.message());
    }
  }

  private AttributeValue found(ValueProblem.Kind kind, String message) {
    if (problem == null) {
      problem = new ValueProblem(kind, message, key);
    }
    return ABSENT;
  }

  private AttributeValue value(int depth) {
    if (depth >= AttributeValue.MAX_NESTING) {
      return tooDeep(depth);
    }
    ValueProblem earlier = problem;
    problem = null;
    AttributeValue value = null;
    while (in.nextMember()) {
      ValueProblem other = problem;
      problem = null;
      AttributeValue typed = typed(in.memberName(), depth);
      problem = ValueProblem.firstReported(other, problem);
      if (typed != null) {
        if (value != null) {
          severalTypes();
        }
        value = typed;
      }
    }
    if (value == null) {
      noType();
    }
    if (earlier != null) {
      problem = earlier;
    }
    return value == null ? ABSENT : value;
  }

  private AttributeValue tooDeep(int depth) {
    // One level of a value takes two of JSON.
    boolean isFarBeyond = depth + (in.skipLevels() - 1) / 2 > SECOND_LIMIT;
    if (leavesNesting && !isFarBeyond) {
      isTooDeep = true;
      return ABSENT;
    }
    return found(
        isFarBeyond ? ValueProblem.Kind.DEEP_NESTING : ValueProblem.Kind.NESTING,
        "Nesting Levels have exceeded supported limits: Attributes in the item have nested"
            + " levels beyond supported limit");
  }

  private void severalTypes() {
    in.sawSeveralTypes();
    problem =
        ValueProblem.firstReported(
            problem,
            new ValueProblem(
                ValueProblem.Kind.SEVERAL_TYPES,
                "Supplied AttributeValue has more than one datatypes set, must contain exactly one"
                    + " of the supported datatypes",
                key));
  }

  private AttributeValue noType() {
    return found(
        ValueProblem.Kind.NO_TYPE,
        "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
  }

  /** The value of a map or an element of a list, where null stands for a value without a type. */
  private AttributeValue element(int depth) {
    if (in.isNull()) {
      return noType();
    }
    in.enterElement(MODEL);
    return value(depth);
  }

  /** The value of the current member; null if the member is no type descriptor. */
  private @Nullable AttributeValue typed(String type, int depth) {
    return switch (type) {
      case "S" -> new Str(in.string());
      case "N" -> number();
      case "B" -> new Bin(bytes());
      case "BOOL" -> new Bool(in.boolOfValue());
      case "NULL" -> nullValue();
      case "SS" -> stringSet();
      case "NS" -> numberSet();
      case "BS" -> binarySet();
      case "L" -> list(depth);
      case "M" -> map(depth);
      default -> {
        in.skip();
        yield null;
      }
    };
  }

  private AttributeValue number() {
    DynamoNumber number = numberOf(in.string());
    return number == null ? ABSENT : new Num(number);
  }

  private @Nullable DynamoNumber numberOf(String text) {
    try {
      return in.layer() == ValidationLayer.OLDER
          ? DynamoNumber.parseAsDecimal(text)
          : DynamoNumber.parse(text);
    } catch (ServiceException e) {
      boolean endsInColon = text.isEmpty() && in.layer() == ValidationLayer.NEWER;
      found(
          ValueProblem.Kind.NUMBER, endsInColon ? e.error().message() + ": " : e.error().message());
      return null;
    }
  }

  private Bytes bytes() {
    return Bytes.wrap(in.base64());
  }

  private AttributeValue nullValue() {
    return in.boolOfValue()
        ? ABSENT
        : found(
            ValueProblem.Kind.NULL_FALSE,
            INVALID + "Null attribute value types must have the value of true");
  }

  private AttributeValue stringSet() {
    List<String> members = in.strings();
    if (members.isEmpty()) {
      return found(ValueProblem.Kind.EMPTY_SET, INVALID + "An string set  may not be empty");
    }
    String duplicates = SetMembers.duplicateStrings(members, in.layer());
    return duplicates != null
        ? found(ValueProblem.Kind.DUPLICATES, duplicates)
        : new StrSet(members);
  }

  private AttributeValue numberSet() {
    in.enterList();
    List<DynamoNumber> members = new ArrayList<>();
    boolean isEmpty = true;
    while (in.nextElement()) {
      isEmpty = false;
      DynamoNumber number = numberOf(in.string());
      if (number != null) {
        members.add(number);
      }
    }
    if (isEmpty) {
      return found(ValueProblem.Kind.EMPTY_SET, INVALID + "An number set  may not be empty");
    }
    String duplicates = SetMembers.duplicateNumbers(members, in.layer());
    return duplicates != null
        ? found(ValueProblem.Kind.DUPLICATES, duplicates)
        : new NumSet(members);
  }

  private AttributeValue binarySet() {
    in.enterList();
    List<Bytes> members = new ArrayList<>();
    while (in.nextElement()) {
      members.add(bytes());
    }
    if (members.isEmpty()) {
      return found(ValueProblem.Kind.EMPTY_SET, INVALID + "Binary sets should not be empty");
    }
    String duplicates = SetMembers.duplicateBytes(members, in.layer());
    return duplicates != null
        ? found(ValueProblem.Kind.DUPLICATES, duplicates)
        : new BinSet(members);
  }

  private AttributeValue list(int depth) {
    in.enterList();
    List<AttributeValue> elements = new ArrayList<>();
    while (in.nextElementOrNull()) {
      elements.add(element(depth + 1));
    }
    return new ListOf(elements);
  }

  private AttributeValue map(int depth) {
    in.enterMap(RequestReader.MODEL + MODEL);
    Map<String, AttributeValue> members = new LinkedHashMap<>(8);
    while (in.nextEntry()) {
      String name = in.memberName();
      checkName(name);
      members.put(name, element(depth + 1));
    }
    return new MapOf(members);
  }
}
