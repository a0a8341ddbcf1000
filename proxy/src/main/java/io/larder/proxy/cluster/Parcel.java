package io.larder.proxy.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Messages that go together, and the name of the node that sends them. */
record Parcel(String sender, List<byte[]> messages) {
  Parcel {
    messages = List.copyOf(messages);
  }

  /** The bytes that {@link #parse} reads. */
  byte[] toBytes() {
    byte[] name = sender.getBytes(US_ASCII);
    int size = Integer.BYTES + name.length;
    for (byte[] message : messages) {
      size += Integer.BYTES + message.length;
    }
    ByteBuffer out = ByteBuffer.allocate(size);
    write(name, out);
    messages.forEach(message -> write(message, out));
    return out.array();
  }

  private static void write(byte[] part, ByteBuffer out) {
    out.putInt(part.length).put(part);
  }

  /**
   * Reads all that is in {@code in}.
   *
   * @throws IllegalArgumentException if that is no parcel
   */
  static Parcel parse(ByteBuffer in) {
    try {
      String sender = new String(read(in), US_ASCII);
      List<byte[]> messages = new ArrayList<>();
      while (in.hasRemaining()) {
        messages.add(read(in));
      }
      return new Parcel(sender, messages);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("a parcel that is cut off", e);
    }
  }

  private static byte[] read(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new IllegalArgumentException("a parcel that is cut off");
    }
    var part = new byte[length];
    in.get(part);
    return part;
  }
}
