package dev.hefu.schemas.officer;

/**
 * An officer's yes to what they have read.
 *
 * @param digest of the motion's matter, as they read it
 */
public record MotionApproval(String digest) {}
