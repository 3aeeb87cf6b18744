package dev.hefu.policy.decision;

import org.jspecify.annotations.Nullable;

/**
 * What must be done with what is released; whoever cannot fulfil one must not release.
 *
 * @param pseudonymise whether the person may be named only by the consumer's own reference
 * @param smallestGroup fewest persons that a released figure may describe; 1 where single records
 *     may be released
 * @param dataLifeDays how long the consumer may keep it; null if the consent names no limit
 * @param approval whether the provider must have approved the person
 */
public record Obligations(
    boolean pseudonymise, int smallestGroup, @Nullable Integer dataLifeDays, boolean approval) {
  String words() {
    return (pseudonymise ? "pseudonymise, " : "")
        + "group of "
        + smallestGroup
        + (dataLifeDays == null ? "" : ", " + dataLifeDays + " days")
        + (approval ? ", approval" : "");
  }
}
