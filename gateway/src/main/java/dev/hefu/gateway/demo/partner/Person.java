package dev.hefu.gateway.demo.partner;

import dev.hefu.client.PersonClient;
import dev.hefu.client.token.PersonLogin;
import dev.hefu.client.token.PersonTokens;
import dev.hefu.crypto.encoding.Base64Url;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A customer who signs in for themselves. The session begins at the first call. */
public final class Person {
  /** 144 bits, which no form refuses. */
  private static final int PASSWORD_BYTES = 18;

  private final int customer;
  private final Path passwordFile;
  private final Access access;
  private @Nullable PersonClient client;

  /**
   * @param folder where passwords are kept, one file each
   */
  public Person(int customer, Path folder, Access access) {
    this.customer = customer;
    this.passwordFile = folder.resolve("person-" + customer + ".password");
    this.access = access;
  }

  /** The generator's key of this customer. */
  public int customer() {
    return customer;
  }

  /** The name of their account. */
  public String username() {
    return "person-" + customer;
  }

  /** Whether they signed up before. */
  public boolean isKnown() {
    return Files.exists(passwordFile);
  }

  /** What they ask of the gateway; signs up at the very first call, signs in at later ones. */
  public synchronized PersonClient client() throws IOException {
    PersonClient known = client;
    if (known == null) {
      known = new PersonClient(access.as(signIn()));
      client = known;
    }
    return known;
  }

  /** A new session of theirs. */
  public PersonTokens signIn() throws IOException {
    PersonLogin login = access.login();
    if (Files.exists(passwordFile)) {
      return login.signIn(username(), Files.readString(passwordFile).strip());
    }
    String password = newPassword();
    PersonTokens tokens = login.register(username(), password);
    keep(password);
    return tokens;
  }

  private void keep(String password) throws IOException {
    Files.createDirectories(passwordFile.getParent());
    Files.createFile(
        passwordFile,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(passwordFile, Set.of(password), StandardOpenOption.WRITE);
  }

  private static String newPassword() {
    byte[] random = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(random);
    return Base64Url.encode(random);
  }
}
