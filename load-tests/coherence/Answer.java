package coherence;

/**
 * One answer of the server.
 *
 * @param status of HTTP; 0 if none came
 */
public record Answer(int status, String body) {
  /** True if the call may be made again. */
  public boolean conflicts() {
    return status == 400
        && (body.contains("TransactionConflict") || body.contains("TransactionInProgress"));
  }

  /** True if the server could not answer, so that nobody knows what became of a write. */
  public boolean failed() {
    return status == 0
        || status >= 500
        || (status == 400 && (body.contains("Throttling") || body.contains("RequestLimit")));
  }
}
