package io.larder.protocol.json;

/**
 * In which words a refused attribute value is reported, and how numbers are read. The service
 * validates values in two layers of different age, by operation; a request that holds a boolean
 * written as text or a value of several types is always read by the older one.
 */
enum ValueWording {
  CURRENT,
  OLDER
}
