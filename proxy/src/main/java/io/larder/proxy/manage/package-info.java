/**
 * The management API of DAX ({@code AmazonDAXV3}): this server, or the cluster that it is a node
 * of, as DAX clusters. Start with {@link io.larder.proxy.manage.DaxApi}, which answers calls, and
 * {@link io.larder.proxy.manage.Host}, which is what there is; what clients have made of it is in
 * {@code state}.
 */
@NullMarked
package io.larder.proxy.manage;

import org.jspecify.annotations.NullMarked;
