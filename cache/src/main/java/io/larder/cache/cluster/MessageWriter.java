package io.larder.cache.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.protocol.item.Item;
import io.larder.store.NamedTouched;
import java.util.Arrays;
import java.util.List;

/**
 * Writes messages in their binary form: a byte of version, one of kind, the three numbers of the
 * {@link Envelope}, and what the kind has. Numbers are big-endian; bytes have their length before
 * them.
 */
final class MessageWriter {
  static final byte VERSION = 1;

  static final byte PROBE = 1;
  static final byte PROBED = 2;
  static final byte HELLO = 3;
  static final byte WELCOME = 4;
  static final byte FLUX = 5;
  static final byte TABLES_FLUX = 6;
  static final byte ANSWER = 7;
  static final byte SETTLE = 8;
  static final byte SETTLED = 9;
  static final byte TOOK_OUT = 10;
  static final byte GOODBYE = 11;

  static final byte COMMITTED = 1;
  static final byte ABORTED = 2;
  static final byte UNKNOWN = 3;

  /** Stands for the length of an image that is none, because the item was deleted. */
  static final int DELETED = -1;

  private byte[] bytes = new byte[256];
  private int length;

  private MessageWriter() {}

  static byte[] write(Envelope envelope, Message message) {
    var writer = new MessageWriter();
    writer.put(VERSION);
    writer.put(kind(message));
    writer.putLong(envelope.sender());
    writer.putLong(envelope.receiver());
    writer.putLong(envelope.horizon());
    writer.putBody(message);
    return Arrays.copyOf(writer.bytes, writer.length);
  }

  private static byte kind(Message message) {
    return switch (message) {
      case Message.Probe _ -> PROBE;
      case Message.Probed _ -> PROBED;
      case Message.Hello _ -> HELLO;
      case Message.Welcome() -> WELCOME;
      case Message.Flux _ -> FLUX;
      case Message.TablesFlux _ -> TABLES_FLUX;
      case Message.Answer _ -> ANSWER;
      case Message.Settle _ -> SETTLE;
      case Message.Settled _ -> SETTLED;
      case Message.TookOut() -> TOOK_OUT;
      case Message.Goodbye() -> GOODBYE;
    };
  }

  private void putBody(Message message) {
    switch (message) {
      case Message.Probe(var token) -> putLong(token);
      case Message.Probed(var token) -> putLong(token);
      case Message.Hello(var address) -> putText(address);
      case Message.Flux(var write, var items) -> {
        putLong(write);
        putInt(items.size());
        items.forEach(this::putItem);
      }
      case Message.TablesFlux(var write, var names) -> {
        putLong(write);
        putTexts(names);
      }
      case Message.Answer(var write, var accepted) -> {
        putLong(write);
        put((byte) (accepted ? 1 : 0));
      }
      case Message.Settle(var write, var end, var images) -> {
        putLong(write);
        put(code(end));
        putInt(images.size());
        images.forEach(this::putImage);
      }
      case Message.Settled(var write) -> putLong(write);
      case Message.Welcome(), Message.TookOut(), Message.Goodbye() -> {}
    }
  }

  private static byte code(Message.End end) {
    return switch (end) {
      case COMMITTED -> COMMITTED;
      case ABORTED -> ABORTED;
      case UNKNOWN -> UNKNOWN;
    };
  }

  private void putItem(NamedTouched item) {
    putText(item.tableName());
    putBytes(item.key().partition());
    putBytes(item.key().sort());
    putTexts(item.indexNames());
  }

  private void putImage(Message.Image image) {
    putInt(image.index());
    Item item = image.item();
    if (item == null) {
      putInt(DELETED);
      return;
    }
    putInt(item.jsonLength());
    putInt(item.size());
    require(item.jsonLength());
    item.copyJsonTo(bytes, length);
    length += item.jsonLength();
  }

  private void putTexts(List<String> texts) {
    putInt(texts.size());
    texts.forEach(this::putText);
  }

  private void putText(String text) {
    putBytes(text.getBytes(UTF_8));
  }

  private void putBytes(byte[] value) {
    putInt(value.length);
    require(value.length);
    System.arraycopy(value, 0, bytes, length, value.length);
    length += value.length;
  }

  private void putInt(int value) {
    for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      put((byte) (value >>> shift));
    }
  }

  private void putLong(long value) {
    putInt((int) (value >>> Integer.SIZE));
    putInt((int) value);
  }

  private void put(byte value) {
    require(1);
    bytes[length++] = value;
  }

  private void require(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
    }
  }
}
