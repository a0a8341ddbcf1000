package io.larder.protocol.draft.item;

import io.larder.protocol.error.Messages;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.AttributeValue.BinSet;
import io.larder.protocol.item.AttributeValue.Null;
import io.larder.protocol.item.AttributeValue.Num;
import io.larder.protocol.item.AttributeValue.NumSet;
import io.larder.protocol.item.AttributeValue.StrSet;
import io.larder.protocol.item.Bytes;
import io.larder.protocol.item.DynamoNumber;
import io.larder.protocol.operation.ValidationLayer;
import io.larder.protocol.quota.ServiceQuotas;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules for the attribute values of one map, for a codec to apply while it reads them. The
 * first fault is remembered, not thrown, because much else about a request is reported before it;
 * reading goes on with a null value in its place.
 */
public final class ValueDraft {
  private static final Null ABSENT = new Null();

  /** Beyond this nesting, another check of the service finds the fault first. */
  private static final int SECOND_LIMIT = 62;

  private final ValidationLayer layer;
  private final boolean leavesNesting;
  private String key = "";
  private @Nullable ValueFault fault;
  private boolean isTooDeep;
  private int elements;

  /** Values that {@code layer} validates, the one of the operation. */
  public ValueDraft(ValidationLayer layer) {
    this(layer, false);
  }

  private ValueDraft(ValidationLayer layer, boolean leavesNesting) {
    this.layer = layer;
    this.leavesNesting = leavesNesting;
  }

  /**
   * The placeholders of an action of a transaction, which judges nesting later or not at all. Of a
   * value that is too deep what lies beyond is left out, and it equals none that is stored.
   */
  public static ValueDraft ofAction(ValidationLayer layer) {
    return new ValueDraft(layer, true);
  }

  /** The map of what was read, with the fault that was found. */
  public AttributeMap toMap(Map<String, AttributeValue> values) {
    return new AttributeMap(values, fault, isTooDeep);
  }

  /** What follows is found under this attribute or placeholder of the map. */
  public void at(String attribute) {
    key = attribute;
  }

  /** Checks the name of an attribute, of the map itself or within a value. */
  public void name(String name) {
    ValueFault found = ValueFault.ofName(name);
    if (found != null) {
      found(found.kind(), found.message());
    }
  }

  /** The first fault found. */
  public @Nullable ValueFault fault() {
    return fault;
  }

  private AttributeValue found(ValueFault.Kind kind, String message) {
    if (fault == null) {
      fault = new ValueFault(kind, message, key);
    }
    return ABSENT;
  }

  /** The fault found so far, which is set aside until {@link #resume} or {@link #reportOneOf}. */
  public @Nullable ValueFault suspend() {
    ValueFault found = fault;
    fault = null;
    return found;
  }

  /** Takes up what was set aside, before which nothing found since then counts. */
  public void resume(@Nullable ValueFault suspended) {
    if (suspended != null) {
      fault = suspended;
    }
  }

  /** Keeps of the faults in a value of several types the one that is reported. */
  public void reportOneOf(@Nullable ValueFault suspended) {
    fault = ValueFault.firstReported(suspended, fault);
  }

  /**
   * Counts an element of a value. Where elements are shorter than what is made of them, as many as
   * no item has would take too much memory before anything is said of their size.
   */
  public void element() {
    if (++elements > ServiceQuotas.MAX_ITEM_BYTES) {
      throw ServiceException.validation(Messages.ITEM_TOO_LARGE);
    }
  }

  /** A value has several types. */
  public void severalTypes() {
    reportOneOf(
        new ValueFault(
            ValueFault.Kind.SEVERAL_TYPES,
            "Supplied AttributeValue has more than one datatypes set, must contain exactly one of"
                + " the supported datatypes",
            key));
  }

  /** A value has no type. */
  public AttributeValue noType() {
    return found(
        ValueFault.Kind.NO_TYPE,
        "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
  }

  /** True if a value within {@code depth} lists and maps is not to be read. */
  public static boolean isBeyondNesting(int depth) {
    return depth >= AttributeValue.MAX_NESTING;
  }

  /** A value that was not read; {@code deepest} is the depth of the deepest value within it. */
  public AttributeValue tooDeep(int deepest) {
    boolean isFarBeyond = deepest > SECOND_LIMIT;
    if (leavesNesting && !isFarBeyond) {
      isTooDeep = true;
      return ABSENT;
    }
    return found(
        isFarBeyond ? ValueFault.Kind.DEEP_NESTING : ValueFault.Kind.NESTING,
        "Nesting Levels have exceeded supported limits: Attributes in the item have nested"
            + " levels beyond supported limit");
  }

  public AttributeValue number(String text) {
    DynamoNumber number = numberOf(text);
    return number == null ? ABSENT : new Num(number);
  }

  private @Nullable DynamoNumber numberOf(String text) {
    try {
      return layer == ValidationLayer.OLDER
          ? DynamoNumber.parseAsDecimal(text)
          : DynamoNumber.parse(text);
    } catch (ServiceException e) {
      boolean endsInColon = text.isEmpty() && layer == ValidationLayer.NEWER;
      found(ValueFault.Kind.NUMBER, endsInColon ? e.error().message() + ": " : e.error().message());
      return null;
    }
  }

  public AttributeValue nullValue(boolean isTrue) {
    return isTrue
        ? ABSENT
        : found(
            ValueFault.Kind.NULL_FALSE,
            Messages.INVALID_PARAMETER + "Null attribute value types must have the value of true");
  }

  public AttributeValue stringSet(List<String> members) {
    if (members.isEmpty()) {
      return found(
          ValueFault.Kind.EMPTY_SET,
          Messages.INVALID_PARAMETER + "An string set  may not be empty");
    }
    String duplicates = SetMembers.duplicateStrings(members, layer);
    return duplicates != null ? found(ValueFault.Kind.DUPLICATES, duplicates) : new StrSet(members);
  }

  public AttributeValue numberSet(List<String> texts) {
    if (texts.isEmpty()) {
      return found(
          ValueFault.Kind.EMPTY_SET,
          Messages.INVALID_PARAMETER + "An number set  may not be empty");
    }
    List<DynamoNumber> members = new ArrayList<>(texts.size());
    for (String text : texts) {
      DynamoNumber number = numberOf(text);
      if (number != null) {
        members.add(number);
      }
    }
    String duplicates = SetMembers.duplicateNumbers(members, layer);
    return duplicates != null ? found(ValueFault.Kind.DUPLICATES, duplicates) : new NumSet(members);
  }

  public AttributeValue binarySet(List<Bytes> members) {
    if (members.isEmpty()) {
      return found(
          ValueFault.Kind.EMPTY_SET,
          Messages.INVALID_PARAMETER + "Binary sets should not be empty");
    }
    String duplicates = SetMembers.duplicateBytes(members, layer);
    return duplicates != null ? found(ValueFault.Kind.DUPLICATES, duplicates) : new BinSet(members);
  }
}
