package io.larder.store.lmdb.items;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.Bytes;
import io.larder.store.lmdb.engine.DamagedRecordException;
import io.larder.store.lmdb.engine.Database;
import io.larder.store.lmdb.engine.RecordCursor;
import io.larder.store.lmdb.layout.KeyLayout;
import io.larder.store.lmdb.writer.WriteGroup;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of transactions that were committed in the last ten minutes: a transaction that comes
 * again with its token is answered without being made again. Durable like the transactions.
 */
public final class IdempotencyTokens {
  /** How long the service remembers a token (TransactWriteItems, ClientRequestToken). */
  private static final Duration LIFE = Duration.ofMinutes(10);

  /** More than one for each new token, so that the database cannot grow without end. */
  private static final int PURGED_PER_TOKEN = 4;

  private static final byte BY_TOKEN = 0;
  private static final byte BY_EXPIRY = 1;
  private static final int FINGERPRINT_LENGTH = 32;

  private final InstantSource clock;

  public IdempotencyTokens(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * What a committed transaction was charged for, in 4 KB blocks to read by table name; null if the
   * token is new.
   *
   * @throws ServiceException IdempotentParameterMismatch if the token was used for something else
   */
  @Nullable Map<String, Long> replayed(WriteGroup group, String token, Bytes fingerprint) {
    byte[] value = group.get(Database.TOKENS, tokenKey(token));
    if (value == null || ByteBuffer.wrap(value).getLong() <= clock.millis()) {
      return null;
    }
    int start = Long.BYTES;
    byte[] known = Arrays.copyOfRange(value, start, start + FINGERPRINT_LENGTH);
    if (!Bytes.wrap(known).equals(fingerprint)) {
      throw new ServiceException(
          new ServiceError.IdempotentParameterMismatch(
              "An error occurred (IdempotentParameterMismatchException)"));
    }
    return readBlocks(value, start + FINGERPRINT_LENGTH);
  }

  private static Map<String, Long> readBlocks(byte[] value, int offset) {
    Map<String, Long> blocks = new LinkedHashMap<>();
    try (var in =
        new DataInputStream(new ByteArrayInputStream(value, offset, value.length - offset))) {
      while (in.available() > 0) {
        String table = in.readUTF();
        blocks.put(table, in.readLong());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return blocks;
  }

  /** Remembers a transaction that is being committed. */
  void remember(WriteGroup group, String token, Bytes fingerprint, Map<String, Long> blocks) {
    purge(group);
    long expiry = clock.instant().plus(LIFE).toEpochMilli();
    var value = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(value)) {
      out.writeLong(expiry);
      out.write(fingerprint.toByteArray());
      for (Map.Entry<String, Long> ofTable : blocks.entrySet()) {
        out.writeUTF(ofTable.getKey());
        out.writeLong(ofTable.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    group.put(Database.TOKENS, tokenKey(token), value.toByteArray());
    group.put(Database.TOKENS, expiryKey(expiry, token), KeyLayout.NONE);
  }

  /** Forgets some tokens whose time is over, oldest first. */
  private void purge(WriteGroup group) {
    long now = clock.millis();
    for (int purged = 0; purged < PURGED_PER_TOKEN; purged++) {
      byte[] oldest = oldest(group);
      if (oldest == null || ByteBuffer.wrap(oldest).getLong(1) > now) {
        return;
      }
      byte[] tokenKey = Arrays.copyOfRange(oldest, Long.BYTES, oldest.length);
      tokenKey[0] = BY_TOKEN;
      if (isOver(group, tokenKey, now)) {
        group.delete(Database.TOKENS, tokenKey);
      }
      group.delete(Database.TOKENS, oldest);
    }
  }

  private static boolean isOver(WriteGroup group, byte[] tokenKey, long now) {
    try {
      byte[] value = group.get(Database.TOKENS, tokenKey);
      // A token that was used again after its time has a later expiry, which has its own key.
      return value != null && ByteBuffer.wrap(value).getLong() <= now;
    } catch (DamagedRecordException e) {
      // Nobody knows what the token was used for, so it stays and is refused.
      return false;
    }
  }

  private static byte @Nullable [] oldest(WriteGroup group) {
    try (RecordCursor cursor = group.cursor(Database.TOKENS)) {
      return cursor.seek(new byte[] {BY_EXPIRY}) ? cursor.key() : null;
    }
  }

  private static byte[] tokenKey(String token) {
    byte[] text = token.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(1 + text.length).put(BY_TOKEN).put(text).array();
  }

  private static byte[] expiryKey(long expiry, String token) {
    byte[] text = token.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(1 + Long.BYTES + text.length)
        .put(BY_EXPIRY)
        .putLong(expiry)
        .put(text)
        .array();
  }
}
