package io.larder.protocol.item;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A value of DynamoDB's data model. Instances are immutable and already normalised: numbers are
 * exact, sets have no duplicates and are sorted as the service sorts them. Equality is DynamoDB's
 * own: numbers by value, sets and maps regardless of order, lists by position. Hashes are {@link
 * ProcessHash}es.
 */
public sealed interface AttributeValue {
  /** So many levels may a value have: a leaf may be wrapped in 31 lists or maps. */
  int MAX_NESTING = 32;

  /** The value's type descriptor as it appears on the wire and in {@code attribute_type}. */
  Type type();

  /** A string ({@code S}). */
  record Str(String value) implements AttributeValue {
    @Override
    public Type type() {
      return Type.S;
    }

    @Override
    public int hashCode() {
      return ProcessHash.of(value);
    }
  }

  /** A number ({@code N}), exact to 38 significant digits. */
  record Num(DynamoNumber value) implements AttributeValue {
    @Override
    public Type type() {
      return Type.N;
    }
  }

  /** A byte string ({@code B}). */
  record Bin(Bytes value) implements AttributeValue {
    @Override
    public Type type() {
      return Type.B;
    }
  }

  /** A truth value ({@code BOOL}). */
  record Bool(boolean value) implements AttributeValue {
    @Override
    public Type type() {
      return Type.BOOL;
    }
  }

  /** The null value ({@code NULL}). */
  record Null() implements AttributeValue {
    @Override
    public Type type() {
      return Type.NULL;
    }
  }

  /** A list ({@code L}). */
  record ListOf(List<AttributeValue> values) implements AttributeValue {
    public ListOf {
      values = List.copyOf(values);
    }

    @Override
    public Type type() {
      return Type.L;
    }

    @Override
    public int hashCode() {
      return ProcessHash.ofAll(values, AttributeValue::hashCode);
    }
  }

  /** A map ({@code M}); keeps the order in which its members were given. */
  record MapOf(Map<String, AttributeValue> values) implements AttributeValue {
    public MapOf {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    @Override
    public Type type() {
      return Type.M;
    }

    @Override
    public int hashCode() {
      int hash = 0;
      for (Map.Entry<String, AttributeValue> member : values.entrySet()) {
        hash += ProcessHash.ofMember(member.getKey(), member.getValue().hashCode());
      }
      return hash;
    }
  }

  /** A string set ({@code SS}), without duplicates, in the order of UTF-8 bytes. */
  record StrSet(List<String> values) implements AttributeValue {
    public StrSet {
      values = sorted(values, Utf8Order::compare);
    }

    @Override
    public Type type() {
      return Type.SS;
    }

    @Override
    public int hashCode() {
      return ProcessHash.ofAll(values, ProcessHash::of);
    }
  }

  /** A number set ({@code NS}), without duplicates by value, in ascending order. */
  record NumSet(List<DynamoNumber> values) implements AttributeValue {
    public NumSet {
      values = sorted(values, Comparator.naturalOrder());
    }

    @Override
    public Type type() {
      return Type.NS;
    }

    @Override
    public int hashCode() {
      return ProcessHash.ofAll(values, DynamoNumber::hashCode);
    }
  }

  /** A binary set ({@code BS}), without duplicates, in the order of unsigned bytes. */
  record BinSet(List<Bytes> values) implements AttributeValue {
    public BinSet {
      values = sorted(values, Comparator.naturalOrder());
    }

    @Override
    public Type type() {
      return Type.BS;
    }

    @Override
    public int hashCode() {
      return ProcessHash.ofAll(values, Bytes::hashCode);
    }
  }

  /** The members in their order, which is found in one pass if they have it already. */
  private static <T> List<T> sorted(List<T> members, Comparator<? super T> order) {
    List<T> sorted = new ArrayList<>(members);
    sorted.sort(order);
    return List.copyOf(sorted);
  }

  /** The type descriptors. */
  enum Type {
    S,
    N,
    B,
    BOOL,
    NULL,
    L,
    M,
    SS,
    NS,
    BS;

    /** True for the three kinds of set. */
    public boolean isSet() {
      return this == SS || this == NS || this == BS;
    }
  }
}
