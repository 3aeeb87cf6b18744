package dev.hefu.gateway.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;

/** What a Keycloak folder must hold before the first start: the realm's file and a secret. */
final class KeycloakFiles {
  private static final String REALM_FILE = "/keycloak/hefu-realm.json";
  private static final int SECRET_BYTES = 32;

  private KeycloakFiles() {}

  /**
   * Puts the realm's file where the server imports it from, which it does once.
   *
   * @throws StartRefused if the folder's realm was made from another file
   */
  static void placeRealm(DataFolder folder) throws IOException {
    byte[] realm = realm();
    Path place = folder.resolve("data").resolve("import").resolve("hefu-realm.json");
    if (!Files.exists(place)) {
      Files.createDirectories(place.getParent());
      Files.write(place, realm);
    } else if (!Arrays.equals(Files.readAllBytes(place), realm)) {
      throw new StartRefused(
          "The realm in %s was made by another version of Hefu; move the data folder away and start again."
              .formatted(folder.path()));
    }
  }

  /** The folder's secret of {@code hefu-provisioner}, made at first use, readable by us alone. */
  static String secret(DataFolder folder) throws IOException {
    Path file = folder.resolve("provisioner.secret");
    if (!Files.exists(file)) {
      byte[] random = new byte[SECRET_BYTES];
      new SecureRandom().nextBytes(random);
      create(file, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    }
    return Files.readString(file, StandardCharsets.US_ASCII).strip();
  }

  private static void create(Path file, String text) throws IOException {
    Path made =
        Files.createTempFile(
            file.toAbsolutePath().getParent(),
            "secret",
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(made, text, StandardCharsets.US_ASCII);
    try {
      Files.move(made, file);
    } catch (FileAlreadyExistsException other) {
      Files.delete(made);
    }
  }

  private static byte[] realm() throws IOException {
    try (InputStream resource =
        Objects.requireNonNull(KeycloakFiles.class.getResourceAsStream(REALM_FILE), REALM_FILE)) {
      return resource.readAllBytes();
    }
  }
}
