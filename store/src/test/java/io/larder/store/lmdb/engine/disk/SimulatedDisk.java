package io.larder.store.lmdb.engine.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory, below a cache like the system's. What was written can be read at once. A loss
 * of power keeps all that was synced, and of what was not any sectors, names and lengths. After a
 * failed sync the cache still shows what the disk will never get, as Linux does.
 */
public final class SimulatedDisk implements Disk {
  private final RandomGenerator random;
  private final Map<Path, Content> names = new HashMap<>();
  private final Map<Path, Content> durableNames = new HashMap<>();
  private long room = Long.MAX_VALUE;
  private boolean syncsFail;
  private int process;
  private int syncs;

  /** {@code random} decides what is lost with power. */
  public SimulatedDisk(RandomGenerator random) {
    this.random = random;
  }

  /** The process ends: its open files are of no more use, what it has written stays. */
  public synchronized void kill() {
    process++;
  }

  /** The machine stops, and with it the process. */
  public synchronized void losePower() {
    kill();
    for (Path path : names.keySet()) {
      durableNames.putIfAbsent(path, null);
    }
    durableNames.replaceAll((path, durable) -> random.nextBoolean() ? durable : names.get(path));
    durableNames.values().removeIf(Objects::isNull);
    names.clear();
    names.putAll(durableNames);
    names.values().forEach(content -> content.losePower(random));
  }

  /** Each sync fails from now on, or none. */
  public synchronized void failSyncs(boolean fail) {
    syncsFail = fail;
  }

  /** Files can only grow by so many bytes more. */
  public synchronized void setRoom(long bytes) {
    room = bytes;
  }

  /** How often anything was synced. */
  synchronized int syncs() {
    return syncs;
  }

  public synchronized boolean exists(Path path) {
    return names.containsKey(path);
  }

  public synchronized byte[] read(Path path) {
    Content content = Objects.requireNonNull(names.get(path));
    return Arrays.copyOf(content.visible, content.size);
  }

  /** Puts other bytes on the disk itself, as nobody should. */
  public synchronized void replace(Path path, byte[] bytes) {
    var content = new Content();
    content.write(ByteBuffer.wrap(bytes), 0);
    content.sync(true);
    names.put(path, content);
    durableNames.put(path, content);
  }

  /** Changes a bit of a byte. */
  public void flip(Path path, int at) {
    byte[] bytes = read(path);
    bytes[at] ^= (byte) (1 << at % 8);
    replace(path, bytes);
  }

  @Override
  public synchronized @Nullable OpenFile open(Path path) {
    Content content = names.get(path);
    return content == null ? null : new Handle(content, process);
  }

  @Override
  public synchronized OpenFile create(Path path) {
    var content = new Content();
    names.put(path, content);
    return new Handle(content, process);
  }

  @Override
  public synchronized void delete(Path path) {
    names.remove(path);
  }

  @Override
  public synchronized void rename(Path from, Path to) throws IOException {
    Content content = names.remove(from);
    if (content == null) {
      throw new NoSuchFileException(from.toString());
    }
    names.put(to, content);
  }

  @Override
  public synchronized void syncFolder(Path folder) throws IOException {
    requireSync();
    durableNames.keySet().removeIf(path -> folder.equals(path.getParent()));
    names.forEach(
        (path, content) -> {
          if (folder.equals(path.getParent())) {
            durableNames.put(path, content);
          }
        });
  }

  private void requireSync() throws IOException {
    syncs++;
    if (syncsFail) {
      throw new IOException("Input/output error");
    }
  }

  /** What a file holds as the system shows it, and as the disk has it. */
  private static final class Content {
    private byte[] visible = new byte[0];
    private byte[] durable = new byte[0];
    private int size;
    private int durableSize;
    private final BitSet unsynced = new BitSet();

    void write(ByteBuffer source, long position) {
      int from = Math.toIntExact(position);
      int end = from + source.remaining();
      if (end > visible.length) {
        visible = Arrays.copyOf(visible, Math.max(end, 2 * visible.length));
        durable = Arrays.copyOf(durable, visible.length);
      }
      size = Math.max(size, end);
      unsynced.set(from / SECTOR, (end + SECTOR - 1) / SECTOR);
      source.get(visible, from, end - from);
    }

    void sync(boolean reachesDisk) {
      if (reachesDisk) {
        unsynced.stream().forEach(this::keep);
        durableSize = size;
      }
      unsynced.clear();
    }

    private void keep(int sector) {
      int from = sector * SECTOR;
      int length = Math.min(SECTOR, visible.length - from);
      System.arraycopy(visible, from, durable, from, length);
    }

    void losePower(RandomGenerator random) {
      unsynced.stream().filter(_ -> random.nextBoolean()).forEach(this::keep);
      unsynced.clear();
      durableSize = random.nextBoolean() ? durableSize : size;
      size = durableSize;
      visible = durable.clone();
    }
  }

  private final class Handle implements OpenFile {
    private final Content content;
    private final int owner;

    Handle(Content content, int owner) {
      this.content = content;
      this.owner = owner;
    }

    private Content content() throws IOException {
      if (owner != process) {
        throw new IOException("the process has ended");
      }
      return content;
    }

    @Override
    public long size() throws IOException {
      synchronized (SimulatedDisk.this) {
        return content().size;
      }
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      synchronized (SimulatedDisk.this) {
        int available = (int) Math.min(target.remaining(), content().size - position);
        if (available <= 0) {
          return -1;
        }
        target.put(content().visible, (int) position, available);
        return available;
      }
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
      synchronized (SimulatedDisk.this) {
        int wanted = source.remaining();
        long growth = Math.max(0, position + wanted - content().size);
        if (growth > room) {
          // What there is room for is written, as the system does.
          int fits = (int) Math.max(0, wanted - growth + room);
          content().write(source.slice(source.position(), fits), position);
          room = 0;
          throw new IOException("No space left on device");
        }
        room -= growth;
        content().write(source, position);
        return wanted;
      }
    }

    @Override
    public void sync() throws IOException {
      synchronized (SimulatedDisk.this) {
        content().sync(!syncsFail);
        requireSync();
      }
    }

    @Override
    public void close() {}
  }
}
