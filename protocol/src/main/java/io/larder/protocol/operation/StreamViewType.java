package io.larder.protocol.operation;

/** What a record of a stream shows of an item beside its key. */
public enum StreamViewType {
  NEW_IMAGE,
  OLD_IMAGE,
  NEW_AND_OLD_IMAGES,
  KEYS_ONLY;

  /** True if the item is shown as it is after the change. */
  public boolean showsNewImage() {
    return this == NEW_IMAGE || this == NEW_AND_OLD_IMAGES;
  }

  /** True if the item is shown as it was before the change. */
  public boolean showsOldImage() {
    return this == OLD_IMAGE || this == NEW_AND_OLD_IMAGES;
  }
}
