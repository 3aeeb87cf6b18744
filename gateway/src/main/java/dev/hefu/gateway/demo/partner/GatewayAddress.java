package dev.hefu.gateway.demo.partner;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.client.GatewayDiscovery;
import dev.hefu.crypto.encoding.StrictJson;
import dev.hefu.crypto.keys.KeySetCheck;
import dev.hefu.crypto.keys.PublicKeySet;
import dev.hefu.crypto.log.NoteVerifier;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a participant knows of the gateway: where it is and the key of its log, which the operator
 * told outside of the API, and who signs people in and the gateway's own keys, which it says.
 */
public record GatewayAddress(URI url, URI issuer, PublicKeySet gatewayKeys, NoteVerifier logKey) {

  /**
   * The address of a gateway that says itself who signs its callers in and what its keys are.
   *
   * @param logKey told by its operator
   */
  public static GatewayAddress of(HttpClient http, URI url, NoteVerifier logKey) {
    GatewayDiscovery said = GatewayDiscovery.read(http, url, logKey);
    return new GatewayAddress(url, said.issuer(), said.keys(), logKey);
  }

  /** Writes it down for the commands that talk to this gateway later. */
  public void save(Path file) throws IOException {
    ObjectNode json = StrictJson.newObject();
    json.put("url", url.toString()).put("issuer", issuer.toString()).put("logKey", logKey.vkey());
    json.set("gatewayKeys", gatewayKeys.toJson());
    Files.write(file, StrictJson.bytes(json));
  }

  /**
   * What {@link #save} wrote.
   *
   * @throws IOException if the file cannot be read or is no such address
   */
  public static GatewayAddress load(Path file) throws IOException {
    ObjectNode json =
        StrictJson.object(Files.readAllBytes(file))
            .orElseThrow(() -> new IOException(file + " is not a gateway's address"));
    if (!(PublicKeySet.parse(json.path("gatewayKeys").toString().getBytes(StandardCharsets.UTF_8))
        instanceof KeySetCheck.Valid(PublicKeySet keys))) {
      throw new IOException(file + " has no keys of the gateway");
    }
    return new GatewayAddress(
        URI.create(json.path("url").asText()),
        URI.create(json.path("issuer").asText()),
        keys,
        NoteVerifier.parse(json.path("logKey").asText())
            .orElseThrow(() -> new IOException(file + " has no key of the log")));
  }
}
