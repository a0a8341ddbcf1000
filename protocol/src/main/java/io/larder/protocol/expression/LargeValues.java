package io.larder.protocol.expression;

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
import io.larder.protocol.item.ByteSearch;
import io.larder.protocol.item.ProcessHash;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * What one evaluation keeps of large values, so that it goes over each of them once and not for
 * every operator. Equal values get the same number, others another one.
 */
final class LargeValues {
  /** The hash of what has fewer parts is computed again rather than remembered. */
  private static final int MIN_REMEMBERED = 64;

  private final IdentityHashMap<AttributeValue, Integer> numbers = new IdentityHashMap<>();
  private final Map<Hashed, Integer> distinct = new HashMap<>();
  private final IdentityHashMap<AttributeValue, Integer> hashes = new IdentityHashMap<>();
  private final IdentityHashMap<AttributeValue, int[]> elementHashes = new IdentityHashMap<>();
  private final IdentityHashMap<AttributeValue, ByteSearch> searches = new IdentityHashMap<>();

  private long hashed;

  private record Hashed(int hash, AttributeValue value) {
    @Override
    public int hashCode() {
      return hash;
    }
  }

  /** How many values, with all that lie in them, were hashed so far: the work that was done. */
  long hashed() {
    return hashed;
  }

  boolean areEqual(AttributeValue left, AttributeValue right) {
    return number(left) == number(right);
  }

  private int number(AttributeValue value) {
    Integer known = numbers.get(value);
    if (known == null) {
      known = distinct.computeIfAbsent(new Hashed(hash(value), value), _ -> distinct.size());
      numbers.put(value, known);
    }
    return known;
  }

  /** The same as that of equal values; not the value's own hash. */
  int hash(AttributeValue value) {
    hashed++;
    return switch (value) {
      case ListOf(var elements) -> hash(value, () -> ProcessHash.ofAll(elements, this::hash));
      case MapOf(var members) -> hash(value, () -> hash(members));
      case Str _, Num _, Bin _, Bool _, Null _, StrSet _, NumSet _, BinSet _ -> value.hashCode();
    };
  }

  private int hash(Map<String, AttributeValue> members) {
    int hash = 0;
    for (Map.Entry<String, AttributeValue> member : members.entrySet()) {
      hash += ProcessHash.ofMember(member.getKey(), hash(member.getValue()));
    }
    return hash;
  }

  private int hash(AttributeValue container, IntSupplier hashing) {
    Integer known = hashes.get(container);
    if (known != null) {
      return known;
    }
    long before = hashed;
    int hash = hashing.getAsInt();
    if (hashed - before >= MIN_REMEMBERED) {
      hashes.put(container, hash);
    }
    return hash;
  }

  /** The hashes of the elements of {@code list}, in their order. */
  int[] elementHashes(AttributeValue list, List<AttributeValue> elements) {
    return elementHashes.computeIfAbsent(
        list, _ -> elements.stream().mapToInt(this::hash).toArray());
  }

  /** The way to search in {@code value}, whose bytes {@code text} makes. */
  ByteSearch search(AttributeValue value, Supplier<byte[]> text) {
    return searches.computeIfAbsent(value, _ -> ByteSearch.in(text.get()));
  }
}
