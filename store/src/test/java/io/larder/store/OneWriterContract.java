package io.larder.store;

/** What a store must do as well that makes all writes itself, one after the other. */
public abstract class OneWriterContract extends TableStoreContract implements CommitContract {}
