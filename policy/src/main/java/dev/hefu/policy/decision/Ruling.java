package dev.hefu.policy.decision;

/**
 * A decision and the rules that it was made by.
 *
 * @param revision of the rules, as the evidence names them and by which the commit judges whether
 *     they still decide; empty if there was no answer
 */
public record Ruling(Decision decision, String revision) {}
