package io.larder.store.names;

import static io.larder.protocol.error.ServiceException.invalidParameter;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.protocol.dax.AttributeLists;
import io.larder.protocol.quota.ServiceQuotas;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A list of attribute names, its bytes where it is kept, and the number that it should have.
 *
 * <p>The number is made of the names, so that a client which outlives a store, or what a store has
 * lost, does not mistake one list for another: what it knows is unknown, or means the same.
 */
public final class NameList {
  private static final int LENGTH = Short.BYTES;

  private final List<String> names;
  private final byte[] value;

  private NameList(List<String> names, byte[] value) {
    this.names = names;
    this.value = value;
  }

  /**
   * @throws io.larder.protocol.error.ServiceException if no item can have these attributes
   */
  public static NameList of(List<String> names) {
    List<byte[]> parts = new ArrayList<>(names.size());
    Set<String> known = HashSet.newHashSet(names.size());
    int length = 0;
    for (String name : names) {
      byte[] part = name.getBytes(UTF_8);
      if (part.length == 0 || part.length > ServiceQuotas.MAX_ATTRIBUTE_NAME_BYTES) {
        throw invalidParameter("A list of attribute names has one that is empty or too long");
      }
      // Text that is no Unicode would be another one when it is read back.
      if (!known.add(name) || !new String(part, UTF_8).equals(name)) {
        throw invalidParameter("A list of attribute names has one twice, or one that is no text");
      }
      parts.add(part);
      length += part.length;
      if (length > ServiceQuotas.MAX_ITEM_BYTES) {
        throw invalidParameter("A list of attribute names is longer than an item");
      }
    }
    ByteBuffer value = ByteBuffer.allocate(length + LENGTH * parts.size());
    parts.forEach(part -> value.putShort((short) part.length).put(part));
    return new NameList(List.copyOf(names), value.array());
  }

  /** The list of these bytes, which are a {@link #value}. */
  public static NameList read(byte[] value) {
    List<String> names = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(value);
    while (in.hasRemaining()) {
      int length = Short.toUnsignedInt(in.getShort());
      names.add(new String(value, in.position(), length, UTF_8));
      in.position(in.position() + length);
    }
    return new NameList(List.copyOf(names), value);
  }

  public List<String> names() {
    return names;
  }

  /** The names in UTF-8, each behind its length; not to be changed. */
  public byte[] value() {
    return value;
  }

  /**
   * A number that each attempt makes another of, so that none can be kept from the list; {@link
   * AttributeLists#UNKNOWN} if the attempt makes none.
   */
  public int number(int attempt) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(attempt).flip());
      int number = ByteBuffer.wrap(digest.digest(value)).getInt() & Integer.MAX_VALUE;
      return number > AttributeLists.EMPTY ? number : AttributeLists.UNKNOWN;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
