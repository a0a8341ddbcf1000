package io.larder.security.iam;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.security.query.Parameters;
import io.larder.security.query.QueryException;
import io.larder.security.query.TextRule;
import io.larder.security.query.XmlWriter;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Hands lists out in pages. A marker names the last member that was handed out, so what is added or
 * removed meanwhile moves none of the others.
 */
final class Pages {
  private static final int MAX_ITEMS = 1000;
  private static final int USUAL_ITEMS = 100;
  private static final TextRule MARKER = TextRule.length(1, 4096);

  private Pages() {}

  /**
   * Members of a list, and where the next page begins.
   *
   * @param next marker; null if there are no more
   */
  record Page<T>(List<T> members, @Nullable String next) {
    /** Writes where to go on. */
    void writeEnd(XmlWriter xml) {
      xml.flag("IsTruncated", next != null).text("Marker", next);
    }
  }

  /**
   * The page that a call asks for.
   *
   * @param key tells members apart; they are handed out in its order
   */
  static <T> Page<T> page(
      Parameters parameters, Collection<? extends T> all, Function<? super T, String> key) {
    int max = parameters.number("MaxItems", 1, MAX_ITEMS, USUAL_ITEMS);
    String marker = parameters.optional("Marker", MARKER);
    String after = marker == null ? "" : decoded(marker);
    List<T> rest =
        all.stream()
            .<T>map(Function.identity())
            .filter(member -> key.apply(member).compareTo(after) > 0)
            .sorted(Comparator.comparing(key))
            .limit(max + 1L)
            .toList();
    if (rest.size() <= max) {
      return new Page<>(rest, null);
    }
    List<T> members = rest.subList(0, max);
    String last = key.apply(members.getLast());
    return new Page<>(
        members, Base64.getUrlEncoder().withoutPadding().encodeToString(last.getBytes(UTF_8)));
  }

  /** Writes the page that a call asks for. */
  static <T> void write(
      Parameters parameters,
      XmlWriter xml,
      String name,
      Collection<? extends T> all,
      Function<? super T, String> key,
      Consumer<? super T> content) {
    Page<T> page = page(parameters, all, key);
    xml.list(name, page.members(), content);
    page.writeEnd(xml);
  }

  /** Writes the page of tags that a call asks for. */
  static void writeTags(Parameters parameters, XmlWriter xml, Map<String, String> tags) {
    Pages.<Map.Entry<String, String>>write(
        parameters,
        xml,
        "Tags",
        tags.entrySet(),
        Map.Entry::getKey,
        tag -> EntityXml.tag(xml, tag));
  }

  private static String decoded(String marker) {
    try {
      return new String(Base64.getUrlDecoder().decode(marker), UTF_8);
    } catch (IllegalArgumentException e) {
      throw QueryException.validation("Invalid Marker.");
    }
  }
}
