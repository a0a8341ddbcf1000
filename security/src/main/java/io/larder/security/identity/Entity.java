package io.larder.security.identity;

/** One of the things that IAM knows, each of which is stored as one document. */
public sealed interface Entity permits AccessKey, ManagedPolicy, OidcProvider, PolicyHolder {
  /** Under what it is stored; no two have the same. */
  EntityKey key();

  /** Twelve digits. */
  String account();
}
