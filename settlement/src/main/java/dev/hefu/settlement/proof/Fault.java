package dev.hefu.settlement.proof;

/**
 * One thing that is wrong with a document.
 *
 * @param line from 1 in the document as given; 0 if unknown
 * @param where the term's id, or a member's path
 * @param rule the code of the broken rule
 * @param detail one sentence with the value
 */
public record Fault(int line, String where, String rule, String detail) {}
