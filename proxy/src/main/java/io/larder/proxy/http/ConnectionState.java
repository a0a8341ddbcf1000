package io.larder.proxy.http;

/**
 * Where a connection stands with its call, of which it has one at a time. Each state has those
 * transitions that can be made from it; besides, each in which others do not have the call may be
 * followed by {@link #CLOSED}, when the client is lost.
 *
 * <pre>
 * Waiting    a head has come                Receiving
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
sealed interface ConnectionState {
  Waiting WAITING = new Waiting();
  Receiving RECEIVING = new Receiving();
  Refusing REFUSING = new Refusing();
  Answering ANSWERING = new Answering();
  Away AWAY = new Away();
  Orphaned ORPHANED = new Orphaned();
  Closed CLOSED = new Closed();

  /** The client has begun no request. */
  record Waiting() implements ConnectionState {
    Receiving receive() {
      return RECEIVING;
    }

    Answering answer() {
      return ANSWERING;
    }
  }

  /** The head of a request is here, its body is not, or not all of it. */
  record Receiving() implements ConnectionState {
    Answering answer() {
      return ANSWERING;
    }

    Refusing refuse() {
      return REFUSING;
    }
  }

  /** The request is being refused, and the rest of it may still be on its way. */
  record Refusing() implements ConnectionState {}

  /** The request is being answered by the event loop. */
  record Answering() implements ConnectionState {
    Away handOver() {
      return AWAY;
    }

    Waiting stay() {
      return WAITING;
    }
  }

  /** The call is in the hands of others, who will tell the answer. */
  record Away() implements ConnectionState {
    Answering takeBack() {
      return ANSWERING;
    }

    Orphaned orphan() {
      return ORPHANED;
    }
  }

  /** As {@link Away}, but there is nobody to be answered. */
  record Orphaned() implements ConnectionState {
    Closed end() {
      return CLOSED;
    }
  }

  /** Nothing more is taken or answered. */
  record Closed() implements ConnectionState {}
}
