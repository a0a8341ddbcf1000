package io.larder.proxy.config;

import io.larder.proxy.config.value.OptionalFile;
import java.time.Duration;

/** The identities, if signatures are verified. */
public record Iam(
    @Setting(
            byDefault = "1s",
            least = "10ms",
            most = "1h",
            doc =
                "How often it is looked whether another server before the same upstream has changed"
                    + " identities.")
        Duration refresh,
    @Setting(
            byDefault = "5m",
            least = "1s",
            most = "1d",
            doc =
                "How long the last identities are good while the upstream cannot be asked for them;"
                    + " then nobody is let in.")
        Duration maxAge,
    @Setting(
            byDefault = "./admin-credentials",
            doc =
                "Where the first start writes the administrator's access key, in the form of AWS's"
                    + " shared credentials file; none to print it only.")
        OptionalFile credentialsFile,
    @Setting(
            byDefault = "none",
            doc =
                "Folder of key sets (JWKS) of identity providers; that of idp.example.com/pool is"
                    + " the file idp.example.com_pool.json. Providers without one are asked.")
        OptionalFile keySets) {}
