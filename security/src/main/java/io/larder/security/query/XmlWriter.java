package io.larder.security.query;

import io.larder.protocol.wire.JsonWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Puts together an answer: elements, of which none has attributes but the first. */
public final class XmlWriter {
  /** What the audit must not know. */
  private static final Set<String> SECRETS = Set.of("SecretAccessKey", "SessionToken");

  private final List<Element> top = new ArrayList<>();
  private List<Element> current = top;

  /**
   * @param text null if there are elements inside
   */
  private record Element(
      String name, @Nullable String text, List<Element> children, boolean isList) {}

  /** An element with what {@code content} writes into it. */
  public XmlWriter element(String name, Runnable content) {
    return element(name, false, content);
  }

  private XmlWriter element(String name, boolean isList, Runnable content) {
    List<Element> around = current;
    List<Element> children = new ArrayList<>();
    around.add(new Element(name, null, children, isList));
    current = children;
    content.run();
    current = around;
    return this;
  }

  /** An element with a text; none if it is null. */
  public XmlWriter text(String name, @Nullable String text) {
    if (text != null) {
      current.add(new Element(name, text, List.of(), false));
    }
    return this;
  }

  /** An element with a moment, to the second. */
  public XmlWriter time(String name, Instant time) {
    return text(name, time.truncatedTo(ChronoUnit.SECONDS).toString());
  }

  public XmlWriter number(String name, long number) {
    return text(name, Long.toString(number));
  }

  public XmlWriter flag(String name, boolean flag) {
    return text(name, Boolean.toString(flag));
  }

  /** A list, each member of which {@code content} writes. */
  public <T> XmlWriter list(
      String name, Iterable<? extends T> members, Consumer<? super T> content) {
    return element(
        name,
        true,
        () -> members.forEach(member -> element("member", () -> content.accept(member))));
  }

  /** A list of texts. */
  public XmlWriter texts(String name, Iterable<String> members) {
    return element(name, true, () -> members.forEach(member -> text("member", member)));
  }

  /** An element with what another writer has. */
  XmlWriter element(String name, XmlWriter content) {
    current.add(new Element(name, null, content.top, false));
    return this;
  }

  /** All that was written, in an element of that name. */
  String xml(String name, String namespace) {
    var out = new StringBuilder();
    out.append('<').append(name).append(" xmlns=\"").append(namespace).append("\">");
    top.forEach(element -> write(element, out));
    return out.append("</").append(name).append('>').toString();
  }

  private static void write(Element element, StringBuilder out) {
    out.append('<').append(element.name()).append('>');
    if (element.text() == null) {
      element.children().forEach(child -> write(child, out));
    } else {
      escape(element.text(), out);
    }
    out.append("</").append(element.name()).append('>');
  }

  private static void escape(String text, StringBuilder out) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\r' -> out.append("&#xD;");
        default -> out.append(isCharacterOfXml(text, i) ? c : '\uFFFD');
      }
    }
  }

  private static boolean isCharacterOfXml(String text, int at) {
    char c = text.charAt(at);
    if (Character.isHighSurrogate(c)) {
      return at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1));
    }
    if (Character.isLowSurrogate(c)) {
      return at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
    }
    return c >= ' ' ? c < '\uFFFE' : c == '\t' || c == '\n';
  }

  /** All that was written but secrets, as the audit has it; false if there is nothing. */
  boolean writeTo(JsonWriter out) {
    if (top.isEmpty()) {
      return false;
    }
    writeMembers(top, out);
    return true;
  }

  private static void writeMembers(List<Element> elements, JsonWriter out) {
    out.beginObject();
    for (Element element : elements) {
      if (!SECRETS.contains(element.name())) {
        out.name(lowerCamel(element.name()));
        writeValue(element, out);
      }
    }
    out.endObject();
  }

  private static void writeValue(Element element, JsonWriter out) {
    if (element.text() != null) {
      out.value(element.text());
    } else if (element.isList()) {
      out.beginArray();
      element.children().forEach(child -> writeValue(child, out));
      out.endArray();
    } else {
      writeMembers(element.children(), out);
    }
  }

  static String lowerCamel(String name) {
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }
}
