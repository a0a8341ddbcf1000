package io.larder.security.auth;

/**
 * One header of a request.
 *
 * @param name as it was sent, in whatever case
 * @param value as it was sent, without the blanks around it
 */
public record Header(String name, String value) {}
