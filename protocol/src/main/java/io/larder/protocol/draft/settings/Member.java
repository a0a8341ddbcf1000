package io.larder.protocol.draft.settings;

import java.util.List;

/**
 * What the service's model says of a member.
 *
 * @param least length of a text, or least number
 * @param values those that a text may have; empty for any
 */
record Member(
    boolean isRequired, AbsentDraft.Type type, long least, long most, List<String> values) {
  Member {
    values = List.copyOf(values);
  }

  private static Member optional(AbsentDraft.Type type, long least, long most) {
    return new Member(false, type, least, most, List.of());
  }

  static Member text(int least, int most) {
    return optional(AbsentDraft.Type.TEXT, least, most);
  }

  static Member oneOf(String... values) {
    return new Member(false, AbsentDraft.Type.TEXT, 0, Integer.MAX_VALUE, List.of(values));
  }

  static Member count(long least, long most) {
    return optional(AbsentDraft.Type.NUMBER, least, most);
  }

  /** A moment. */
  static Member time() {
    return count(Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /** An object, a list or a truth. */
  static Member other() {
    return optional(AbsentDraft.Type.OTHER, 0, 0);
  }

  /** The same, which must be given. */
  Member required() {
    return new Member(true, type, least, most, values);
  }
}
