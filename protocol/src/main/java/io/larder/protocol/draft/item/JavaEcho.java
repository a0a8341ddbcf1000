package io.larder.protocol.draft.item;

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
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A part of a request as the service repeats it in constraint messages: as Java prints its model
 * classes, every field named, maps in the order of a hash table. Cut off at 1 MB.
 */
final class JavaEcho {
  private static final int LIMIT = 1024 * 1024;
  private static final List<String> FIELDS =
      List.of(
          "s",
          "n",
          "b",
          "iNT",
          "dECIMAL",
          "dOUBLE",
          "sS",
          "nS",
          "bS",
          "iNTSET",
          "dECIMALSET",
          "dOUBLESET",
          "m",
          "l",
          "nULL",
          "bOOL");

  private final StringBuilder text = new StringBuilder();

  @Override
  public String toString() {
    return text.length() > LIMIT ? text.substring(0, LIMIT) + "..." : text.toString();
  }

  private boolean isFull() {
    return text.length() > LIMIT;
  }

  JavaEcho text(@Nullable String part) {
    text.append(part);
    return this;
  }

  /** Writes elements between brackets, each by {@code writer}. */
  <T> JavaEcho list(List<T> elements, Consumer<T> writer) {
    text.append('[');
    Iterator<T> rest = elements.iterator();
    while (rest.hasNext() && !isFull()) {
      writer.accept(rest.next());
      text.append(rest.hasNext() ? ", " : "");
    }
    text.append(']');
    return this;
  }

  /** Writes entries between braces, in a given order. */
  <T> JavaEcho map(Map<String, T> entries, Consumer<T> writer) {
    text.append('{');
    Iterator<Map.Entry<String, T>> rest = entries.entrySet().iterator();
    while (rest.hasNext() && !isFull()) {
      Map.Entry<String, T> entry = rest.next();
      text.append(entry.getKey()).append('=');
      writer.accept(entry.getValue());
      text.append(rest.hasNext() ? ", " : "");
    }
    text.append('}');
    return this;
  }

  JavaEcho attributes(@Nullable Map<String, AttributeValue> attributes) {
    return attributes == null ? text("null") : map(inHashOrder(attributes), this::value);
  }

  JavaEcho names(@Nullable Map<String, String> names) {
    return names == null ? text("null") : map(inHashOrder(names), this::text);
  }

  private static <T> Map<String, T> inHashOrder(Map<String, T> entries) {
    Map<String, T> hashed = new HashMap<>(Math.max(1, entries.size()));
    hashed.putAll(new TreeMap<>(entries));
    return hashed;
  }

  private void value(AttributeValue value) {
    String used = fieldOf(value);
    text.append("AttributeValue(");
    for (int i = 0; i < FIELDS.size(); i++) {
      String field = FIELDS.get(i);
      text.append(i == 0 ? "" : ", ").append(field).append('=');
      if (field.equals(used)) {
        content(value);
      } else {
        text.append("null");
      }
    }
    text.append(')');
  }

  private static String fieldOf(AttributeValue value) {
    return switch (value) {
      case Str _ -> "s";
      case Num _ -> "n";
      case Bin _ -> "b";
      case Bool _ -> "bOOL";
      case Null _ -> "nULL";
      case ListOf _ -> "l";
      case MapOf _ -> "m";
      case StrSet _ -> "sS";
      case NumSet _ -> "nS";
      case BinSet _ -> "bS";
    };
  }

  private void content(AttributeValue value) {
    switch (value) {
      case Str(var string) -> text.append(string);
      case Num(var number) -> text.append(number);
      case Bin(var bytes) -> buffer(bytes);
      case Bool(var truth) -> text.append(truth);
      case Null _ -> text.append(true);
      case ListOf(var elements) -> list(elements, this::value);
      case MapOf(var members) -> attributes(members);
      case StrSet(var members) -> text.append(members);
      case NumSet(var members) -> text.append(members);
      case BinSet(var members) -> list(members, this::buffer);
    }
  }

  private void buffer(Bytes bytes) {
    text.append("java.nio.HeapByteBuffer[pos=0 lim=")
        .append(bytes.length())
        .append(" cap=")
        .append(bytes.length())
        .append(']');
  }
}
