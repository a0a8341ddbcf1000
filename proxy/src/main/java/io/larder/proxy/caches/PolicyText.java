package io.larder.proxy.caches;

import io.larder.cache.policy.Kept;
import io.larder.cache.policy.OwnPolicy;
import io.larder.cache.policy.Policies;
import io.larder.cache.policy.TablePolicy;
import io.larder.proxy.config.value.DurationText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Policies as they are written, in the file and on the admin port alike: the fields of {@link
 * OwnPolicy} by their names, beside the pattern of the tables. All that is wrong is told at once.
 */
final class PolicyText {
  static final String TABLE = "table";

  /** So many policies there may be. */
  static final int MAX_POLICIES = 1000;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.*?-]{1,255}");
  private static final Duration MAX_TIME = Duration.ofDays(365);
  private static final int MAX_SHOWN = 60;

  private final List<String> problems;
  private final String where;
  private final Map<String, JsonNode> fields = new HashMap<>();

  private PolicyText(String where, JsonNode policy, List<String> problems) {
    this.where = where;
    this.problems = problems;
    policy.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
  }

  /** Policies that are of no use; says all that is wrong, a line each. */
  static final class InvalidPolicyException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    InvalidPolicyException(List<String> problems) {
      super(String.join("; ", problems), null, false, false);
      this.problems = List.copyOf(problems);
    }

    List<String> problems() {
      return problems;
    }
  }

  /** The policies in a list; of no node there are none. */
  static List<Policies.OfTables> list(@Nullable JsonNode list) throws InvalidPolicyException {
    if (list == null || list.isNull() || list.isMissingNode()) {
      return List.of();
    }
    if (!list.isArray()) {
      throw new InvalidPolicyException(List.of("policies must be a list"));
    }
    if (list.size() > MAX_POLICIES) {
      throw new InvalidPolicyException(List.of("there may be " + MAX_POLICIES + " policies"));
    }
    List<String> problems = new ArrayList<>();
    List<Policies.OfTables> policies = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    int number = 0;
    for (JsonNode each : list) {
      String where = "policies[" + number++ + "]";
      if (!each.isObject()) {
        problems.add(where + ": must be a policy, with the field " + TABLE);
        continue;
      }
      var text = new PolicyText(where, each, problems);
      String pattern = text.pattern();
      OwnPolicy own = text.own();
      if (pattern != null && !seen.add(pattern)) {
        problems.add(where + "." + TABLE + ": there is another policy of " + pattern);
      }
      if (pattern != null) {
        policies.add(new Policies.OfTables(pattern, own));
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidPolicyException(problems);
    }
    return policies;
  }

  /** The policy of one pattern, which is told beside it. */
  static Policies.OfTables one(String pattern, JsonNode policy) throws InvalidPolicyException {
    List<String> problems = new ArrayList<>();
    if (!policy.isObject()) {
      throw new InvalidPolicyException(List.of("a policy must be a JSON object"));
    }
    if (!NAME.matcher(pattern).matches()) {
      problems.add(TABLE + ": must be " + form());
    }
    OwnPolicy own = new PolicyText("", policy, problems).own();
    if (!problems.isEmpty()) {
      throw new InvalidPolicyException(problems);
    }
    return new Policies.OfTables(pattern, own);
  }

  private static String form() {
    return "the name of a table, in which * is any text and ? one character";
  }

  private @Nullable String pattern() {
    return take(
        TABLE,
        form(),
        text -> {
          if (!NAME.matcher(text).matches()) {
            throw new IllegalArgumentException();
          }
          return text;
        });
  }

  private OwnPolicy own() {
    var own =
        new OwnPolicy(
            time("item-ttl"),
            time("query-ttl"),
            time("negative-ttl"),
            part("jitter"),
            part("item-share"),
            take("kept", keptForm(), PolicyText::kept),
            truth("bypass"),
            truth("write-around"),
            truth("hides-expired"),
            time("stale-while-revalidate"));
    fields.keySet().stream()
        .sorted()
        .forEach(unknown -> problem(shown(unknown), "there is no such field"));
    return own;
  }

  private @Nullable Duration time(String name) {
    return take(
        name,
        "a duration from 0 to 365d",
        text -> {
          Duration time = DurationText.parse(text);
          if (time.compareTo(MAX_TIME) > 0) {
            throw new IllegalArgumentException();
          }
          return time;
        });
  }

  private @Nullable Double part(String name) {
    return take(
        name,
        "a part from 0 to 1, or from 0% to 100%",
        text -> {
          double part =
              text.endsWith("%")
                  ? Double.parseDouble(text.substring(0, text.length() - 1).strip()) / 100
                  : Double.parseDouble(text);
          if (!(part >= 0 && part <= 1)) {
            throw new IllegalArgumentException();
          }
          return part;
        });
  }

  private @Nullable Boolean truth(String name) {
    return take(
        name,
        "true or false",
        text ->
            switch (text) {
              case "true" -> true;
              case "false" -> false;
              default -> throw new IllegalArgumentException();
            });
  }

  private static String keptForm() {
    return "none or some of "
        + Stream.of(Kept.values()).map(PolicyText::word).collect(Collectors.joining(", "));
  }

  private static Set<Kept> kept(String text) {
    Set<Kept> kept = EnumSet.noneOf(Kept.class);
    if (text.isEmpty() || text.equals("none")) {
      return kept;
    }
    for (String word : text.split(",", -1)) {
      kept.add(Kept.valueOf(word.strip().toUpperCase(Locale.ROOT)));
    }
    return kept;
  }

  private static String word(Kept kept) {
    return kept.name().toLowerCase(Locale.ROOT);
  }

  /** The value of a field; null if it is not there, or wrong, which is told. */
  private <T> @Nullable T take(String name, String form, Function<String, T> reader) {
    JsonNode field = fields.remove(name);
    if (field == null || field.isNull()) {
      if (name.equals(TABLE)) {
        problem(name, "must be " + form);
      }
      return null;
    }
    String text = text(field);
    try {
      if (text == null) {
        throw new IllegalArgumentException();
      }
      return reader.apply(text.strip());
    } catch (IllegalArgumentException e) {
      problem(name, "must be " + form + (text == null ? "" : ", not '" + shown(text) + "'"));
      return null;
    }
  }

  /** A value as it would be written, a list by commas; null if it is neither. */
  private static @Nullable String text(JsonNode field) {
    if (!field.isArray()) {
      return field.isValueNode() ? field.asString() : null;
    }
    List<String> words = new ArrayList<>();
    for (JsonNode each : field) {
      if (!each.isString()) {
        return null;
      }
      words.add(each.asString());
    }
    return String.join(",", words);
  }

  private static String shown(String text) {
    String plain = text.replaceAll("\\p{Cntrl}", "?");
    return plain.length() > MAX_SHOWN ? plain.substring(0, MAX_SHOWN) + "…" : plain;
  }

  private void problem(String field, String rule) {
    problems.add((where.isEmpty() ? "" : where + ".") + field + ": " + rule);
  }

  /** Writes what a policy says of its own. */
  static void write(OwnPolicy own, ObjectNode target) {
    putTime(target, "item-ttl", own.itemTtl());
    putTime(target, "query-ttl", own.queryTtl());
    putTime(target, "negative-ttl", own.negativeTtl());
    putPart(target, "jitter", own.jitter());
    putPart(target, "item-share", own.itemShare());
    Set<Kept> kept = own.kept();
    if (kept != null) {
      var words = target.putArray("kept");
      kept.stream().sorted().map(PolicyText::word).forEach(words::add);
    }
    putTruth(target, "bypass", own.bypass());
    putTruth(target, "write-around", own.writeAround());
    putTruth(target, "hides-expired", own.hidesExpired());
    putTime(target, "stale-while-revalidate", own.staleWhileRevalidate());
  }

  private static void putTime(ObjectNode target, String name, @Nullable Duration value) {
    if (value != null) {
      target.put(name, DurationText.write(value));
    }
  }

  private static void putPart(ObjectNode target, String name, @Nullable Double value) {
    if (value != null) {
      target.put(name, value);
    }
  }

  private static void putTruth(ObjectNode target, String name, @Nullable Boolean value) {
    if (value != null) {
      target.put(name, value);
    }
  }

  /** The whole of a policy. */
  static ObjectNode written(TablePolicy policy) {
    ObjectNode target = JsonNodeFactory.instance.objectNode();
    write(OwnPolicy.of(policy), target);
    return target;
  }
}
