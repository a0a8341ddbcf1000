package io.larder.proxy.config;

import io.larder.proxy.config.value.OptionalFile;

/** What callers may do, if signatures are verified. */
public record Authorization(
    @Setting(
            byDefault = "true",
            doc =
                "false: what policies do not allow is logged and done all the same, to find out"
                    + " what they lack; only where no other machine reaches the server, or with"
                    + " authentication.allow-unauthenticated-remote.")
        boolean enforce,
    @Setting(
            byDefault = "none",
            doc =
                "Folder of service control policies, one in each file that ends in .json, which"
                    + " bind every caller, administrators too; read when the server starts.")
        OptionalFile guardRails) {}
