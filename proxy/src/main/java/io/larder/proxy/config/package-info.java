/**
 * The configuration: {@link io.larder.proxy.config.Configuration} is a record of records, one per
 * group of keys, that names, documents and checks every key; {@link
 * io.larder.proxy.config.ConfigurationSources} lays command line over environment over file over
 * defaults. Knows nothing of the server.
 */
@NullMarked
package io.larder.proxy.config;

import org.jspecify.annotations.NullMarked;
