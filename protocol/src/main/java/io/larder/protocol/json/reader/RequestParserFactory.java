package io.larder.protocol.json.reader;

import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.io.IOContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;
import tools.jackson.core.util.JsonRecyclerPools;

/** Makes a {@link RequestParser} of each body, whatever other encoding of JSON it may look like. */
final class RequestParserFactory extends JsonFactory {
  private static final long serialVersionUID = 1;

  // The service reads values nested 2000 levels and more, to refuse them by its own rule of 32. One
  // level of a value takes two of JSON.
  private static final int MAX_JSON_DEPTH = 4_032;
  private static final int MAX_BODY_BYTES = 16 * 1024 * 1024;

  static final RequestParserFactory SHARED =
      new RequestParserFactory(
          JsonFactory.builder()
              // Requests are read on event loops: a few threads, none of which blocks meanwhile.
              .recyclerPool(JsonRecyclerPools.threadLocalPool())
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNestingDepth(MAX_JSON_DEPTH)
                      .maxStringLength(MAX_BODY_BYTES)
                      .maxNameLength(MAX_BODY_BYTES)
                      .maxNumberLength(MAX_BODY_BYTES)
                      .build()));

  private RequestParserFactory(JsonFactoryBuilder settings) {
    super(settings);
  }

  /** A parser of {@code length} bytes of {@code body}, which are UTF-8. */
  RequestParser parser(byte[] body, int offset, int length) {
    return (RequestParser) createParser(ObjectReadContext.empty(), body, offset, length);
  }

  @Override
  protected JsonParser _createParser(
      ObjectReadContext readContext, IOContext context, byte[] body, int offset, int length) {
    context.setEncoding(JsonEncoding.UTF8);
    int mark = byteOrderMark(body, offset, length);
    return new RequestParser(
        readContext,
        context,
        readContext.getStreamReadFeatures(_streamReadFeatures),
        readContext.getFormatReadFeatures(_formatReadFeatures),
        _byteSymbolCanonicalizer.makeChildOrPlaceholder(_factoryFeatures),
        body,
        offset + mark,
        length - mark);
  }

  /** The length of the mark that some editors put before UTF-8, which readers may ignore. */
  private static int byteOrderMark(byte[] body, int offset, int length) {
    boolean isMarked =
        length >= 3
            && body[offset] == (byte) 0xEF
            && body[offset + 1] == (byte) 0xBB
            && body[offset + 2] == (byte) 0xBF;
    return isMarked ? 3 : 0;
  }
}
