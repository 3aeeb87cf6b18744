package dev.hefu.gateway.console;

import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.primitive.Providers;
import dev.hefu.gateway.console.Sessions.Session;
import dev.hefu.gateway.console.page.Frame;
import dev.hefu.gateway.console.page.Texts;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One request of a browser.
 *
 * @param path without query
 * @param parameters of the path
 * @param query first value of each parameter
 * @param form first value of each field; empty unless it is a POST
 * @param cookies by name
 * @param session null if nobody is signed in
 */
record Visit(
    String method,
    String path,
    Map<String, String> parameters,
    Map<String, String> query,
    Map<String, String> form,
    Map<String, String> cookies,
    Texts texts,
    @Nullable Session session,
    Instant now) {

  /** The person; every page that asks has made sure that somebody is signed in. */
  UUID person() {
    if (session == null) {
      throw new IllegalStateException("nobody is signed in");
    }
    return session.person();
  }

  /** A page of its own address; what answers a form has none and leads back to the account. */
  Frame frame(String title) {
    return frame(title, method.equals("POST") ? "/console" : path);
  }

  /**
   * A page that stands elsewhere than where it was asked for.
   *
   * @param here its path
   */
  Frame frame(String title, String here) {
    return new Frame(texts, title, session == null ? "" : session.csrf(), here);
  }

  /** The same in another language. */
  Visit in(String language) {
    return new Visit(
        method, path, parameters, query, form, cookies, Texts.of(language), session, now);
  }

  String parameter(String name) {
    return parameters.getOrDefault(name, "");
  }

  /** Where a person begins to link their account at a participant; only pages of ours know it. */
  String linkAddress(String participant, String to) {
    return "/console/links/%s?to=%s&key=%s".formatted(participant, to, linkKey(participant));
  }

  /** Whether the person came by such an address of this session. */
  boolean mayLink(String participant) {
    return MessageDigest.isEqual(
        linkKey(participant).getBytes(StandardCharsets.US_ASCII),
        query.getOrDefault("key", "").getBytes(StandardCharsets.UTF_8));
  }

  /** From the forms' token, which itself must stand in no address. */
  private String linkKey(String participant) {
    String csrf = session == null ? "" : session.csrf();
    return Base64Url.encode(
        Providers.sha256((csrf + "/" + participant).getBytes(StandardCharsets.UTF_8)));
  }
}
