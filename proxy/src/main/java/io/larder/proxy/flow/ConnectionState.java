package io.larder.proxy.flow;

/**
 * Where a connection stands with its call, of which it has one at a time. Each state has those
 * transitions that can be made from it; besides, each in which others do not have the call may be
 * followed by {@link #CLOSED}, when the client is lost.
 *
 * <pre>
 * Waiting    a request has begun            Receiving
 *            a request has come whole       Answering
 * Receiving  the rest has come              Answering
 *            it is not wanted               Refusing
 * Refusing   the refusal is written         Closed
 * Answering  the answer is written          Waiting, or Closed if it was the last
 *            others are given the call      Away
 * Away       they tell the answer           Answering
 *            the client is lost             Orphaned
 * Orphaned   they tell the answer           Closed
 * </pre>
 */
public sealed interface ConnectionState {
  Waiting WAITING = new Waiting();
  Receiving RECEIVING = new Receiving();
  Refusing REFUSING = new Refusing();
  Answering ANSWERING = new Answering();
  Away AWAY = new Away();
  Orphaned ORPHANED = new Orphaned();
  Closed CLOSED = new Closed();

  /** The client has begun no request. */
  record Waiting() implements ConnectionState {
    public Receiving receive() {
      return RECEIVING;
    }

    public Answering answer() {
      return ANSWERING;
    }
  }

  /** A part of a request is here. */
  record Receiving() implements ConnectionState {
    public Answering answer() {
      return ANSWERING;
    }

    public Refusing refuse() {
      return REFUSING;
    }
  }

  /** The request is being refused, and the rest of it may still be on its way. */
  record Refusing() implements ConnectionState {}

  /** The request is being answered by the event loop. */
  record Answering() implements ConnectionState {
    public Away handOver() {
      return AWAY;
    }

    public Waiting stay() {
      return WAITING;
    }
  }

  /** The call is in the hands of others, who will tell the answer. */
  record Away() implements ConnectionState {
    public Answering takeBack() {
      return ANSWERING;
    }

    public Orphaned orphan() {
      return ORPHANED;
    }
  }

  /** As {@link Away}, but there is nobody to be answered. */
  record Orphaned() implements ConnectionState {
    public Closed end() {
      return CLOSED;
    }
  }

  /** Nothing more is taken or answered. */
  record Closed() implements ConnectionState {}
}
