package io.larder.proxy.config;

import java.time.Duration;

/** How the bundled store is encrypted, and where the key of all secrets is. */
public record Encryption(
    @Setting(
            byDefault = "false",
            doc =
                "Encrypt all that the bundled store keeps on disk. A store in clear is encrypted"
                    + " while it serves; there is no way back.")
        boolean enabled,
    @Setting(
            byDefault = "file:./larder.key",
            pattern = "(file:|env:|aws-kms:arn:|vault:https?://)\\S{1,1024}",
            form = "file:PATH, env:VARIABLE, aws-kms:ARN or vault:URL/MOUNT/KEY",
            doc =
                "The master key. A file or variable holds keys of 32 bytes in Base64, one a line,"
                    + " of which the first is used; a new store makes the file. Without it nothing"
                    + " in the store can be read.")
        String key,
    @Setting(
            byDefault = "30d",
            least = "1m",
            most = "3650d",
            doc = "How long values are encrypted with one data key.")
        Duration rotateAfter,
    @Setting(
            byDefault = "none",
            pattern = "none|(file:|aws-kms:|vault:https?://)\\S{1,1024}",
            form = "none, file:FOLDER, aws-kms:REGION or vault:URL/MOUNT",
            doc =
                "Where the keys are that tables name by KMSMasterKeyId: files key/ID and alias/NAME"
                    + " in a folder, AWS KMS, or Vault. With none, or without the key, such a table"
                    + " is refused.")
        String tableKeys,
    @Setting(
            byDefault = "5m",
            least = "1s",
            most = "1d",
            doc =
                "How often it is looked whether those keys can still be used; a table whose key"
                    + " cannot is INACCESSIBLE_ENCRYPTION_CREDENTIALS until it can.")
        Duration keyCheck) {}
