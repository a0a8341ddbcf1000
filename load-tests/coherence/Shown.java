package coherence;

import java.util.ArrayList;
import java.util.List;

/** An item as an answer shows it. */
record Shown(Item item, long number, String group, int rank) {

  /** All items of an answer; found by their sort keys, since no other text looks like one. */
  static List<Shown> all(String body, List<Item> items) {
    List<Shown> all = new ArrayList<>();
    int end = body.indexOf("\"LastEvaluatedKey\"");
    String text = end < 0 ? body : body.substring(0, end) + body.substring(body.indexOf("}}", end));
    int from = 0;
    while ((from = text.indexOf("\"sk\"", from)) >= 0) {
      int close = text.indexOf("}}", from);
      String item = text.substring(start(text, from), close + 1);
      all.add(of(item, items.get(Integer.parseInt(value(item, "sk").substring(1)))));
      from = close;
    }
    return all;
  }

  /** The old image in the answer of a write, or null if there was none, or, as some say, a key. */
  static Shown only(String body, Item item) {
    return body.contains("\"c\":") ? of(body, item) : null;
  }

  private static Shown of(String text, Item item) {
    return new Shown(
        item,
        Long.parseLong(value(text, "c")),
        value(text, "g"),
        Integer.parseInt(value(text, "r")));
  }

  /** An item's braces nest one level: its start is the brace not closed before the sort key. */
  private static int start(String text, int sortKey) {
    int depth = 0;
    int open = sortKey;
    for (; open >= 0; open--) {
      char c = text.charAt(open);
      if (c == '}') {
        depth++;
      } else if (c == '{' && depth-- == 0) {
        break;
      }
    }
    return open;
  }

  private static String value(String item, String name) {
    int at = item.indexOf("\"" + name + "\":{\"");
    int open = item.indexOf('"', item.indexOf(':', at + name.length() + 3) + 1);
    return item.substring(open + 1, item.indexOf('"', open + 1));
  }

  /** Returns the state that is shown, or null if there is none or it must not be. */
  State judge(Findings findings, String read, String place, Look look) {
    State state = item.find(number, group, rank);
    String wrong =
        state == null
            ? "never written so"
            : !state.isIn(place) ? "in the wrong place" : item.judge(state, look);
    findings.judge(read, item, wrong, state == null ? toString() : state.toString());
    return wrong == null ? state : null;
  }

  @Override
  public String toString() {
    return "s" + item.number + ": state " + number + " in " + group + " at " + rank;
  }
}
