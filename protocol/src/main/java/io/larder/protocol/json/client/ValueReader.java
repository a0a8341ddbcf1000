package io.larder.protocol.json.client;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.AttributeValue.Bin;
import io.larder.protocol.item.AttributeValue.BinSet;
import io.larder.protocol.item.AttributeValue.Bool;
import io.larder.protocol.item.AttributeValue.ListOf;
import io.larder.protocol.item.AttributeValue.MapOf;
import io.larder.protocol.item.AttributeValue.Null;
import io.larder.protocol.item.AttributeValue.Num;
import io.larder.protocol.item.AttributeValue.NumSet;
import io.larder.protocol.item.AttributeValue.Str;
import io.larder.protocol.item.AttributeValue.StrSet;
import io.larder.protocol.item.Bytes;
import io.larder.protocol.item.DynamoNumber;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads attribute values that are not written as Larder would write them: numbers with exponents,
 * sets in another order. A value that DynamoDB would not keep makes an answer malformed.
 */
final class ValueReader {
  private ValueReader() {}

  static Map<String, AttributeValue> attributes(AnswerReader in) {
    return attributes(in, 0);
  }

  private static Map<String, AttributeValue> attributes(AnswerReader in, int depth) {
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    in.beginObject();
    while (in.nextMember()) {
      String name = in.name();
      attributes.put(name, value(in, depth));
    }
    return attributes;
  }

  private static AttributeValue value(AnswerReader in, int depth) {
    if (depth == AttributeValue.MAX_NESTING) {
      throw in.malformed("value nested too deep");
    }
    in.beginObject();
    if (!in.nextMember()) {
      throw in.malformed("value without a type");
    }
    AttributeValue value = typed(in, depth);
    if (in.nextMember()) {
      throw in.malformed("value of several types");
    }
    return value;
  }

  private static AttributeValue typed(AnswerReader in, int depth) {
    return switch (in.name()) {
      case "S" -> new Str(in.string());
      case "N" -> new Num(number(in));
      case "B" -> new Bin(bytes(in));
      case "BOOL" -> new Bool(in.bool());
      case "NULL" -> {
        if (!in.bool()) {
          throw in.malformed("null that is none");
        }
        yield new Null();
      }
      case "L" -> new ListOf(in.all(element -> value(element, depth + 1)));
      case "M" -> new MapOf(attributes(in, depth + 1));
      case "SS" -> new StrSet(members(in, AnswerReader::string));
      case "NS" -> new NumSet(members(in, ValueReader::number));
      case "BS" -> new BinSet(members(in, ValueReader::bytes));
      default -> throw in.malformed("value of an unknown type");
    };
  }

  private static DynamoNumber number(AnswerReader in) {
    try {
      return DynamoNumber.parse(in.string());
    } catch (ServiceException e) {
      throw in.malformed("value that is no number");
    }
  }

  private static Bytes bytes(AnswerReader in) {
    try {
      return Bytes.wrap(Base64.getDecoder().decode(in.string()));
    } catch (IllegalArgumentException e) {
      throw in.malformed("value that is not Base64");
    }
  }

  private static <T> List<T> members(AnswerReader in, Function<AnswerReader, T> member) {
    List<T> members = in.all(member);
    if (members.isEmpty() || new HashSet<>(members).size() < members.size()) {
      throw in.malformed("set that is none");
    }
    return members;
  }
}
