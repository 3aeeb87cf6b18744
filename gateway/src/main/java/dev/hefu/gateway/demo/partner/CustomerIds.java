package dev.hefu.gateway.demo.partner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One participant's own ids of its customers: random, so that no two participants' ids have
 * anything in common. Kept in a file, as its customer table would be.
 */
final class CustomerIds {
  private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";

  /** 100 bits: nobody guesses a customer. */
  private static final int LENGTH = 20;

  private final Map<Integer, String> byCustomer = new HashMap<>();
  private final Map<String, Integer> byId = new HashMap<>();

  private CustomerIds() {}

  /** Reads the participant's file, or makes ids for these customers and writes it. */
  static CustomerIds open(Path file, List<Integer> customers) throws IOException {
    CustomerIds ids = new CustomerIds();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        int comma = line.indexOf(',');
        ids.put(Integer.parseInt(line.substring(0, comma)), line.substring(comma + 1));
      }
      return ids;
    }
    SecureRandom random = new SecureRandom();
    List<String> lines = new ArrayList<>();
    for (int customer : customers) {
      String id = next(random);
      ids.put(customer, id);
      lines.add(customer + "," + id);
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, lines);
    return ids;
  }

  /**
   * The participant's id of a customer.
   *
   * @throws IllegalArgumentException if it is no customer of theirs
   */
  String of(int customer) {
    String id = byCustomer.get(customer);
    if (id == null) {
      throw new IllegalArgumentException("customer " + customer + " is not known here");
    }
    return id;
  }

  /** The customer with this id; empty if there is none. */
  Optional<Integer> customer(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  private void put(int customer, String id) {
    byCustomer.put(customer, id);
    byId.put(id, customer);
  }

  private static String next(SecureRandom random) {
    StringBuilder id = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return id.toString();
  }
}
