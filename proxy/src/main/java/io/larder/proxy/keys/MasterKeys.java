package io.larder.proxy.keys;

import io.larder.proxy.upstream.CredentialsSource;
import io.larder.store.seal.KeyProvider;
import io.larder.store.seal.KeySource;
import io.larder.store.seal.KeyUnavailableException;
import io.larder.store.seal.KeyUnavailableException.Reason;
import io.larder.store.seal.LocalKeys;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the key that a configuration names: {@code file:PATH}, {@code env:VARIABLE}, {@code
 * aws-kms:ARN}, or {@code vault:URL/MOUNT/KEY}. Credentials of AWS are found as its SDKs do, its
 * endpoint by {@code AWS_ENDPOINT_URL_KMS}; Vault's token is in {@code VAULT_TOKEN}, or in the file
 * that {@code VAULT_TOKEN_FILE} names.
 */
public final class MasterKeys {

  private static final Pattern PATH = Pattern.compile("(key|alias)(/[A-Za-z0-9_-]{1,256}){1,3}");
  private static final Pattern REGION_NAME = Pattern.compile("[a-z0-9-]{1,64}");
  private static final int ARN_PARTS = 6;
  private static final int REGION = 3;

  private final Map<String, String> environment;
  private final CredentialsSource credentials;

  /** {@code environment} are the variables of the process. */
  public MasterKeys(Map<String, String> environment) {
    this(environment, new CredentialsSource.Chain());
  }

  MasterKeys(Map<String, String> environment, CredentialsSource credentials) {
    this.environment = Map.copyOf(environment);
    this.credentials = credentials;
  }

  /**
   * The key of that name. A service is not asked yet.
   *
   * @throws KeyUnavailableException if there is none, or the name is none
   */
  public KeyProvider find(String name) throws KeyUnavailableException {
    String rest = name.substring(name.indexOf(':') + 1);
    try {
      return switch (name.substring(0, name.indexOf(':') + 1)) {
        case "file:" -> LocalKeys.file(Path.of(rest));
        case "env:" -> LocalKeys.parse(name, environment.getOrDefault(rest, ""));
        case "aws-kms:" -> kms(rest, regionOf(rest));
        case "vault:" -> vault(name, URI.create(rest));
        default -> throw none(name);
      };
    } catch (IllegalArgumentException e) {
      throw none(name);
    }
  }

  /**
   * Where tables' keys are, by the words {@code none}, {@code file:FOLDER}, {@code aws-kms:REGION}
   * or {@code vault:URL/MOUNT}. In a folder a key is the file {@code key/ID} or {@code alias/NAME},
   * in Vault the last part of its name.
   *
   * @throws KeyUnavailableException if the words are others
   */
  public KeySource source(String words) throws KeyUnavailableException {
    String rest = words.substring(words.indexOf(':') + 1);
    return switch (words.substring(0, words.indexOf(':') + 1)) {
      case "file:" -> keyId -> LocalKeys.file(Path.of(rest).resolve(pathOf(keyId)));
      case "aws-kms:" -> keyId -> kms(keyId, keyId.startsWith("arn:") ? regionOf(keyId) : rest);
      case "vault:" ->
          keyId -> {
            String path = pathOf(keyId);
            return find(words + "/" + path.substring(path.lastIndexOf('/') + 1));
          };
      case "" -> KeySource.NONE;
      default -> throw none(words);
    };
  }

  /** What follows the account in a key's ARN: {@code key/ID} or {@code alias/NAME}. */
  private static String pathOf(String keyId) throws KeyUnavailableException {
    String last = keyId.startsWith("arn:") ? keyId.substring(keyId.lastIndexOf(':') + 1) : keyId;
    String path = last.indexOf('/') < 0 ? "key/" + last : last;
    if (!PATH.matcher(path).matches()) {
      throw new KeyUnavailableException(Reason.NOT_FOUND, "Key '" + keyId + "' does not exist");
    }
    return path;
  }

  private static String regionOf(String arn) throws KeyUnavailableException {
    String[] parts = arn.split(":", ARN_PARTS);
    if (parts.length < ARN_PARTS || !REGION_NAME.matcher(parts[REGION]).matches()) {
      throw none("aws-kms:" + arn);
    }
    return parts[REGION];
  }

  /**
   * Makes the key of a store that is made, if it is to be in a file.
   *
   * @throws IOException if it cannot be written
   */
  public static void create(String name) throws IOException {
    if (name.startsWith("file:")) {
      try {
        LocalKeys.createFile(Path.of(name.substring("file:".length())));
      } catch (InvalidPathException e) {
        throw new IOException(name + " names no file", e);
      }
    }
  }

  private KeyProvider kms(String keyId, String region) {
    String endpoint =
        environment.getOrDefault(
            "AWS_ENDPOINT_URL_KMS", "https://kms." + region + ".amazonaws.com");
    return new KmsKeys(keyId, region, URI.create(endpoint), credentials, InstantSource.system());
  }

  private KeyProvider vault(String name, URI uri) throws KeyUnavailableException {
    String path = uri.getPath() == null ? "" : uri.getPath();
    int slash = path.lastIndexOf('/');
    if (slash < 1 || slash == path.length() - 1 || uri.getRawQuery() != null) {
      throw none(name);
    }
    URI server = URI.create(uri.getScheme() + "://" + uri.getRawAuthority());
    return new VaultKeys(
        server, path.substring(1, slash), path.substring(slash + 1), this::vaultToken);
  }

  private @Nullable String vaultToken() {
    String file = environment.get("VAULT_TOKEN_FILE");
    if (file == null) {
      return environment.get("VAULT_TOKEN");
    }
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException e) {
      return null;
    }
  }

  private static KeyUnavailableException none(String name) {
    return new KeyUnavailableException(
        Reason.NOT_FOUND,
        name + " is no key: file:PATH, env:VARIABLE, aws-kms:ARN or vault:URL/MOUNT/KEY");
  }
}
