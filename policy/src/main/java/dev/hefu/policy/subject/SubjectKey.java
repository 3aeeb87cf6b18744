package dev.hefu.policy.subject;

import java.util.UUID;

/**
 * The data key of one subject as it is stored.
 *
 * @param wrapped the key under the gateway's root; without it everything sealed for the subject is
 *     lost, which is how a subject is erased
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; the bytes come from and go to a column
public record SubjectKey(UUID subject, byte[] wrapped) {}
