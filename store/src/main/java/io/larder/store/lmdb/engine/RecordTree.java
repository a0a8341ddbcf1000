package io.larder.store.lmdb.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Records in the order of their keys' unsigned bytes; some only say that a record was deleted.
 *
 * <p>Immutable, so that any number of threads read it while the writer goes on: a change makes
 * another tree, which shares with the old one all but the path from the root to the changed record.
 * It is an AVL tree (the two sides of a node differ in height by one at most), so that path has at
 * most 1.44 log₂(n) nodes.
 */
final class RecordTree {
  static final RecordTree EMPTY = new RecordTree(null);

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final @Nullable Node root;

  private RecordTree(@Nullable Node root) {
    this.root = root;
  }

  /** A record; its value is null if it was deleted. */
  static final class Node {
    private final long prefix;
    private final byte[] key;
    private final byte @Nullable [] value;
    private final @Nullable Node left;
    private final @Nullable Node right;
    private final int height;

    private Node(
        long prefix,
        byte[] key,
        byte @Nullable [] value,
        @Nullable Node left,
        @Nullable Node right) {
      this.prefix = prefix;
      this.key = key;
      this.value = value;
      this.left = left;
      this.right = right;
      this.height = 1 + Math.max(height(left), height(right));
    }

    /** Not to be changed. */
    byte[] key() {
      return key;
    }

    /** Not to be changed. */
    byte @Nullable [] value() {
      return value;
    }

    /** Negative if the other key comes before this one. */
    private int compare(long otherPrefix, byte[] other) {
      int order = Long.compareUnsigned(otherPrefix, prefix);
      return order != 0 ? order : Arrays.compareUnsigned(other, key);
    }

    private static int height(@Nullable Node node) {
      return node == null ? 0 : node.height;
    }
  }

  boolean isEmpty() {
    return root == null;
  }

  /** The most records on a path from the root. */
  int height() {
    return Node.height(root);
  }

  /** This tree and the record, in place of an older one with its key. */
  RecordTree with(byte[] key, byte @Nullable [] value) {
    return new RecordTree(with(root, prefix(key), key, value));
  }

  private static Node with(@Nullable Node node, long prefix, byte[] key, byte @Nullable [] value) {
    if (node == null) {
      return new Node(prefix, key, value, null, null);
    }
    int order = node.compare(prefix, key);
    if (order == 0) {
      return new Node(prefix, key, value, node.left, node.right);
    }
    return order < 0
        ? balanced(node, with(node.left, prefix, key, value), node.right)
        : balanced(node, node.left, with(node.right, prefix, key, value));
  }

  /** The first bytes of a key, as if zeros followed it: most comparisons need no more. */
  private static long prefix(byte[] key) {
    return key.length >= Long.BYTES
        ? (long) LONGS.get(key, 0)
        : (long) LONGS.get(Arrays.copyOf(key, Long.BYTES), 0);
  }

  /** The record of {@code node} above two sides of which one may have become too high by one. */
  private static Node balanced(Node node, @Nullable Node left, @Nullable Node right) {
    int lean = Node.height(left) - Node.height(right);
    if (left != null && lean > 1) {
      Node inner = left.right;
      if (inner == null || Node.height(left.left) >= inner.height) {
        return above(left, left.left, above(node, inner, right));
      }
      return above(inner, above(left, left.left, inner.left), above(node, inner.right, right));
    }
    if (right != null && lean < -1) {
      Node inner = right.left;
      if (inner == null || Node.height(right.right) >= inner.height) {
        return above(right, above(node, left, inner), right.right);
      }
      return above(inner, above(node, left, inner.left), above(right, inner.right, right.right));
    }
    return above(node, left, right);
  }

  private static Node above(Node record, @Nullable Node left, @Nullable Node right) {
    return new Node(record.prefix, record.key, record.value, left, right);
  }

  /** The record with that key, or null. */
  @Nullable Node find(byte[] key) {
    long prefix = prefix(key);
    Node node = root;
    while (node != null) {
      int order = node.compare(prefix, key);
      if (order == 0) {
        return node;
      }
      node = order < 0 ? node.left : node.right;
    }
    return null;
  }

  @Nullable Node first() {
    Node node = root;
    while (node != null && node.left != null) {
      node = node.left;
    }
    return node;
  }

  @Nullable Node last() {
    Node node = root;
    while (node != null && node.right != null) {
      node = node.right;
    }
    return node;
  }

  /** The first record with that key or a greater one, or null. */
  @Nullable Node atOrAfter(byte[] key) {
    return after(key, true);
  }

  /** The first record with a greater key, or null. */
  @Nullable Node after(byte[] key) {
    return after(key, false);
  }

  private @Nullable Node after(byte[] key, boolean orAt) {
    long prefix = prefix(key);
    Node found = null;
    Node node = root;
    while (node != null) {
      int order = node.compare(prefix, key);
      if (order < 0 || (orAt && order == 0)) {
        found = node;
        node = node.left;
      } else {
        node = node.right;
      }
    }
    return found;
  }

  /** The last record with a lesser key, or null. */
  @Nullable Node before(byte[] key) {
    long prefix = prefix(key);
    Node found = null;
    Node node = root;
    while (node != null) {
      if (node.compare(prefix, key) > 0) {
        found = node;
        node = node.right;
      } else {
        node = node.left;
      }
    }
    return found;
  }
}
