package io.larder.store.lmdb.binding;

import static io.larder.store.lmdb.binding.PageFormat.BRANCH;
import static io.larder.store.lmdb.binding.PageFormat.DATABASE;
import static io.larder.store.lmdb.binding.PageFormat.FLAGS_AT;
import static io.larder.store.lmdb.binding.PageFormat.FREE_AT;
import static io.larder.store.lmdb.binding.PageFormat.HEADER;
import static io.larder.store.lmdb.binding.PageFormat.KEY_LENGTH_AT;
import static io.larder.store.lmdb.binding.PageFormat.LARGE_VALUE;
import static io.larder.store.lmdb.binding.PageFormat.LAST_PAGE_AT;
import static io.larder.store.lmdb.binding.PageFormat.LEAF;
import static io.larder.store.lmdb.binding.PageFormat.LOWER_AT;
import static io.larder.store.lmdb.binding.PageFormat.MAGIC;
import static io.larder.store.lmdb.binding.PageFormat.MAIN_AT;
import static io.larder.store.lmdb.binding.PageFormat.MAX_DEPTH;
import static io.larder.store.lmdb.binding.PageFormat.MAX_PAGE_SIZE;
import static io.larder.store.lmdb.binding.PageFormat.META;
import static io.larder.store.lmdb.binding.PageFormat.MIN_PAGE_SIZE;
import static io.larder.store.lmdb.binding.PageFormat.NODE_FLAGS_AT;
import static io.larder.store.lmdb.binding.PageFormat.NODE_HEADER;
import static io.larder.store.lmdb.binding.PageFormat.NO_PAGE;
import static io.larder.store.lmdb.binding.PageFormat.PAGE_SIZE_AT;
import static io.larder.store.lmdb.binding.PageFormat.ROOT_AT;
import static io.larder.store.lmdb.binding.PageFormat.TXN_AT;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether LMDB's file has all pages that are in use. LMDB maps the file whatever its length,
 * and whoever touches a page behind its end ends the process.
 *
 * <p>Usually the length says so alone. A file may also end before the last page that LMDB has
 * counted: a page that became free in the transaction which took it is never written. Then the
 * pages in use are looked for, from the roots on.
 */
public final class DataPages {
  private final FileChannel file;
  private final int pageSize;
  private final long pages;
  private long visited;

  private DataPages(FileChannel file, int pageSize) throws IOException {
    this.file = file;
    this.pageSize = pageSize;
    this.pages = file.size() / pageSize;
  }

  /** Ends the look at a file. */
  private static final class Fault extends Exception {
    private static final long serialVersionUID = 1L;

    Fault(String message) {
      super(message, null, false, false);
    }
  }

  /**
   * What is wrong with the file; null if nothing is, or only what LMDB itself will tell.
   *
   * @throws IOException if it cannot be read
   */
  public static @Nullable String fault(Path path) throws IOException {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      if (file.size() > 0) {
        check(file);
      }
      return null;
    } catch (Fault e) {
      return e.getMessage();
    }
  }

  private static void check(FileChannel file) throws IOException, Fault {
    ByteBuffer first = read(file, 0, META);
    if (first.getInt(HEADER) != MAGIC) {
      return;
    }
    int pageSize = first.getInt(PAGE_SIZE_AT);
    if (pageSize < MIN_PAGE_SIZE || pageSize > MAX_PAGE_SIZE) {
      throw new Fault("its first page is damaged: it gives " + pageSize + " as the size of pages");
    }
    ByteBuffer second = read(file, pageSize, META);
    var newest = first.getLong(TXN_AT) < second.getLong(TXN_AT) ? second : first;
    var pages = new DataPages(file, pageSize);
    if (newest.getLong(LAST_PAGE_AT) >= pages.pages) {
      pages.walk(newest.getLong(FREE_AT + ROOT_AT), 0);
      pages.walk(newest.getLong(MAIN_AT + ROOT_AT), 0);
    }
  }

  private static ByteBuffer read(FileChannel file, long position, int length)
      throws IOException, Fault {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
    while (bytes.hasRemaining()) {
      if (file.read(bytes, position + bytes.position()) < 0) {
        throw new Fault("it ends at byte " + file.size() + ", before its first pages");
      }
    }
    return bytes.flip();
  }

  private void walk(long root, int depth) throws IOException, Fault {
    if (root == NO_PAGE) {
      return;
    }
    require(root, 1);
    ByteBuffer page = read(file, root * pageSize, pageSize);
    int kind = page.getShort(FLAGS_AT) & (BRANCH | LEAF);
    int end = page.getShort(LOWER_AT) & 0xFFFF;
    // As many pages as the file has are no cycle.
    requireSound(root, (kind == BRANCH || kind == LEAF) && depth < MAX_DEPTH && end <= pageSize);
    requireSound(root, ++visited <= pages);
    for (int at = HEADER; at < end; at += Short.BYTES) {
      int node = page.getShort(at) & 0xFFFF;
      requireSound(root, node <= pageSize - NODE_HEADER);
      if (kind == BRANCH) {
        long high = page.getShort(node + NODE_FLAGS_AT) & 0xFFFF;
        walk((page.getInt(node) & 0xFFFFFFFFL) | (high << Integer.SIZE), depth + 1);
      } else {
        look(root, page, node, depth);
      }
    }
  }

  private void look(long number, ByteBuffer page, int node, int depth) throws IOException, Fault {
    int flags = page.getShort(node + NODE_FLAGS_AT);
    int data = node + NODE_HEADER + (page.getShort(node + KEY_LENGTH_AT) & 0xFFFF);
    if ((flags & LARGE_VALUE) != 0) {
      requireSound(number, data <= pageSize - Long.BYTES);
      long length = page.getInt(node) & 0xFFFFFFFFL;
      require(page.getLong(data), (HEADER - 1 + length) / pageSize + 1);
    } else if ((flags & DATABASE) != 0) {
      requireSound(number, data + ROOT_AT <= pageSize - Long.BYTES);
      walk(page.getLong(data + ROOT_AT), depth + 1);
    }
  }

  private void require(long first, long count) throws IOException, Fault {
    if (first < 0 || first + count > pages) {
      throw new Fault(
          "it ends at byte "
              + file.size()
              + ", but what stands in "
              + count
              + " pages of "
              + pageSize
              + " bytes from page "
              + first
              + " on is in use");
    }
  }

  private static void requireSound(long page, boolean isSound) throws Fault {
    if (!isSound) {
      throw new Fault("it ends before its last page, and its page " + page + " is damaged");
    }
  }
}
