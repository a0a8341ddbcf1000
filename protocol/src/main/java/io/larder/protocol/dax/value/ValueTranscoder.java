package io.larder.protocol.dax.value;

import io.larder.protocol.dax.cbor.CborWriter;
import io.larder.protocol.item.CanonicalReader;

/** Writes attribute values from their canonical JSON, without making them. */
final class ValueTranscoder {
  private ValueTranscoder() {}

  /** Writes the value that {@code in} is before. */
  static void value(CanonicalReader in, CborWriter out) {
    switch (in.beginValue()) {
      case S -> text(in, out);
      case N -> number(in, out);
      case B -> out.writeBytes(in.binary());
      case BOOL -> out.writeBoolean(in.bool());
      case NULL -> {
        in.skipNull();
        out.writeNull();
      }
      case L -> elements(in, out, ValueTranscoder::value);
      case M -> members(in, out);
      case SS -> elements(in, out.writeTag(ValueDecoder.STRING_SET), ValueTranscoder::text);
      case NS -> elements(in, out.writeTag(ValueDecoder.NUMBER_SET), ValueTranscoder::number);
      case BS ->
          elements(
              in,
              out.writeTag(ValueDecoder.BINARY_SET),
              (from, to) -> to.writeBytes(from.binary()));
    }
    in.endValue();
  }

  private static void text(CanonicalReader in, CborWriter out) {
    int start = in.at() + 1;
    if (in.skipUnescaped()) {
      out.writeText(in.array(), start, in.at() - 1 - start);
    } else {
      byte[] text = in.unescaped();
      out.writeText(text, 0, text.length);
    }
  }

  private static void number(CanonicalReader in, CborWriter out) {
    number(in, NumberEncoder::write, out);
  }

  private static void number(CanonicalReader in, Numbers numbers, CborWriter out) {
    int start = in.at() + 1;
    in.skipUnescaped();
    numbers.write(in.array(), start, in.at() - 1, out);
  }

  /** How a number is written that stands in a text. */
  interface Numbers {
    void write(byte[] text, int start, int end, CborWriter out);
  }

  /** Writes the string or binary that {@code in} is before without a head, or the number. */
  static void content(CanonicalReader in, Numbers numbers, CborWriter out) {
    switch (in.beginValue()) {
      case S -> {
        int start = in.at() + 1;
        if (in.skipUnescaped()) {
          out.writeRaw(in.array(), start, in.at() - 1 - start);
        } else {
          writeRaw(in.unescaped(), out);
        }
      }
      case B -> writeRaw(in.binary(), out);
      case N -> number(in, numbers, out);
      case BOOL, NULL, L, M, SS, NS, BS -> throw new IllegalArgumentException("no value of a key");
    }
  }

  private static void writeRaw(byte[] content, CborWriter out) {
    out.writeRaw(content, 0, content.length);
  }

  private interface Element {
    void write(CanonicalReader in, CborWriter out);
  }

  private static void elements(CanonicalReader in, CborWriter out, Element element) {
    int begun = out.beginCounted();
    int count = 0;
    for (boolean more = in.beginElements(); more; more = in.hasMoreElements()) {
      element.write(in, out);
      count++;
    }
    out.endArray(begun, count);
  }

  private static void members(CanonicalReader in, CborWriter out) {
    int begun = out.beginCounted();
    int count = 0;
    for (boolean more = in.beginMembers(); more; more = in.hasMoreMembers()) {
      text(in, out);
      in.skipColon();
      value(in, out);
      count++;
    }
    out.endMap(begun, count);
  }
}
