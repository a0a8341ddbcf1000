package io.larder.protocol.dax.request;

import io.larder.protocol.dax.cbor.CborReader;
import io.larder.protocol.dax.cbor.CborType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The optional parameters of a request, by number. They are collected before any of them is read: a
 * client may give one twice, at first as something that it is not, and the last one counts. Numbers
 * that are not known are passed over, and null is no parameter.
 */
final class Parameters {
  static final int PROJECTION_EXPRESSION = 0;
  static final int CONSISTENT_READ = 2;
  static final int CONDITION_EXPRESSION = 4;
  static final int UPDATE_EXPRESSION = 8;
  static final int EXCLUSIVE_START_KEY = 9;
  static final int FILTER_EXPRESSION = 10;
  static final int INDEX_NAME = 11;
  static final int LIMIT = 13;
  static final int SCAN_INDEX_FORWARD = 14;
  static final int SEGMENT = 16;
  static final int TOTAL_SEGMENTS = 17;
  static final int CLIENT_REQUEST_TOKEN = 19;

  private static final int RETURN_CONSUMED_CAPACITY = 3;
  private static final int RETURN_ITEM_COLLECTION_METRICS = 6;
  private static final int RETURN_VALUES = 7;
  private static final int SELECT = 15;
  private static final int COUNT = 20;

  private static final List<String> CAPACITY = List.of("NONE", "TOTAL", "INDEXES");
  private static final List<String> METRICS = List.of("NONE", "SIZE");
  private static final List<String> RETURNED =
      List.of("NONE", "ALL_OLD", "UPDATED_OLD", "ALL_NEW", "UPDATED_NEW");
  private static final List<String> SELECTED =
      List.of("ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES", "COUNT", "SPECIFIC_ATTRIBUTES");

  private final CborReader in;

  /** Where each begins; 0 for those that are not there. */
  private int @Nullable [] places;

  private Parameters(CborReader in) {
    this.in = in;
  }

  /** Reads the argument that holds them, which is a map or null. */
  static Parameters read(CborReader in) {
    var parameters = new Parameters(in);
    if (!in.skipNull()) {
      for (int left = in.beginMap(); in.hasNext(left); left--) {
        parameters.add(in.readInt());
      }
    }
    return parameters;
  }

  private void add(int number) {
    if (number >= 0 && number < COUNT) {
      if (places == null) {
        places = new int[COUNT];
      }
      places[number] = in.peek() == CborType.NULL ? 0 : in.position();
    }
    in.skip();
  }

  /** A reader of that parameter; null if it is not there. */
  private @Nullable CborReader find(int number) {
    int place = places == null ? 0 : places[number];
    return place == 0 ? null : new CborReader(in.array(), place, in.limit());
  }

  /** What is in that byte string; null if it is not there. */
  @Nullable CborReader content(int number) {
    CborReader found = find(number);
    return found == null ? null : found.readContent();
  }

  @Nullable String text(int number) {
    CborReader found = find(number);
    return found == null ? null : Arguments.text(found);
  }

  @Nullable Integer integer(int number) {
    CborReader found = find(number);
    return found == null ? null : (Integer) found.readInt();
  }

  /** A truth value, of which some are numbers. */
  boolean flag(int number, boolean absent) {
    CborReader found = find(number);
    return found == null ? absent : Arguments.flag(found);
  }

  @Nullable String returnConsumedCapacity() {
    return element(RETURN_CONSUMED_CAPACITY, CAPACITY, 0);
  }

  @Nullable String returnItemCollectionMetrics() {
    return element(RETURN_ITEM_COLLECTION_METRICS, METRICS, 0);
  }

  @Nullable String returnValues() {
    return element(RETURN_VALUES, RETURNED, 1);
  }

  @Nullable String select() {
    return element(SELECT, SELECTED, 1);
  }

  private @Nullable String element(int number, List<String> names, int first) {
    Integer given = integer(number);
    return given == null ? null : Arguments.element(given, names, first);
  }
}
