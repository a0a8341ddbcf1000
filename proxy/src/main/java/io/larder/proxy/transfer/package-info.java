/**
 * Items from files to tables and back, through the door that clients use, so with their rights and
 * to any server that speaks the protocol. {@link io.larder.proxy.transfer.ImportCommand} and {@link
 * io.larder.proxy.transfer.ExportCommand} are the commands; {@link
 * io.larder.proxy.transfer.Formats} tells what files there are, an {@link
 * io.larder.proxy.transfer.ItemReader} reads one of them.
 */
@NullMarked
package io.larder.proxy.transfer;

import org.jspecify.annotations.NullMarked;
