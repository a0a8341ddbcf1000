package io.larder.cache.cluster;

import io.larder.protocol.item.Item;
import io.larder.store.NamedTouched;
import io.larder.store.SharedTables;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link MessageWriter} wrote. Nothing is allocated for what a message only says that it
 * has: all that is read of one takes a small multiple of its bytes.
 */
final class MessageReader {
  private final ByteBuffer in;
  private final SharedTables tables;

  private MessageReader(ByteBuffer in, SharedTables tables) {
    this.in = in;
    this.tables = tables;
  }

  /** A message with what stands on it. */
  record Received(Envelope envelope, Message message) {}

  /** The message, or null if these bytes are none. */
  static @Nullable Received read(byte[] bytes, SharedTables tables) {
    if (bytes.length > Messenger.MAX_MESSAGE_BYTES) {
      return null;
    }
    try {
      return new MessageReader(ByteBuffer.wrap(bytes), tables).received();
    } catch (MalformedMessageException | BufferUnderflowException e) {
      return null;
    }
  }

  private Received received() {
    check(in.get() == MessageWriter.VERSION);
    byte kind = in.get();
    var envelope = new Envelope(in.getLong(), in.getLong(), in.getLong());
    Message message = message(kind);
    check(!in.hasRemaining());
    return new Received(envelope, message);
  }

  private Message message(byte kind) {
    return switch (kind) {
      case MessageWriter.PROBE -> new Message.Probe(in.getLong());
      case MessageWriter.PROBED -> new Message.Probed(in.getLong());
      case MessageWriter.HELLO -> new Message.Hello(text());
      case MessageWriter.WELCOME -> new Message.Welcome();
      case MessageWriter.FLUX -> new Message.Flux(in.getLong(), list(this::item));
      case MessageWriter.TABLES_FLUX -> new Message.TablesFlux(in.getLong(), list(this::text));
      case MessageWriter.ANSWER -> new Message.Answer(in.getLong(), in.get() == 1);
      case MessageWriter.SETTLE ->
          new Message.Settle(in.getLong(), end(in.get()), list(this::image));
      case MessageWriter.SETTLED -> new Message.Settled(in.getLong());
      case MessageWriter.TOOK_OUT -> new Message.TookOut();
      case MessageWriter.GOODBYE -> new Message.Goodbye();
      default -> throw new MalformedMessageException();
    };
  }

  private NamedTouched item() {
    return tables.touched(text(), bytes(), bytes(), list(this::text));
  }

  private Message.Image image() {
    int index = in.getInt();
    check(index >= 0);
    int length = in.getInt();
    if (length == MessageWriter.DELETED) {
      return new Message.Image(index, null);
    }
    int size = in.getInt();
    check(size >= 0);
    return new Message.Image(index, Item.ofStored(bytes(length), size));
  }

  private static Message.End end(byte code) {
    return switch (code) {
      case MessageWriter.COMMITTED -> Message.End.COMMITTED;
      case MessageWriter.ABORTED -> Message.End.ABORTED;
      case MessageWriter.UNKNOWN -> Message.End.UNKNOWN;
      default -> throw new MalformedMessageException();
    };
  }

  private <T> List<T> list(Supplier<T> element) {
    int count = in.getInt();
    // Each has a length of its own at least.
    check(count >= 0 && count <= in.remaining() / Integer.BYTES);
    List<T> list = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      list.add(element.get());
    }
    return list;
  }

  private String text() {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes())).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedMessageException();
    }
  }

  private byte[] bytes() {
    return bytes(in.getInt());
  }

  private byte[] bytes(int length) {
    check(length >= 0 && length <= in.remaining());
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private static void check(boolean claim) {
    if (!claim) {
      throw new MalformedMessageException();
    }
  }

  /** These bytes are no message. */
  private static final class MalformedMessageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedMessageException() {
      super(null, null, false, false);
    }
  }
}
