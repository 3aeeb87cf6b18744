package dev.hefu.gateway.console.page;

/**
 * What every page has around it.
 *
 * @param csrf what its forms send along; empty if nobody is signed in
 * @param here the page's own path, for the links that change the language
 */
public record Frame(Texts t, String title, String csrf, String here) {}
