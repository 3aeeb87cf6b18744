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

  /**
   * Whether it hands the proof of its calls to their commit, which is then what takes it. Of all
   * other endpoints the proof is taken before they are called.
   */
  default boolean takesProof() {
    return false;
  }

  /** The same endpoint, as one that has the proof taken by the commit. */
  static Endpoint takingProof(Endpoint endpoint) {
    return new Endpoint() {
      @Override
      public Answer serve(Call call) {
        return endpoint.serve(call);
      }

      @Override
      public boolean takesProof() {
        return true;
      }
    };
  }
}
