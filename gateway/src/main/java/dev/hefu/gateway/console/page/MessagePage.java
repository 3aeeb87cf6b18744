package dev.hefu.gateway.console.page;

/** One thing to say, and the way back. */
public record MessagePage(Frame frame, String text) {}
