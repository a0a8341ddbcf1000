package io.larder.store.partiql;

import static io.larder.protocol.error.ServiceException.validation;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Bytes;
import io.larder.protocol.item.DynamoNumber;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a statement goes on: which of its reads, and behind which key of that. A token goes with
 * the statement and the parameters that it was made for. It is no secret and proves nothing: who
 * makes one up reads what the statement reads, from elsewhere on.
 *
 * @param read which one, counted from 0
 * @param key the last one that was looked at; null at the beginning of the read
 */
record NextToken(int read, @Nullable Map<String, AttributeValue> key) {
  static final NextToken START = new NextToken(0, null);

  private static final int VERSION = 1;
  private static final int FINGERPRINT = 16;

  /** More than a key has. */
  private static final int MAX_ATTRIBUTES = 16;

  private static final int MAX_VALUE = 1 << 16;

  String text(Bytes fingerprint) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.write(fingerprint.toByteArray(), 0, FINGERPRINT);
      out.writeShort(read);
      Map<String, AttributeValue> attributes = key == null ? Map.of() : key;
      out.writeByte(attributes.size());
      for (Map.Entry<String, AttributeValue> attribute : attributes.entrySet()) {
        out.writeUTF(attribute.getKey());
        out.writeUTF(attribute.getValue().type().name());
        byte[] value = bytes(attribute.getValue());
        out.writeInt(value.length);
        out.write(value);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory is always written", e);
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
  }

  private static byte[] bytes(AttributeValue value) {
    return switch (value) {
      case AttributeValue.Str(var text) -> text.getBytes(StandardCharsets.UTF_8);
      case AttributeValue.Num(var number) -> number.toString().getBytes(StandardCharsets.UTF_8);
      case AttributeValue.Bin(var bytes) -> bytes.toByteArray();
      default -> throw new IllegalArgumentException("no key has a " + value.type());
    };
  }

  /**
   * The token that {@code text} is; the beginning if it is null.
   *
   * @param reads how many the statement has
   * @throws ServiceException Validation, if it is none, or that of another statement
   */
  static NextToken parse(@Nullable String text, Bytes fingerprint, int reads) {
    if (text == null) {
      return START;
    }
    try (var in = new DataInputStream(new ByteArrayInputStream(decoded(text)))) {
      if (in.readByte() != VERSION) {
        throw invalid();
      }
      byte[] madeFor = in.readNBytes(FINGERPRINT);
      NextToken token = read(in);
      if (madeFor.length < FINGERPRINT || in.read() >= 0) {
        throw invalid();
      }
      if (!Arrays.equals(madeFor, 0, FINGERPRINT, fingerprint.toByteArray(), 0, FINGERPRINT)) {
        throw validation("NextToken does not match request");
      }
      // The table may have been made anew meanwhile, and the statement come to fewer reads.
      if (token.read >= reads) {
        throw invalid();
      }
      return token;
    } catch (IOException e) {
      throw invalid();
    }
  }

  private static NextToken read(DataInputStream in) throws IOException {
    int read = in.readUnsignedShort();
    int count = in.readUnsignedByte();
    if (count > MAX_ATTRIBUTES) {
      throw invalid();
    }
    Map<String, AttributeValue> key = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      String name = in.readUTF();
      String type = in.readUTF();
      int length = in.readInt();
      if (length < 0 || length > MAX_VALUE || length > in.available()) {
        throw invalid();
      }
      key.put(name, value(type, in.readNBytes(length)));
    }
    return new NextToken(read, count == 0 ? null : key);
  }

  private static AttributeValue value(String type, byte[] bytes) {
    return switch (type) {
      case "S" -> new AttributeValue.Str(new String(bytes, StandardCharsets.UTF_8));
      case "N" -> {
        try {
          yield new AttributeValue.Num(
              DynamoNumber.parse(new String(bytes, StandardCharsets.UTF_8)));
        } catch (ServiceException e) {
          throw invalid();
        }
      }
      case "B" -> new AttributeValue.Bin(Bytes.wrap(bytes));
      default -> throw invalid();
    };
  }

  private static byte[] decoded(String text) {
    try {
      return Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw invalid();
    }
  }

  static ServiceException invalid() {
    return validation("Invalid NextToken");
  }
}
