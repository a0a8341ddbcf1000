package io.larder.store.seal;

import io.larder.store.seal.KeyUnavailableException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Master keys that are here: in a file or a variable of the environment, one a line, each 32 bytes
 * in Base64 or hexadecimal digits. The first wraps, all unwrap; so a master key is changed by a new
 * first line, and the old one can go when all keys were wrapped anew. A file of 32 bytes is a key
 * as it is.
 *
 * <p>A wrapped key is {@code format (1) | first 8 bytes of SHA-256 of the master key | nonce | key
 * and tag}.
 */
public final class LocalKeys implements KeyProvider {
  private static final byte FORMAT = 1;
  private static final int ID = 8;
  private static final int MAX_FILE = 1 << 16;
  private static final Set<PosixFilePermission> TOO_OPEN =
      Set.of(
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private final String name;
  private final List<MasterKey> keys;
  private final RandomGenerator random;

  private static final class MasterKey {
    private final byte[] id;
    private final SealKey key;

    MasterKey(byte[] bytes) {
      this.key = new SealKey(bytes);
      this.id = Arrays.copyOf(sha256(bytes), ID);
    }
  }

  private LocalKeys(String name, List<MasterKey> keys, RandomGenerator random) {
    this.name = name;
    this.keys = keys;
    this.random = random;
  }

  /**
   * The keys in a text.
   *
   * @throws KeyUnavailableException if it is none, or has a line that is no key
   */
  public static LocalKeys parse(String name, String text) throws KeyUnavailableException {
    List<MasterKey> keys = new ArrayList<>();
    for (String line : text.lines().map(String::strip).filter(l -> !l.isEmpty()).toList()) {
      keys.add(new MasterKey(key(name, line)));
    }
    if (keys.isEmpty()) {
      throw new KeyUnavailableException(Reason.NOT_FOUND, name + " holds no key");
    }
    return new LocalKeys(name, List.copyOf(keys), new SecureRandom());
  }

  private static byte[] key(String name, String line) throws KeyUnavailableException {
    try {
      byte[] bytes =
          line.length() == 2 * SealKey.BYTES
              ? HexFormat.of().parseHex(line)
              : Base64.getDecoder().decode(line);
      if (bytes.length == SealKey.BYTES) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      // Its message may hold a part of the key.
    }
    throw new KeyUnavailableException(
        Reason.NOT_FOUND,
        name + " has a line that is not a key of 32 bytes in Base64 or hexadecimal digits");
  }

  /**
   * The keys in a file.
   *
   * @throws KeyUnavailableException if there is none, it cannot be read, holds something else, or
   *     others may read it or their group may write it
   */
  public static LocalKeys file(Path file) throws KeyUnavailableException {
    String name = "file:" + file;
    try {
      if (Files.size(file) > MAX_FILE) {
        throw new KeyUnavailableException(Reason.NOT_FOUND, name + " is too large for keys");
      }
      if (file.getFileSystem().supportedFileAttributeViews().contains("posix")
          && Files.getPosixFilePermissions(file).stream().anyMatch(TOO_OPEN::contains)) {
        throw new KeyUnavailableException(
            Reason.DENIED, name + " can be read by everybody: make it its owner's (chmod 600)");
      }
      byte[] bytes = Files.readAllBytes(file);
      if (bytes.length == SealKey.BYTES) {
        return new LocalKeys(name, List.of(new MasterKey(bytes)), new SecureRandom());
      }
      return parse(name, new String(bytes, StandardCharsets.ISO_8859_1));
    } catch (NoSuchFileException e) {
      throw new KeyUnavailableException(Reason.NOT_FOUND, "There is no " + name, e);
    } catch (IOException e) {
      throw new KeyUnavailableException(
          Reason.UNREACHABLE, name + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Makes a file with a new key, which only its owner may read, unless there is a file. */
  public static void createFile(Path file) throws IOException {
    if (Files.exists(file)) {
      return;
    }
    byte[] bytes = new byte[SealKey.BYTES];
    new SecureRandom().nextBytes(bytes);
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    boolean isPosix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    if (isPosix) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } else {
      Files.createFile(file);
    }
    Files.writeString(
        file,
        Base64.getEncoder().encodeToString(bytes) + "\n",
        StandardOpenOption.WRITE,
        StandardOpenOption.SYNC);
  }

  /** A key that is gone with the process, for stores that are too. */
  public static LocalKeys ofProcess() {
    byte[] bytes = new byte[SealKey.BYTES];
    var random = new SecureRandom();
    random.nextBytes(bytes);
    return new LocalKeys("a key of this process", List.of(new MasterKey(bytes)), random);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public byte[] wrap(byte[] key, Map<String, String> context) {
    MasterKey first = keys.getFirst();
    byte[] nonce = new byte[SealKey.NONCE];
    random.nextBytes(nonce);
    byte[] sealed = first.key.seal(nonce, key, aad(context));
    return ByteBuffer.allocate(1 + ID + nonce.length + sealed.length)
        .put(FORMAT)
        .put(first.id)
        .put(nonce)
        .put(sealed)
        .array();
  }

  @Override
  public byte[] unwrap(byte[] wrapped, Map<String, String> context) throws KeyUnavailableException {
    if (wrapped.length > 1 + ID && wrapped[0] == FORMAT) {
      for (MasterKey master : keys) {
        if (Arrays.equals(wrapped, 1, 1 + ID, master.id, 0, ID)) {
          try {
            return master.key.open(wrapped, 1 + ID, aad(context));
          } catch (BrokenSealException e) {
            throw new KeyUnavailableException(
                Reason.NOT_FOUND, name + " has not wrapped this key: it is " + e.getMessage(), e);
          }
        }
      }
    }
    throw new KeyUnavailableException(
        Reason.NOT_FOUND,
        name
            + " has not the master key that wrapped this key"
            + (wrapped.length > 1 + ID
                ? ", which has the id " + HexFormat.of().formatHex(wrapped, 1, 1 + ID)
                : ""));
  }

  /** The context, in one order and so that no other context has the same bytes. */
  private static byte[] aad(Map<String, String> context) {
    var text = new StringBuilder();
    new TreeMap<>(context)
        .forEach(
            (name, value) ->
                text.append(name.length())
                    .append(':')
                    .append(name)
                    .append(value.length())
                    .append(':')
                    .append(value));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String describe() {
    return name + "#" + HexFormat.of().formatHex(keys.getFirst().id);
  }

  @Override
  public boolean isLocal() {
    return true;
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Java without SHA-256", e);
    }
  }

  /** Tells no keys. */
  @Override
  public String toString() {
    return name;
  }
}
