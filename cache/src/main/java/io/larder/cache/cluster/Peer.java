package io.larder.cache.cluster;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Another member, as this node knows it. Used in turns only. */
final class Peer {
  /** So many writes of one node are in flux here at most; it never comes to that. */
  static final int MAX_WRITES = 1 << 16;

  private final NodeId id;
  private final String address;
  private final Silence silence;

  /** Own writes that it must be told of, or must hear the end of, in the order of their numbers. */
  private final Map<Long, Told> told = new LinkedHashMap<>();

  /** Its writes that are in flux here. */
  private final SortedMap<Long, RemoteWrite> writes = new TreeMap<>();

  private long lastTold;
  private long itsHorizon;
  private boolean asksUs;
  private boolean isBeingFenced;

  /**
   * @param asksUs true if it asks this node before each of its writes
   */
  Peer(NodeId id, String address, Silence silence, boolean asksUs) {
    this.id = id;
    this.address = address;
    this.silence = silence;
    this.asksUs = asksUs;
  }

  NodeId id() {
    return id;
  }

  String address() {
    return address;
  }

  Silence silence() {
    return silence;
  }

  boolean asksUs() {
    return asksUs;
  }

  void welcomesUs() {
    asksUs = true;
  }

  boolean isBeingFenced() {
    return isBeingFenced;
  }

  void setBeingFenced(boolean isBeingFenced) {
    this.isBeingFenced = isBeingFenced;
  }

  // Own writes

  void tell(OwnWrite write, int tick) {
    told.put(write.number(), new Told(write, tick));
    lastTold = write.number();
  }

  /** What it is told of that write; null if that has ended, and it knows. */
  @Nullable Told told(long write) {
    return told.get(write);
  }

  Collection<Told> told() {
    return told.values();
  }

  void knowsEnd(long write) {
    told.remove(write);
  }

  /** The number of the first write whose end it has not said to know. */
  long horizon() {
    return told.isEmpty() ? lastTold + 1 : told.keySet().iterator().next();
  }

  /** True if it has not answered since {@code tick}. */
  boolean owesAnswerSince(int tick) {
    for (Told one : told.values()) {
      if (one.end == null && !one.isAnswered && one.tick - tick <= 0) {
        return true;
      }
    }
    return false;
  }

  // Its writes

  /** True if that write is not known to have ended. */
  boolean mayBegin(long write) {
    return write >= itsHorizon && writes.size() < MAX_WRITES && !writes.containsKey(write);
  }

  void begin(long write, RemoteWrite remote) {
    writes.put(write, remote);
  }

  @Nullable RemoteWrite end(long write) {
    return writes.remove(write);
  }

  /** All writes before that one have ended; returns those of whose end nobody has heard here. */
  List<RemoteWrite> passed(long horizon) {
    if (horizon <= itsHorizon) {
      return List.of();
    }
    itsHorizon = horizon;
    SortedMap<Long, RemoteWrite> ended = writes.headMap(horizon);
    List<RemoteWrite> passed = List.copyOf(ended.values());
    ended.clear();
    return passed;
  }

  /** All that are in flux here, which are forgotten. */
  List<RemoteWrite> abandon() {
    List<RemoteWrite> left = List.copyOf(writes.values());
    writes.clear();
    return left;
  }

  /** What it was told of one own write. */
  static final class Told {
    private final OwnWrite write;

    /** When it was told last. */
    private int tick;

    private boolean isAnswered;
    private Message.@Nullable End end;

    Told(OwnWrite write, int tick) {
      this.write = write;
      this.tick = tick;
    }

    OwnWrite write() {
      return write;
    }

    boolean isAnswered() {
      return isAnswered;
    }

    void answered() {
      isAnswered = true;
    }

    Message.@Nullable End end() {
      return end;
    }

    int tick() {
      return tick;
    }

    void ended(Message.End how, int now) {
      end = how;
      tick = now;
    }
  }
}
