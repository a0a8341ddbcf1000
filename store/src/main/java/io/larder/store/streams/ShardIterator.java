package io.larder.store.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.ShardIteratorType;
import io.larder.protocol.operation.ShardPosition;
import io.larder.protocol.operation.StreamArn;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.zip.CRC32C;

/**
 * A place in a shard as a reader holds it: <code>&lt;streamArn&gt;|1|&lt;base64&gt;</code>. It says
 * all that is needed to go on, so the server keeps nothing of it and any node of it knows it, also
 * after a restart. The sum in it tells what was cut off or changed by accident. It is no proof of a
 * right: who may read a stream may begin anywhere in it, so nothing is gained by making one.
 *
 * @param position any but LATEST, which the store resolves when it makes an iterator
 * @param madeAt to the millisecond
 */
public record ShardIterator(
    String streamArn, String shardId, ShardPosition position, Instant madeAt) {
  /** How long one is good for. */
  public static final Duration MAX_AGE = Duration.ofMinutes(15);

  private static final String VERSION = "|1|";
  private static final int MAX_BYTES = 512;

  public ShardIterator {
    if (position.type() == ShardIteratorType.LATEST) {
      throw new IllegalArgumentException("The end of a shard moves");
    }
    madeAt = Instant.ofEpochMilli(madeAt.toEpochMilli());
  }

  /**
   * What {@link #text} wrote.
   *
   * @throws ServiceException Validation, if it is anything else
   */
  public static ShardIterator parse(String text) {
    int end = text.indexOf(VERSION);
    if (end < 0 || StreamArn.of(text.substring(0, end)) == null) {
      throw invalid();
    }
    String arn = text.substring(0, end);
    try {
      ByteBuffer in =
          ByteBuffer.wrap(Base64.getDecoder().decode(text.substring(end + VERSION.length())));
      int sum = in.getInt();
      if (sum != sum(arn, in.slice())) {
        throw invalid();
      }
      Instant madeAt = Instant.ofEpochMilli(in.getLong());
      ShardIteratorType type = ShardIteratorType.valueOf(text(in));
      String shardId = text(in);
      String sequenceNumber = type.takesSequenceNumber() ? text(in) : null;
      var iterator =
          new ShardIterator(arn, shardId, new ShardPosition(type, sequenceNumber), madeAt);
      // Base64 can say the same in several ways.
      if (!iterator.text().equals(text)) {
        throw invalid();
      }
      return iterator;
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      throw invalid();
    }
  }

  private static ServiceException invalid() {
    return ServiceException.validation("Invalid ShardIterator");
  }

  /** As a client gets it. */
  public String text() {
    ByteBuffer out = ByteBuffer.allocate(MAX_BYTES);
    out.position(Integer.BYTES);
    out.putLong(madeAt.toEpochMilli());
    put(position.type().name(), out);
    put(shardId, out);
    String sequenceNumber = position.sequenceNumber();
    if (sequenceNumber != null) {
      put(sequenceNumber, out);
    }
    out.flip();
    out.putInt(0, sum(streamArn, out.slice(Integer.BYTES, out.limit() - Integer.BYTES)));
    return streamArn + VERSION + UTF_8.decode(Base64.getEncoder().encode(out));
  }

  /** The same shard from another place on, given now. */
  public ShardIterator next(ShardPosition from, Instant now) {
    return new ShardIterator(streamArn, shardId, from, now);
  }

  public boolean isExpired(Instant now) {
    return madeAt.plus(MAX_AGE).isBefore(now);
  }

  private static void put(String text, ByteBuffer out) {
    byte[] bytes = text.getBytes(UTF_8);
    out.put((byte) bytes.length).put(bytes);
  }

  private static String text(ByteBuffer in) {
    byte[] bytes = new byte[Byte.toUnsignedInt(in.get())];
    in.get(bytes);
    return new String(bytes, UTF_8);
  }

  private static int sum(String arn, ByteBuffer rest) {
    var sum = new CRC32C();
    sum.update(arn.getBytes(UTF_8));
    sum.update(rest);
    return (int) sum.getValue();
  }
}
