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
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A digest of what a transaction asks for, independent of the order in which maps were given. Every
 * part goes in with its length, so that no two requests come to the same bytes.
 */
public final class Fingerprint {
  private final MessageDigest digest;

  public Fingerprint() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  public Bytes toBytes() {
    return Bytes.wrap(digest.digest());
  }

  public Fingerprint text(@Nullable String text) {
    if (text == null) {
      return number(-1);
    }
    return bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private Fingerprint bytes(byte[] bytes) {
    number(bytes.length);
    digest.update(bytes);
    return this;
  }

  private Fingerprint number(int number) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      digest.update((byte) (number >> shift));
    }
    return this;
  }

  Fingerprint names(@Nullable Map<String, String> names) {
    if (names == null) {
      return number(-1);
    }
    number(names.size());
    new TreeMap<>(names).forEach((placeholder, name) -> text(placeholder).text(name));
    return this;
  }

  Fingerprint attributes(@Nullable Map<String, AttributeValue> attributes) {
    if (attributes == null) {
      return number(-1);
    }
    number(attributes.size());
    new TreeMap<>(attributes).forEach((name, value) -> text(name).value(value));
    return this;
  }

  /** Adds values in their order. */
  public Fingerprint values(List<AttributeValue> values) {
    number(values.size());
    values.forEach(this::value);
    return this;
  }

  private void value(AttributeValue value) {
    text(value.type().name());
    switch (value) {
      case Str(var string) -> text(string);
      case Num(var number) -> text(number.toString());
      case Bin(var bytes) -> bytes(bytes.toByteArray());
      case Bool(var truth) -> number(truth ? 1 : 0);
      case Null _ -> number(0);
      case ListOf(var elements) -> {
        number(elements.size());
        elements.forEach(this::value);
      }
      case MapOf(var members) -> attributes(members);
      case StrSet(var members) -> texts(members);
      case NumSet(var members) -> texts(members);
      case BinSet(var members) -> texts(members);
    }
  }

  /** The members of a set, which are sorted already. */
  private void texts(List<?> members) {
    number(members.size());
    members.forEach(member -> text(member.toString()));
  }
}
