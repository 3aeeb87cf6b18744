package dev.hefu.settlement.carry;

import dev.hefu.settlement.agreement.Agreement;
import dev.hefu.settlement.agreement.Memory;
import dev.hefu.settlement.agreement.Window;
import dev.hefu.settlement.entry.Entry;
import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.event.Line;
import dev.hefu.settlement.program.MinorText;
import dev.hefu.settlement.program.Program;
import dev.hefu.settlement.program.Remembered;
import dev.hefu.settlement.program.Span;
import dev.hefu.settlement.program.Target;
import dev.hefu.settlement.program.Targets;
import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** What terms with memory counted and posted in each window, and the indicators reported. */
public final class Tallies implements Serializable {
  private static final Tally NOTHING = new Tally(0, 0);

  /** Per term with memory, by the first day of the window. */
  private final List<Map<LocalDate, Tally>> windows;

  /** Millionths by what {@link #key} makes. */
  private final Map<String, Long> indicators;

  /** What was counted since it was last asked in windows that the next version goes on with. */
  private final List<Event.Count> handedOn = new ArrayList<>();

  private Tallies(List<Map<LocalDate, Tally>> windows, Map<String, Long> indicators) {
    this.windows = windows;
    this.indicators = indicators;
  }

  /** Nothing counted yet. */
  static Tallies none(Program program) {
    List<Map<LocalDate, Tally>> windows = new ArrayList<>();
    program.remembered().forEach(_ -> windows.add(new TreeMap<>()));
    return new Tallies(windows, new HashMap<>());
  }

  Tallies copy() {
    List<Map<LocalDate, Tally>> copy = new ArrayList<>();
    windows.forEach(each -> copy.add(new TreeMap<>(each)));
    return new Tallies(copy, new HashMap<>(indicators));
  }

  /** The net volume of a window and what was posted for it. */
  public record Tally(long volume, long posted) implements Serializable {
    Tally plus(long moreVolume, long morePosted) {
      return new Tally(Math.addExact(volume, moreVolume), Math.addExact(posted, morePosted));
    }
  }

  /** What a term still has to post for a window. */
  public record Delta(Remembered of, int index, LocalDate start, Tally tally, Target target) {
    public long amount() {
      return target.rounded() - tally.posted();
    }
  }

  /** Counts what entries of a line gave or took back, in the windows of its payment. */
  public void count(Program program, Line line, Instant paid, List<Entry> entries, int pieces) {
    List<Remembered> all = program.remembered();
    for (int i = 0; i < all.size(); i++) {
      long volume = all.get(i).volume(line, entries, pieces);
      if (volume != 0) {
        LocalDate day = paid.atZone(program.agreement().zone()).toLocalDate();
        add(program, i, all.get(i).rule().per().start(day), volume, 0);
      }
    }
  }

  /** Takes over what the version before counted in windows that go on. */
  public void countedBefore(Program program, Event.CountedBefore event) {
    List<Remembered> all = program.remembered();
    for (Event.Count count : event.counts()) {
      for (int i = 0; i < all.size(); i++) {
        if (all.get(i).term().id().equals(count.term())) {
          add(program, i, count.window(), count.volume(), count.postedMinor());
        }
      }
    }
  }

  /** What the next version has to count too, since this was last asked. */
  public List<Event.Count> handedOn() {
    List<Event.Count> counts = List.copyOf(handedOn);
    handedOn.clear();
    return counts;
  }

  public void report(Event.IndicatorReported event) {
    String key = key(event.indicator(), event.party(), event.stamp().sender(), event.period());
    indicators.put(key, event.valuePpm());
  }

  /**
   * What all terms have to post, in their order and that of the windows.
   *
   * @param day everything before it is over
   */
  public List<Delta> deltas(Program program, LocalDate day) {
    List<Delta> deltas = new ArrayList<>();
    if (!day.isAfter(program.agreement().from())) {
      return deltas; // What goes on from the version before is still posted by that version.
    }
    Targets targets = new Targets(MinorText.digits(program.agreement().currency()));
    for (int i = 0; i < program.remembered().size(); i++) {
      Remembered each = program.remembered().get(i);
      open(program.agreement(), each.rule().per(), i, day);
      for (Map.Entry<LocalDate, Tally> window : windows.get(i).entrySet()) {
        boolean goesOn = goesOn(program, i, window.getKey());
        if (goesOn && day.isAfter(program.agreement().until().orElseThrow())) {
          continue;
        }
        Span span = span(program.agreement(), each.rule().per(), window.getKey(), goesOn, day);
        Target target =
            targets.of(
                each.rule(),
                window.getValue().volume(),
                span,
                indicator(each.rule(), window.getKey()));
        Delta delta = new Delta(each, i, window.getKey(), window.getValue(), target);
        if (delta.amount() != 0) {
          deltas.add(delta);
        }
      }
    }
    return deltas;
  }

  public void posted(Program program, Delta delta) {
    add(program, delta.index(), delta.start(), 0, delta.amount());
  }

  /** Every window that has begun counts, also those without a line. */
  private void open(Agreement agreement, Window per, int index, LocalDate day) {
    LocalDate last = agreement.until().filter(end -> end.isBefore(day)).orElse(day);
    LocalDate at = agreement.from();
    while (at.isBefore(last)) {
      windows.get(index).putIfAbsent(per.start(at), NOTHING);
      at = per.end(at);
    }
  }

  /** A window ends with the version at the latest, unless it goes on in the next one. */
  private static Span span(
      Agreement agreement, Window per, LocalDate start, boolean goesOn, LocalDate day) {
    LocalDate own = per.end(start);
    LocalDate end =
        goesOn ? own : agreement.until().filter(until -> until.isBefore(own)).orElse(own);
    boolean over = !end.isAfter(day);
    return over && end.isBefore(own)
        ? new Span(true, true, days(start, end), days(start, own))
        : Span.whole(over);
  }

  private static long days(LocalDate start, LocalDate end) {
    return end.toEpochDay() - start.toEpochDay();
  }

  /** Whether a window is open when the version ends and its term goes on in the next. */
  private static boolean goesOn(Program program, int index, LocalDate start) {
    Remembered each = program.remembered().get(index);
    LocalDate until = program.agreement().until().orElse(LocalDate.MAX);
    return program.isContinued(each.term().id())
        && start.isBefore(until)
        && until.isBefore(each.rule().per().end(start));
  }

  private OptionalLong indicator(Memory rule, LocalDate start) {
    if (!(rule instanceof Memory.Indicator indicator)) {
      return OptionalLong.empty();
    }
    Long value =
        indicators.get(
            key(indicator.name(), indicator.party(), indicator.by(), indicator.per().text(start)));
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  private void add(Program program, int index, LocalDate start, long volume, long posted) {
    if (goesOn(program, index, start)) {
      String term = program.remembered().get(index).term().id();
      handedOn.add(new Event.Count(term, start, volume, posted));
    }
    windows
        .get(index)
        .merge(start, new Tally(volume, posted), (a, b) -> a.plus(b.volume(), b.posted()));
  }

  /** None of the parts has a space. */
  private static String key(String name, String party, String by, String period) {
    return name + " " + party + " " + by + " " + period;
  }
}
