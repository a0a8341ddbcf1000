package io.larder.protocol.expression;

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
import java.util.stream.Collectors;

/** Values as the service's error messages show them: <code>AttributeValue: {N:5}</code>. */
public final class ValueText {
  private ValueText() {}

  public static String of(AttributeValue value) {
    return "AttributeValue: {" + value.type() + ":" + content(value) + "}";
  }

  private static String content(AttributeValue value) {
    return switch (value) {
      case Str(var text) -> text;
      case Num(var number) -> number.toString();
      case Bin(var bytes) -> bytes.toBase64();
      case Bool(var truth) -> String.valueOf(truth);
      case Null() -> "true";
      case StrSet(var members) -> members.toString();
      case NumSet(var members) -> members.toString();
      case BinSet(var members) -> members.toString();
      case ListOf(var elements) ->
          elements.stream().map(ValueText::of).collect(Collectors.joining(", ", "[", "]"));
      case MapOf(var members) ->
          members.entrySet().stream()
              .map(member -> member.getKey() + "=" + of(member.getValue()))
              .collect(Collectors.joining(", ", "{", "}"));
    };
  }
}
