package coherence;

import java.io.IOException;

/** One client that calls the server, in whatever protocol, with the JSON of the service's API. */
public interface Wire extends AutoCloseable {
  Answer call(String operation, String body) throws IOException;

  /** The name of the protocol, as {@code --protocols} has it. */
  String protocol();

  /** The address that answers. */
  String address();

  @Override
  void close() throws IOException;
}
