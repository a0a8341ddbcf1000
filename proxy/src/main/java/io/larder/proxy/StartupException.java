package io.larder.proxy;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.jspecify.annotations.Nullable;

/** Says in one line why the server cannot start. */
public final class StartupException extends Exception {
  private static final long serialVersionUID = 1L;

  private StartupException(String message, Throwable cause) {
    super(message, cause);
  }

  static StartupException of(Exception failure) {
    String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    // What the network reports is complete; the store wraps what the file system reports.
    String reason = failure instanceof RuntimeException ? reason(failure.getCause()) : null;
    return new StartupException(
        reason == null || message.contains(reason) ? message : message + ": " + reason, failure);
  }

  // These say the path only.
  private static @Nullable String reason(@Nullable Throwable cause) {
    return switch (cause) {
      case null -> null;
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "no such file or directory";
      case FileAlreadyExistsException _, NotDirectoryException _ -> "it is not a directory";
      default -> cause.getMessage();
    };
  }
}
