package io.larder.proxy.iam;

import io.larder.proxy.upstream.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a command finds what its calls are signed with. */
public final class ClientCredentials {
  private ClientCredentials() {}

  /**
   * Those of the environment, under the names that all of AWS's tools have: a key, or else the file
   * of shared credentials that it names.
   *
   * @return null if there are none
   * @throws IOException in one line, if the file has none
   */
  public static @Nullable Credentials of(Map<String, String> environment) throws IOException {
    String id = environment.get("AWS_ACCESS_KEY_ID");
    String secret = environment.get("AWS_SECRET_ACCESS_KEY");
    if (id != null && secret != null) {
      return new Credentials(id, secret, environment.get("AWS_SESSION_TOKEN"));
    }
    String file = environment.get("AWS_SHARED_CREDENTIALS_FILE");
    return file == null ? null : read(Path.of(file));
  }

  /**
   * Those of the profile {@code default} of a shared credentials file.
   *
   * @throws IOException in one line, if there are none
   */
  public static Credentials read(Path file) throws IOException {
    Map<String, String> values = new HashMap<>();
    boolean isDefault = false;
    for (String line : Files.readAllLines(file)) {
      String text = line.strip();
      int equals = text.indexOf('=');
      if (text.startsWith("[")) {
        isDefault = text.equals("[default]");
      } else if (isDefault && equals > 0 && !text.startsWith("#")) {
        values.put(text.substring(0, equals).strip(), text.substring(equals + 1).strip());
      }
    }
    String id = values.get("aws_access_key_id");
    String secret = values.get("aws_secret_access_key");
    if (id == null || secret == null) {
      throw new IOException(file + " has no access key in [default]");
    }
    return new Credentials(id, secret, values.get("aws_session_token"));
  }
}
