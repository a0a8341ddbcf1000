package io.larder.proxy.config;

import io.larder.proxy.config.value.ByteSize;
import io.larder.proxy.config.value.DurationText;
import io.larder.proxy.config.value.Endpoint;
import io.larder.proxy.config.value.Nodes;
import io.larder.proxy.config.value.OptionalFile;
import io.larder.proxy.config.value.Origins;
import io.larder.proxy.config.value.PushTarget;
import io.larder.proxy.config.value.WishedPort;
import io.larder.proxy.net.AddressSet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The values that a key takes, bounds included, and how they are written.
 *
 * @param description in words that follow "must be"
 */
record Domain(String description, Function<String, Object> reader) {
  /**
   * The domain of a key of that type.
   *
   * @throws IllegalStateException if the setting does not bound it
   */
  static Domain of(Class<?> type, Setting setting) {
    if (type == int.class) {
      return range("a whole number", setting, Integer::valueOf);
    }
    if (type == ByteSize.class) {
      return range("a size", setting, ByteSize::parse);
    }
    if (type == Duration.class) {
      return range("a duration", setting, DurationText::parse);
    }
    if (type == boolean.class) {
      return oneOf("true or false", List.of(true, false));
    }
    if (type == Path.class) {
      return new Domain("the path of a folder", Domain::folder);
    }
    if (type == String.class) {
      return matching(setting);
    }
    if (type == Origins.class) {
      return new Domain(Origins.FORM, Origins::parse);
    }
    if (type == WishedPort.class) {
      return new Domain(WishedPort.FORM, WishedPort::parse);
    }
    if (type == Nodes.class) {
      return new Domain(Nodes.FORM, Nodes::parse);
    }
    if (type == Endpoint.class) {
      return new Domain(Endpoint.FORM, Endpoint::parse);
    }
    if (type == AddressSet.class) {
      return new Domain(AddressSet.FORM, AddressSet::parse);
    }
    if (type == OptionalFile.class) {
      return new Domain(OptionalFile.FORM, OptionalFile::parse);
    }
    if (type == PushTarget.class) {
      return new Domain(PushTarget.FORM, PushTarget::parse);
    }
    List<Object> constants = List.of(type.getEnumConstants());
    return oneOf(
        "one of " + constants.stream().map(Domain::write).collect(Collectors.joining(", ")),
        constants);
  }

  private static <T extends Comparable<T>> Domain range(
      String noun, Setting setting, Function<String, T> reader) {
    if (setting.least().isEmpty() || setting.most().isEmpty()) {
      throw new IllegalStateException("there are no bounds for: " + setting.doc());
    }
    T least = reader.apply(setting.least());
    T most = reader.apply(setting.most());
    return new Domain(
        noun + " from " + setting.least() + " to " + setting.most(),
        text -> {
          T value = reader.apply(text.strip());
          return accepted(value, value.compareTo(least) >= 0 && value.compareTo(most) <= 0);
        });
  }

  private static Domain oneOf(String description, List<Object> values) {
    return new Domain(
        description,
        text ->
            values.stream()
                .filter(value -> write(value).equals(text.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(IllegalArgumentException::new));
  }

  private static Domain matching(Setting setting) {
    if (setting.pattern().isEmpty() || setting.form().isEmpty()) {
      throw new IllegalStateException("there is no pattern for: " + setting.doc());
    }
    return new Domain(setting.form(), text -> accepted(text, text.matches(setting.pattern())));
  }

  private static Path folder(String text) {
    return accepted(Path.of(text), !text.isBlank());
  }

  private static <T> T accepted(T value, boolean isAccepted) {
    if (!isAccepted) {
      throw new IllegalArgumentException();
    }
    return value;
  }

  /** The value that {@code text} stands for, or null if the key does not take it. */
  @Nullable Object parse(String text) {
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  /** Says in one line why {@code text} is not taken. */
  String refusal(String text) {
    return "must be " + description + ", not '" + text.replaceAll("\\p{Cntrl}", "?") + "'";
  }

  /** A value as it is written in the file. */
  static String write(Object value) {
    return switch (value) {
      case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
      case Duration duration -> DurationText.write(duration);
      default -> value.toString();
    };
  }
}
