package io.larder.store.seal;

/** Where the keys are that tables name by {@code KMSMasterKeyId}. For any thread. */
@FunctionalInterface
public interface KeySource {
  /** Of a store that has none. */
  KeySource NONE =
      keyId -> {
        throw new KeyUnavailableException(
            KeyUnavailableException.Reason.NOT_FOUND, "Key '" + keyId + "' does not exist");
      };

  /**
   * The key of an id, an alias or an ARN, which a service is not asked for yet.
   *
   * @throws KeyUnavailableException if there is no such key
   */
  KeyProvider find(String keyId) throws KeyUnavailableException;
}
