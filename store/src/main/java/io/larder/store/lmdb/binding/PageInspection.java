package io.larder.store.lmdb.binding;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every page of one state of LMDB's file: whether each is where it says it is, in one
 * place of one tree, with its keys in order and within the bounds that the page above gives, and
 * whether none that is in use is held to be free. LMDB itself trusts all of that, and the process
 * with it, so this reads the file and asks LMDB nothing.
 */
public final class PageInspection {
  private final FileChannel file;
  private final Faults faults;
  private final LongConsumer progress;
  private final int pageSize;
  private final long pages;
  private final BitSet used = new BitSet();
  private final BitSet free = new BitSet();
  private long looked;

  private PageInspection(
      FileChannel file, int pageSize, long pages, Faults faults, LongConsumer progress) {
    this.file = file;
    this.pageSize = pageSize;
    this.pages = pages;
    this.faults = faults;
    this.progress = progress;
  }

  /** Is told what is wrong. */
  @FunctionalInterface
  public interface Faults {
    void found(String fault);
  }

  /** A tree on the way down; the keys of the one that lists free pages are numbers. */
  private static final class Tree {
    private final String name;
    private final int depth;
    private final boolean isOfFreePages;
    private final boolean isOfDatabases;
    private long entries;
    private boolean isDamaged;

    Tree(String name, int depth, boolean isOfFreePages, boolean isOfDatabases) {
      this.name = name;
      this.depth = depth;
      this.isOfFreePages = isOfFreePages;
      this.isOfDatabases = isOfDatabases;
    }
  }

  /** A page whose nodes are looked at. */
  private record Page(long number, ByteBuffer bytes, int upper) {
    String fault(String what) {
      return "page " + number + ": " + what;
    }
  }

  /**
   * Looks at the newest state of a file that nobody writes to.
   *
   * @param progress is told how many pages were looked at
   * @throws IOException if the file cannot be read
   */
  public static void ofNewest(Path path, Faults faults, LongConsumer progress) throws IOException {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      inspect(file, null, faults, progress);
    }
  }

  /**
   * Looks at the state that an open transaction reads, whose pages stay as they are.
   *
   * @return false if so much was written since that the state's root is no longer to be found
   * @throws IOException if the file cannot be read
   */
  public static boolean of(Path path, Txn txn, Faults faults, LongConsumer progress)
      throws IOException {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      return inspect(file, txn.number(), faults, progress);
    }
  }

  private static boolean inspect(
      FileChannel file, @Nullable Long txn, Faults faults, LongConsumer progress)
      throws IOException {
    ByteBuffer first = read(file, 0, PageFormat.META);
    if (first == null || first.getInt(PageFormat.HEADER) != PageFormat.MAGIC) {
      faults.found("page 0: it is not the first page of LMDB's file");
      return true;
    }
    int pageSize = first.getInt(PageFormat.PAGE_SIZE_AT);
    if (pageSize < PageFormat.MIN_PAGE_SIZE
        || pageSize > PageFormat.MAX_PAGE_SIZE
        || Integer.bitCount(pageSize) != 1) {
      faults.found("page 0: it gives " + pageSize + " as the size of pages");
      return true;
    }
    ByteBuffer second = read(file, pageSize, PageFormat.META);
    if (second == null || second.getInt(PageFormat.HEADER) != PageFormat.MAGIC) {
      faults.found("page 1: it is not the second page of LMDB's file");
      return true;
    }
    ByteBuffer meta =
        first.getLong(PageFormat.TXN_AT) < second.getLong(PageFormat.TXN_AT) ? second : first;
    if (txn != null && meta.getLong(PageFormat.TXN_AT) != txn) {
      meta = meta.equals(first) ? second : first;
      if (meta.getLong(PageFormat.TXN_AT) != txn) {
        return false;
      }
    }
    long pages = Math.min(meta.getLong(PageFormat.LAST_PAGE_AT) + 1, file.size() / pageSize);
    if (pages > Integer.MAX_VALUE) {
      faults.found("it has more pages than can be looked at");
      return true;
    }
    new PageInspection(file, pageSize, pages, faults, progress).run(meta);
    return true;
  }

  private static @Nullable ByteBuffer read(FileChannel file, long position, int length)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
    while (bytes.hasRemaining()) {
      if (file.read(bytes, position + bytes.position()) < 0) {
        return null;
      }
    }
    return bytes.flip();
  }

  private void run(ByteBuffer meta) throws IOException {
    used.set(0, 2);
    descend(
        new Tree("free pages", depth(meta, PageFormat.FREE_AT), true, false),
        meta,
        PageFormat.FREE_AT);
    descend(
        new Tree("databases", depth(meta, PageFormat.MAIN_AT), false, true),
        meta,
        PageFormat.MAIN_AT);
    free.and(used);
    free.stream()
        .forEach(page -> faults.found("page " + page + ": it is in use, and listed as free"));
  }

  private static int depth(ByteBuffer bytes, int database) {
    return bytes.getShort(database + PageFormat.DEPTH_AT) & 0xFFFF;
  }

  /** Looks at the tree whose MDB_db stands there. */
  private void descend(Tree tree, ByteBuffer bytes, int database) throws IOException {
    long root = bytes.getLong(database + PageFormat.ROOT_AT);
    if (root != PageFormat.NO_PAGE) {
      walk(tree, root, 1, null, null);
    }
    long entries = bytes.getLong(database + PageFormat.ENTRIES_AT);
    if (!tree.isDamaged && entries != tree.entries) {
      faults.found(
          tree.name + ": there are " + tree.entries + " records, and should be " + entries);
    }
  }

  /**
   * @param lower no key of the page comes before it; null if there is no bound
   * @param upper all keys of the page come before it
   */
  private void walk(
      Tree tree, long number, int level, byte @Nullable [] lower, byte @Nullable [] upper)
      throws IOException {
    Page page = page(tree, number);
    if (page == null) {
      tree.isDamaged = true;
      return;
    }
    ByteBuffer bytes = page.bytes;
    boolean isBranch = (bytes.getShort(PageFormat.FLAGS_AT) & PageFormat.BRANCH) != 0;
    String fault =
        isBranch == (level == tree.depth) || level > PageFormat.MAX_DEPTH
            ? "it does not belong " + level + " levels below the root"
            : null;
    int count = (lower(bytes) - PageFormat.HEADER) / Short.BYTES;
    byte[][] keys = new byte[count][];
    for (int at = 0; at < count && fault == null; at++) {
      byte[] key = key(tree, page, node(bytes, at));
      if (key == null) {
        fault = "a key stands outside of it";
      } else {
        keys[at] = key;
        // The first key of a branch is never looked at.
        fault = isBranch && at == 0 ? null : faultOfKey(keys, at, isBranch ? 1 : 0, lower, upper);
      }
    }
    if (fault != null) {
      tree.isDamaged = true;
      faults.found(tree.name + ": " + page.fault(fault));
      return;
    }
    for (int at = 0; at < count; at++) {
      int node = node(bytes, at);
      if (isBranch) {
        walk(
            tree,
            child(bytes, node),
            level + 1,
            at == 0 ? lower : keys[at],
            at + 1 == count ? upper : keys[at + 1]);
      } else {
        tree.entries++;
        value(tree, page, node);
      }
    }
  }

  private static int lower(ByteBuffer bytes) {
    return bytes.getShort(PageFormat.LOWER_AT) & 0xFFFF;
  }

  private static int node(ByteBuffer bytes, int at) {
    return bytes.getShort(PageFormat.HEADER + Short.BYTES * at) & 0xFFFF;
  }

  private static long child(ByteBuffer bytes, int node) {
    long high = bytes.getShort(node + PageFormat.NODE_FLAGS_AT) & 0xFFFF;
    return (bytes.getInt(node) & 0xFFFFFFFFL) | (high << Integer.SIZE);
  }

  /** {@code first} is the place of the first key that counts. */
  private static @Nullable String faultOfKey(
      byte[][] keys, int at, int first, byte @Nullable [] lower, byte @Nullable [] upper) {
    byte[] key = keys[at];
    if (at > first && Arrays.compareUnsigned(keys[at - 1], key) >= 0) {
      return "its keys are not in order";
    }
    return (lower != null && Arrays.compareUnsigned(key, lower) < 0)
            || (upper != null && Arrays.compareUnsigned(key, upper) >= 0)
        ? "a key does not belong to it"
        : null;
  }

  /** A page of a tree, found nowhere else before; null, and told, if it is damaged. */
  private @Nullable Page page(Tree tree, long number) throws IOException {
    if (!take(tree, number, 1)) {
      return null;
    }
    ByteBuffer bytes = read(file, number * pageSize, pageSize);
    if (bytes == null) {
      throw new IOException("page " + number + " cannot be read");
    }
    int kind = bytes.getShort(PageFormat.FLAGS_AT) & (PageFormat.BRANCH | PageFormat.LEAF);
    int lower = lower(bytes);
    int upper = bytes.getShort(PageFormat.UPPER_AT) & 0xFFFF;
    String fault = null;
    if (bytes.getLong(0) != number) {
      fault = "it says that it is page " + bytes.getLong(0);
    } else if (kind != PageFormat.BRANCH && kind != PageFormat.LEAF) {
      fault = "it is no page of a tree";
    } else if (lower < PageFormat.HEADER
        || lower > upper
        || upper > pageSize
        || lower % Short.BYTES != 0) {
      fault = "its bounds are wrong";
    }
    if (fault != null) {
      faults.found(tree.name + ": page " + number + ": " + fault);
      return null;
    }
    return new Page(number, bytes, upper);
  }

  /** True if those pages are there, and were not found before. */
  private boolean take(Tree tree, long first, long count) {
    progress.accept(looked += count);
    if (first < 0 || count < 1 || first > pages - count) {
      faults.found(tree.name + ": page " + first + ": it is beyond the end of the file");
      return false;
    }
    int from = (int) first;
    int next = used.nextSetBit(from);
    if (next >= 0 && next < first + count) {
      faults.found(tree.name + ": page " + next + ": it is in use in another place, too");
      return false;
    }
    used.set(from, (int) (first + count));
    return true;
  }

  /** The key of a node; null if it is not within the page. */
  private byte @Nullable [] key(Tree tree, Page page, int node) {
    if (node < page.upper || node > pageSize - PageFormat.NODE_HEADER) {
      return null;
    }
    int length = page.bytes.getShort(node + PageFormat.KEY_LENGTH_AT) & 0xFFFF;
    int from = node + PageFormat.NODE_HEADER;
    boolean isNumber = tree.isOfFreePages && length > 0;
    if (length > pageSize - from || (isNumber && length != Long.BYTES)) {
      return null;
    }
    byte[] key = new byte[length];
    page.bytes.get(from, key);
    if (isNumber) {
      ByteBuffer.wrap(key).putLong(page.bytes.getLong(from));
    }
    return key;
  }

  private void value(Tree tree, Page page, int node) throws IOException {
    ByteBuffer bytes = page.bytes;
    int flags = bytes.getShort(node + PageFormat.NODE_FLAGS_AT);
    int keyLength = bytes.getShort(node + PageFormat.KEY_LENGTH_AT) & 0xFFFF;
    int at = node + PageFormat.NODE_HEADER + keyLength;
    long length = bytes.getInt(node) & 0xFFFFFFFFL;
    boolean isLarge = (flags & PageFormat.LARGE_VALUE) != 0;
    if ((isLarge ? Long.BYTES : length) > pageSize - at) {
      tree.isDamaged = true;
      faults.found(tree.name + ": " + page.fault("a value stands outside of it"));
    } else if (isLarge) {
      large(tree, bytes.getLong(at), length);
    } else if (tree.isOfFreePages) {
      list(bytes, at, length);
    } else if (tree.isOfDatabases && length == PageFormat.DATABASE_LENGTH) {
      byte[] name = new byte[keyLength];
      bytes.get(node + PageFormat.NODE_HEADER, name);
      String text = new String(name, StandardCharsets.US_ASCII);
      descend(new Tree(text, depth(bytes, at), false, false), bytes, at);
    } else if (tree.isOfDatabases) {
      faults.found(tree.name + ": " + page.fault("a database is damaged"));
    }
  }

  private void large(Tree tree, long first, long length) throws IOException {
    long count = (PageFormat.HEADER - 1 + length) / pageSize + 1;
    if (!take(tree, first, count)) {
      return;
    }
    ByteBuffer header = read(file, first * pageSize, PageFormat.HEADER);
    if (header == null
        || header.getLong(0) != first
        || (header.getShort(PageFormat.FLAGS_AT) & PageFormat.OVERFLOW) == 0
        || header.getInt(PageFormat.COUNT_AT) < count) {
      faults.found(tree.name + ": page " + first + ": it is not the first page of a large value");
    } else if (tree.isOfFreePages) {
      long most = (long) pageSize * count - PageFormat.HEADER;
      ByteBuffer list =
          length > most || length > Integer.MAX_VALUE
              ? null
              : read(file, first * pageSize + PageFormat.HEADER, (int) length);
      if (list != null) {
        list(list, 0, length);
      }
    }
  }

  /** A list of free pages: how many, and their numbers. */
  private void list(ByteBuffer bytes, int at, long length) {
    long count = length < Long.BYTES ? -1 : bytes.getLong(at);
    if (count < 0 || count > length / Long.BYTES - 1) {
      faults.found("free pages: a list of them is damaged");
      return;
    }
    for (int next = 1; next <= count; next++) {
      long page = bytes.getLong(at + next * Long.BYTES);
      if (page < 2 || page > Integer.MAX_VALUE) {
        faults.found("free pages: a list of them has page " + page);
      } else if (free.get((int) page)) {
        faults.found("free pages: page " + page + " is listed twice");
      } else {
        free.set((int) page);
      }
    }
  }
}
