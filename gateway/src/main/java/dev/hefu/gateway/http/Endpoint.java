package dev.hefu.gateway.http;

/**
 * What serves one operation of the contract. It may block: it runs on a virtual thread of its own.
 */
@FunctionalInterface
public interface Endpoint {
  /**
   * Serves one call whose caller has been authenticated and has a role that the contract asks for.
   *
   * @throws Refusal if the answer is a problem
   */
  Answer serve(Call call);
}
