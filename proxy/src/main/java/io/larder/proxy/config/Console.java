package io.larder.proxy.config;

/** The pages for a browser on the admin port. */
public record Console(
    @Setting(
            byDefault = "read-only",
            doc =
                "off; read-only: pages show and change nothing; full: they change what callers may"
                    + " change, or where callers are not verified, whoever is on this machine.")
        Mode mode) {
  /** What pages may do. */
  public enum Mode {
    OFF,
    READ_ONLY,
    FULL
  }
}
