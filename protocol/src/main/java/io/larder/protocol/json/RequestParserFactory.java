package io.larder.protocol.json;

import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.io.IOContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;

/** Makes a {@link RequestParser} of each body that is an object in UTF-8. */
final class RequestParserFactory extends JsonFactory {
  private static final long serialVersionUID = 1;

  RequestParserFactory(JsonFactoryBuilder settings) {
    super(settings);
  }

  @Override
  protected JsonParser _createParser(
      ObjectReadContext readContext, IOContext context, byte[] body, int offset, int length) {
    // In the other encodings of JSON one of the first two bytes is zero or part of a mark.
    if (length < 2 || body[offset] != '{' || body[offset + 1] == 0) {
      return super._createParser(readContext, context, body, offset, length);
    }
    context.setEncoding(JsonEncoding.UTF8);
    return new RequestParser(
        readContext,
        context,
        readContext.getStreamReadFeatures(_streamReadFeatures),
        readContext.getFormatReadFeatures(_formatReadFeatures),
        _byteSymbolCanonicalizer.makeChildOrPlaceholder(_factoryFeatures),
        body,
        offset,
        length);
  }
}
