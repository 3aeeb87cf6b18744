package dev.hefu.gateway.demo.recording;

import java.util.Set;

/**
 * A value about one person that several participants got.
 *
 * @param person the generator's key of the customer
 */
public record SharedValue(int person, String value, Set<String> participants) {}
