package dev.hefu.client;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.hefu.schemas.message.Page;
import dev.hefu.schemas.person.ConsentAcceptance;
import dev.hefu.schemas.person.ConsentDenial;
import dev.hefu.schemas.person.ConsentGrant;
import dev.hefu.schemas.person.ConsentView;
import dev.hefu.schemas.person.Link;
import dev.hefu.schemas.person.LinkCompletion;
import dev.hefu.schemas.person.LinkNonce;
import dev.hefu.schemas.person.LinkRequest;
import dev.hefu.schemas.person.Notice;
import dev.hefu.schemas.person.Use;

/** What a person asks of the gateway: links, consents, uses. */
public final class PersonClient {
  private static final TypeReference<Page<Link>> LINKS = new TypeReference<>() {};
  private static final TypeReference<Page<ConsentView>> CONSENTS = new TypeReference<>() {};
  private static final TypeReference<Page<Use>> USES = new TypeReference<>() {};

  private final HefuClient client;

  /**
   * @param client with the person's own tokens
   */
  public PersonClient(HefuClient client) {
    this.client = client;
  }

  /** Begins to link the account at a participant, who then signs a token with the nonce. */
  public Answer<LinkNonce> requestLink(String participant) {
    return client.post("/v1/link-requests", new LinkRequest(participant), LinkNonce.class);
  }

  /** Ends the linking with the participant's token. */
  public Answer<Link> completeLink(String linkToken) {
    return client.post("/v1/links", new LinkCompletion(linkToken), Link.class);
  }

  /** The person's links: the first page. */
  public Answer<Page<Link>> links() {
    return links(PageRequest.FIRST);
  }

  /** The person's links: one page. */
  public Answer<Page<Link>> links(PageRequest page) {
    return client.page("/v1/links", page, LINKS);
  }

  /** Unlinks; consents that rest on the link end. */
  public Answer<JsonNode> unlink(String link) {
    return client.delete("/v1/links/" + link);
  }

  /** The notice to read before consenting. */
  public Answer<Notice> notice(String id, String language) {
    return client.get("/v1/notices/" + id + "?language=" + language, Notice.class);
  }

  /** Grants a consent. */
  public Answer<ConsentView> grant(ConsentGrant consent) {
    return client.post("/v1/consents", consent, ConsentView.class);
  }

  /** The person's consents: the first page. */
  public Answer<Page<ConsentView>> consents() {
    return consents(PageRequest.FIRST);
  }

  /** The person's consents: one page. */
  public Answer<Page<ConsentView>> consents(PageRequest page) {
    return client.page("/v1/consents", page, CONSENTS);
  }

  /** A consent of the person's. */
  public Answer<ConsentView> consent(String reference) {
    return client.get("/v1/consents/" + reference, ConsentView.class);
  }

  /** The receipt of a consent, which discloses who the person is. */
  public Answer<String> consentReceipt(String reference) {
    return client.text("/v1/consents/" + reference + "/receipt");
  }

  /** Opens a request link by its token; what is asked for is then the person's to answer. */
  public Answer<ConsentView> open(String token) {
    return client.post("/v1/consent-requests/" + token + "/opening", null, ConsentView.class);
  }

  /** Grants what was requested. */
  public Answer<ConsentView> accept(String reference, ConsentAcceptance yes) {
    return client.post("/v1/consents/" + reference + "/acceptance", yes, ConsentView.class);
  }

  /** Denies what was requested. */
  public Answer<ConsentView> deny(String reference, ConsentDenial no) {
    return client.post("/v1/consents/" + reference + "/denial", no, ConsentView.class);
  }

  /** Pauses a consent. */
  public Answer<ConsentView> pause(String reference) {
    return change(reference, "pause");
  }

  /** Resumes a paused consent. */
  public Answer<ConsentView> resume(String reference) {
    return change(reference, "resume");
  }

  /** Revokes a consent for ever. */
  public Answer<ConsentView> revoke(String reference) {
    return change(reference, "revocation");
  }

  private Answer<ConsentView> change(String reference, String act) {
    return client.post("/v1/consents/" + reference + "/" + act, null, ConsentView.class);
  }

  /** Every use, and refused use, of the person's data, newest first: the first page. */
  public Answer<Page<Use>> uses() {
    return uses(PageRequest.FIRST);
  }

  /** Every use, and refused use, of the person's data, newest first: one page. */
  public Answer<Page<Use>> uses(PageRequest page) {
    return client.page("/v1/uses", page, USES);
  }
}
