package dev.hefu.gateway.webhook;

import java.net.URI;
import java.util.UUID;

/**
 * A webhook that a node has taken upon itself to deliver.
 *
 * @param url where its receiver wants it
 * @param attempt which one this is, from 1
 */
record DueWebhook(UUID id, String participant, URI url, String body, int attempt) {}
