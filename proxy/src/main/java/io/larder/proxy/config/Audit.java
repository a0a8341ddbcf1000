package io.larder.proxy.config;

import io.larder.proxy.config.value.ByteSize;
import io.larder.proxy.config.value.OptionalFile;
import io.larder.security.audit.AuditOptions;
import io.larder.security.audit.Selection;
import java.nio.file.Path;
import java.time.Duration;

/** Where and how it is recorded who did what. */
public record Audit(
    @Setting(
            byDefault = "sigv4",
            doc =
                "sigv4: record where signatures are verified; always: also where they are not;"
                    + " never.")
        Mode mode,
    @Setting(byDefault = "./audit", doc = "Folder of the records, which no other server may use.")
        Path directory,
    @Setting(
            byDefault = "none",
            doc =
                "File of the RSA key in PEM (PKCS #8) that digests are signed with, which is made"
                    + " if it is not there; none for signing-key.pem in that folder.")
        OptionalFile key,
    @Setting(
            byDefault = "writes",
            doc =
                "Which calls on items are recorded: none, writes or all. Calls on tables and"
                    + " identities, denials and failures of authentication always are.")
        Selection.DataEvents dataEvents,
    @Setting(
            byDefault = "none",
            doc =
                "File of further calls on items to be recorded: CloudTrail's advanced event"
                    + " selectors, in JSON.")
        OptionalFile selectors,
    @Setting(
            byDefault = "5m",
            least = "1s",
            most = "1d",
            doc = "How long records are added to one log before it is complete.")
        Duration rotate,
    @Setting(
            byDefault = "1h",
            least = "1s",
            most = "1d",
            doc = "How often what is complete is signed.")
        Duration digest,
    @Setting(
            byDefault = "0",
            least = "0",
            most = "36500d",
            doc = "Age at which logs are deleted; 0 for never. Digests are kept.")
        Duration retention,
    @Setting(
            byDefault = "refuse",
            doc =
                "What becomes of calls whose records cannot be written: refuse, or drop the record"
                    + " and tell how many.")
        AuditOptions.Overflow onOverflow,
    @Setting(
            byDefault = "2%",
            least = "64 KB",
            most = "25%",
            doc = "Most memory for what waits to be recorded, in bytes or as a part of the heap.")
        ByteSize queueBytes) {

  /** When there is an audit. */
  public enum Mode {
    SIGV4,
    ALWAYS,
    NEVER
  }

  /** True if there is one in a server that authenticates so. */
  public boolean isOn(Authentication authentication) {
    return switch (mode) {
      case SIGV4 -> authentication.isVerified();
      case ALWAYS -> true;
      case NEVER -> false;
    };
  }

  /** The file of the key. */
  public Path keyFile() {
    Path given = key.path();
    return given == null ? directory.resolve("signing-key.pem") : given;
  }
}
