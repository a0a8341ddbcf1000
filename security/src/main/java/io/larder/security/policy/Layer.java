package io.larder.security.policy;

/** A place of policies in an evaluation. Each may deny, and each that is there must allow. */
public enum Layer {
  SERVICE_CONTROL("service control policy", "a service control policy"),
  RESOURCE_CONTROL("resource control policy", "a resource control policy"),
  ENDPOINT("VPC endpoint policy", "a VPC endpoint policy"),
  RESOURCE("resource-based policy", "a resource-based policy"),
  TRUST("role trust policy", "the role trust policy"),
  IDENTITY("identity-based policy", "an identity-based policy"),
  BOUNDARY("permissions boundary", "a permissions boundary"),
  SESSION("session policy", "a session policy");

  private final String words;
  private final String wordsWithArticle;

  Layer(String words, String wordsWithArticle) {
    this.words = words;
    this.wordsWithArticle = wordsWithArticle;
  }

  /** As denials that nothing allows name it. */
  public String words() {
    return words;
  }

  /** As explicit denials name it. */
  public String wordsWithArticle() {
    return wordsWithArticle;
  }
}
