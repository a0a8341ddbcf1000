package io.larder.protocol.json.reader;

import io.larder.protocol.item.Item;
import io.larder.protocol.item.ItemScanner;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.io.IOContext;
import tools.jackson.core.json.UTF8StreamJsonParser;
import tools.jackson.core.sym.ByteQuadsCanonicalizer;

/** Jackson's parser of a request in UTF-8, which lets an {@link ItemScanner} go over an item. */
final class RequestParser extends UTF8StreamJsonParser {

  RequestParser(
      ObjectReadContext readContext,
      IOContext context,
      int streamFeatures,
      int formatFeatures,
      ByteQuadsCanonicalizer symbols,
      byte[] body,
      int offset,
      int length) {
    super(
        readContext,
        context,
        streamFeatures,
        formatFeatures,
        null,
        symbols,
        body,
        offset,
        offset + length,
        0,
        false);
  }

  /**
   * The object that has just begun, if it is plainly a good item; the parser then stands at its
   * end. Null otherwise, and nothing has happened.
   */
  @Nullable Item scanItem() {
    if (currentToken() != JsonToken.START_OBJECT) {
      return null;
    }
    // The parser has read the opening brace, and is to find the closing one next.
    ItemScanner.Scanned scanned = ItemScanner.scan(_inputBuffer, _inputPtr - 1, _inputEnd);
    if (scanned == null) {
      return null;
    }
    _inputPtr = scanned.end() - 1;
    nextToken();
    return scanned.item();
  }
}
