package dev.hefu.schemas;

/**
 * The length of the windows that a budget counts in. Windows are fixed, in UTC, and follow each
 * other from the first moment of the consent or sharing agreement; a month is a calendar month from
 * that day on.
 */
public enum Window {
  HOUR,
  DAY,
  MONTH
}
