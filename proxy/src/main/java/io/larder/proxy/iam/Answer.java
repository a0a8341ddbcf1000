package io.larder.proxy.iam;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An element of an answer of IAM, by the names of what is in it. */
record Answer(Element element) {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** The child of that name; null if there is none. */
  @Nullable Answer child(String name) {
    for (var node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element child && child.getTagName().equals(name)) {
        return new Answer(child);
      }
    }
    return null;
  }

  /** The text of the child of that name; null if there is none, or it is empty. */
  @Nullable String text(String name) {
    Answer child = child(name);
    String text = child == null ? "" : child.element().getTextContent().strip();
    return text.isEmpty() ? null : text;
  }

  /** The text of a child that must be there. */
  String need(String name) {
    String text = text(name);
    if (text == null) {
      throw new IllegalStateException("The answer has no " + name);
    }
    return text;
  }

  /** The members of the list of that name; none if there is no list. */
  List<Answer> members(String name) {
    List<Answer> members = new ArrayList<>();
    Answer list = child(name);
    for (var node = list == null ? null : list.element().getFirstChild();
        node != null;
        node = node.getNextSibling()) {
      if (node instanceof Element member) {
        members.add(new Answer(member));
      }
    }
    return members;
  }

  /** The texts of a list, sorted; null if there are none. */
  @Nullable List<String> texts(String name) {
    return AccountDocument.sorted(
        members(name).stream().map(member -> member.element().getTextContent().strip()).toList(),
        Function.identity());
  }

  /** The tags; null if there are none. */
  @Nullable SortedMap<String, String> tags() {
    SortedMap<String, String> tags = new TreeMap<>();
    for (Answer tag : members("Tags")) {
      String value = tag.text("Value");
      tags.put(tag.need("Key"), value == null ? "" : value);
    }
    return tags.isEmpty() ? null : tags;
  }

  /** The policy document of that name, which comes percent-encoded. */
  JsonNode document(String name) {
    return JSON.readTree(URLDecoder.decode(need(name), UTF_8));
  }
}
