package dev.hefu.settlement.event;

import java.io.Serializable;
import java.time.Duration;

/**
 * A contact that came before the payment of a line.
 *
 * @param party who told of it
 * @param position as told, from 1
 * @param before how long before the payment; never below zero
 */
public record Touch(String party, int position, Duration before) implements Serializable {}
