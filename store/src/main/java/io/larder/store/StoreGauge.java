package io.larder.store;

import java.util.function.Supplier;

/**
 * Something of a store that can be read at any time, cheaply.
 *
 * @param name in lower case, with {@code _} between words and its unit at the end
 * @param description a sentence
 * @param onlyGrows true of what counts from 0 since the store was opened
 */
public record StoreGauge(
    String name, String description, boolean onlyGrows, Supplier<Number> value) {}
