package dev.hefu.gateway.demo.recording;

import dev.hefu.crypto.Opener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The recordings of all participants of a network. No value that belongs to one person only may
 * stand in two of them. Left out are exchanges that both are in and the hashes of proofs and
 * checkpoints; what else may be equal, such as the providers' own raw rows, the caller says. Safe
 * for use by many threads.
 */
public final class Recordings {
  /** Hashes of the log's tree stand in everybody's proofs and say nothing of a person. */
  private static final Pattern PROOF = Pattern.compile("\"proof\":\"[^\"]*\"");

  /** A second or an hour is no name: two answers may be given in the same one. */
  private static final Pattern TIME = Pattern.compile("1\\d{9}|\\d{4}-\\d{2}-\\d{2}T\\d{2}");

  private final Map<String, Integer> persons = new HashMap<>();
  private final Map<String, Value> values = new HashMap<>();

  /** Who was in an exchange, by its id. */
  private final Map<String, Set<String>> parties = new HashMap<>();

  private final List<String> unnamed = new ArrayList<>();
  private int passages;

  /** Who got a value, and what it is about. */
  private static final class Value {
    private final Set<Integer> persons = new HashSet<>(2);
    private final Set<String> exchanges = new HashSet<>(2);
    private final Set<String> participants = new HashSet<>(2);

    void add(String participant, int person, String exchange) {
      participants.add(participant);
      more(persons, person);
      more(exchanges, exchange);
    }

    /** One and several are all that matters. */
    private static <T> void more(Set<T> some, T one) {
      if (some.size() < 2) {
        some.add(one);
      }
    }

    boolean isOfOnePerson() {
      return persons.size() == 1 && !persons.contains(NOBODY);
    }

    boolean isOfOneExchange() {
      return exchanges.size() == 1 && !exchanges.contains("");
    }
  }

  private static final int NOBODY = -1;

  /** As much of a passage as fits on a line of the terminal. */
  private static final int SHOWN_CHARS = 160;

  /**
   * Says that a word, such as a participant's own id of a customer, names a person.
   *
   * @throws IllegalArgumentException if it names another person already
   */
  public synchronized void name(String word, int person) {
    Integer before = persons.put(word, person);
    if (before != null && before != person) {
      throw new IllegalArgumentException(word + " names " + before + " and " + person);
    }
  }

  /** Says that everybody may read a text, such as the contract: its words are nobody's. */
  public synchronized void publish(String text) {
    for (String word : Words.of(text)) {
      values.computeIfAbsent(word, key -> new Value()).persons.add(NOBODY);
    }
  }

  /**
   * A recording of one participant.
   *
   * @param opener of envelopes to it, which are part of what it gets
   */
  public Recording of(String participant, Opener opener) {
    return new Recording(this, participant, opener);
  }

  /** How many passages were recorded. */
  public synchronized int passages() {
    return passages;
  }

  /** Passages that must be about somebody and name nobody, which the comparison would miss. */
  public synchronized List<String> unnamed() {
    return List.copyOf(unnamed);
  }

  /**
   * The values of one person each that several participants got.
   *
   * @param leftOut the person and a value that may be equal all the same
   */
  public synchronized List<SharedValue> shared(BiPredicate<Integer, String> leftOut) {
    List<SharedValue> shared = new ArrayList<>();
    values.forEach(
        (word, value) -> {
          if (value.participants.size() < 2
              || !value.isOfOnePerson()
              || value.isOfOneExchange()
              || parties.getOrDefault(word, Set.of()).containsAll(value.participants)) {
            return;
          }
          int person = value.persons.iterator().next();
          if (!leftOut.test(person, word)) {
            shared.add(new SharedValue(person, word, new TreeSet<>(value.participants)));
          }
        });
    return shared;
  }

  /** A value that only this participant got, and only about this person; null if there is none. */
  public synchronized @Nullable String own(String participant, int person) {
    return values.entrySet().stream()
        .filter(each -> each.getValue().participants.equals(Set.of(participant)))
        .filter(each -> each.getValue().persons.equals(Set.of(person)))
        .map(Map.Entry::getKey)
        .sorted()
        .findFirst()
        .orElse(null);
  }

  synchronized void add(String participant, Passage passage) {
    passages++;
    String text = PROOF.matcher(passage.text()).replaceAll("");
    Set<String> words = Words.of(text);
    int person = person(words, passage);
    if (!passage.exchange().isEmpty()) {
      parties.computeIfAbsent(passage.exchange(), id -> new HashSet<>()).add(participant);
      if (person != NOBODY) {
        persons.put(passage.exchange(), person);
      }
    }
    for (String word : words) {
      if (word.length() >= Words.LEAST_LENGTH && !TIME.matcher(word).matches()) {
        values
            .computeIfAbsent(word, key -> new Value())
            .add(participant, person, passage.exchange());
      }
    }
  }

  private int person(Set<String> words, Passage passage) {
    Set<Integer> named = named(words);
    if (named.isEmpty()) {
      named = named(Words.of(passage.context()));
    }
    if (named.size() > 1 || (named.isEmpty() && passage.aboutPerson())) {
      unnamed.add(named.size() + " persons in " + start(passage.text()));
    }
    return named.size() == 1 ? named.iterator().next() : NOBODY;
  }

  private static String start(String text) {
    return text.substring(0, Math.min(SHOWN_CHARS, text.length()));
  }

  private Set<Integer> named(Set<String> words) {
    return words.stream()
        .filter(persons::containsKey)
        .map(persons::get)
        .collect(Collectors.toSet());
  }
}
