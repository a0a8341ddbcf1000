package io.larder.store.lmdb.tables;

/** The pace at which tables change. */
public enum ControlPlane {
  /** A change is complete when it is answered. */
  INSTANT,
  /** Tables pass through CREATING, UPDATING and DELETING, and some changes must keep a distance. */
  REALISTIC
}
