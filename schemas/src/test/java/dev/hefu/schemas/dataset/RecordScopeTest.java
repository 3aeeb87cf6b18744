package dev.hefu.schemas.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.schemas.StrictJson;
import dev.hefu.schemas.dataset.RecordScope.ValueFilter;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RecordScopeTest {
  private static final Dataset HISTORY = Dataset.builtIn("purchase-history", 1).orElseThrow();

  /** From, until (both may be missing), a filter FIELD=VALUE|VALUE or -, fields, covered. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "; ; -; {'purchases':[{'date':'1999-01-01'}]}; true",
        "2026-01-01; ; -; {'purchases':[{'date':'2026-01-01'}]}; true",
        "2026-01-01; ; -; {'purchases':[{'date':'2025-12-31'}]}; false",
        "; 2026-06-30; -; {'purchases':[{'date':'2026-06-30'}]}; true",
        "; 2026-06-30; -; {'purchases':[{'date':'2026-07-01'}]}; false",
        "2026-01-01; ; -; {'purchases':[{'date':'2026-01-01'},{'date':'2020-01-01'}]}; false",
        "2026-01-01; ; -; {'purchases':[{'product':'tea'}]}; false",
        "2026-01-01; ; -; {'purchases':[{'date':'yesterday'}]}; false",
        "2026-01-01; ; -; {'purchases':[]}; true",
        "2026-01-01; ; -; {'spending':[{'month':'2026-01'}]}; true",
        "2026-01-02; ; -; {'spending':[{'month':'2026-01'}]}; false",
        "; 2026-02-28; -; {'spending':[{'month':'2026-02'}]}; true",
        "; 2026-02-27; -; {'spending':[{'month':'2026-02'}]}; false",
        "2026-01-01; ; -; {'shops':[{'shop':'corner'}]}; false",
        "2026-01-01; ; -; {'contact':{'city':'Xi an'}}; true",
        "; ; purchases.channel=shop|web; {'purchases':[{'channel':'shop'},{'channel':'web'}]};"
            + " true",
        "; ; purchases.channel=shop|web;"
            + " {'purchases':[{'channel':'shop'},{'channel':'catalogue'}]}; false",
        "; ; purchases.channel=shop; {'purchases':[{'date':'2026-01-01'}]}; false",
        "; ; purchases.channel=shop; {'contact':{'city':'Xi an'}}; true",
        "; ; purchases.channel=shop; {'purchases':'shop'}; false",
      })
  void coversWhatItCovers(
      LocalDate from, LocalDate until, String filter, String fields, boolean covered) {
    RecordScope scope = new RecordScope(from, until, filters(filter));
    assertEquals(covered, HISTORY.covers(scope, object(fields)));
  }

  /** What a field is described by, a value of it, and whether 2026 covers that. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{'items':{'$ref':'#/$defs/visit'}}; [{'day':'2026-01-01'}]; true",
        "{'items':{'$ref':'#/$defs/visit'}}; [{'day':'2025-12-31'}]; false",
        "{'properties':{'visits':{'items':{'$ref':'#/$defs/visit'}}}};"
            + " {'visits':[{'day':'2026-01-01'}]}; true",
        "{'properties':{'visits':{'items':{'$ref':'#/$defs/visit'}}}};"
            + " {'visits':[{'day':'2025-12-31'}]}; false",
        "{'properties':{'visits':{'items':{'$ref':'#/$defs/visit'}}}}; {'visits':[{}]}; false",
        "{'items':{'items':{'$ref':'#/$defs/visit'}}}; [[{'day':'2026-01-01'}]]; true",
        "{'items':{'items':{'$ref':'#/$defs/visit'}}}; [[{'day':'2025-12-31'}]]; false",
        "{'items':{'format':'date'}}; ['2026-01-01','2026-12-31']; true",
        "{'items':{'format':'date'}}; ['2026-01-01','2025-12-31']; false",
        "{'items':{'x-period':'month'}}; ['2025-12']; false",
        "{'items':{'type':'string'}}; ['tea']; true",
        "{'format':'date'}; '1970-01-01'; true",
      })
  void listsAreHistoriesWhereverTheyStand(String field, String value, boolean covered) {
    ObjectNode schema =
        object(
            "{'type':'object','properties':{},'$defs':{'day':{'format':'date'},"
                + "'visit':{'properties':{'day':{'$ref':'#/$defs/day'}}}}}");
    ObjectNode home = object(field).put("x-category", "visit").put("x-classification", "PUBLIC");
    schema.withObject("/properties").set("seen", home);
    Dataset dataset = ((DatasetReading.Accepted) Dataset.of("visits", 1, schema)).dataset();
    RecordScope year =
        new RecordScope(LocalDate.parse("2026-01-01"), LocalDate.parse("2026-12-31"), List.of());
    assertEquals(covered, dataset.covers(year, object("{'seen':" + value + "}")));
  }

  @Test
  void filtersOfAnotherDatasetDoNotConcernThisOne() {
    ValueFilter other = new ValueFilter("visits", "purchases.channel", List.of("web"));
    assertEquals(
        true,
        HISTORY.covers(
            new RecordScope(null, null, List.of(other)),
            object("{'purchases':[{'channel':'shop'}]}")));
  }

  @Test
  void aWholeFieldAndTheElementsOfAListCanBeFiltered() {
    Dataset profile = Dataset.builtIn("payment-profile", 1).orElseThrow();
    ValueFilter band = new ValueFilter("payment-profile", "creditBand", List.of("A", "B"));
    ValueFilter methods = new ValueFilter("payment-profile", "preferredMethods", List.of("card"));
    RecordScope scope = new RecordScope(null, null, List.of(band, methods));
    assertEquals(true, profile.covers(scope, object("{'creditBand':'A'}")));
    assertEquals(false, profile.covers(scope, object("{'creditBand':'C'}")));
    assertEquals(true, profile.covers(scope, object("{'preferredMethods':['card']}")));
    assertEquals(false, profile.covers(scope, object("{'preferredMethods':['card','cash']}")));
  }

  @Test
  void onlyEnumeratedValuesAreEnumerated() {
    assertEquals(Set.of("shop", "web", "catalogue"), HISTORY.enumerated("purchases.channel"));
    assertEquals(Set.of(), HISTORY.enumerated("purchases.product"));
    assertEquals(Set.of(), HISTORY.enumerated("purchases"));
    assertEquals(Set.of(), HISTORY.enumerated("nothing.here"));
  }

  /** What a person may choose among is then also told: wherever the schema enumerates it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "kinds; {'items':{'enum':['tea','rice']}}; ['tea']; ['rice']",
        "kinds.of; {'items':{'properties':{'of':{'enum':['tea','rice']}}}}; [{'of':'tea'}];"
            + " [{'of':'rice'}]",
        "kinds.of; {'items':{'properties':{'of':{'items':{'enum':['tea','rice']}}}}};"
            + " [{'of':['tea']},{'of':['tea','tea']}]; [{'of':['tea','rice']}]",
        "kinds.of; {'items':{'properties':{'of':{'items':{'enum':['tea','rice']}}}}};"
            + " []; [{'of':[]}]",
        "kinds.of; {'items':{'$ref':'#/$defs/kind'}}; [{'of':'tea'}]; [{'of':'rice'}]",
        "kinds; {'$ref':'#/$defs/of'}; 'tea'; 'rice'",
        "kinds; {'items':{'$ref':'#/$defs/of'}}; ['tea']; [['rice']]",
        "kinds; {'enum':['tea',{}]}; 'tea'; {}",
      })
  void whatIsEnumeratedIsFiltered(String named, String field, String inside, String outside) {
    ObjectNode schema =
        object(
            "{'type':'object','properties':{},'$defs':{'of':{'enum':['tea','rice']},"
                + "'kind':{'properties':{'of':{'$ref':'#/$defs/of'}}}}}");
    ObjectNode home = object(field).put("x-category", "visit").put("x-classification", "PUBLIC");
    schema.withObject("/properties").set("kinds", home);
    Dataset dataset = ((DatasetReading.Accepted) Dataset.of("visits", 1, schema)).dataset();
    assertTrue(dataset.enumerated(named).contains("tea"));
    RecordScope tea =
        new RecordScope(null, null, List.of(new ValueFilter("visits", named, List.of("tea"))));
    assertTrue(dataset.covers(tea, object("{'kinds':" + inside + "}")), inside);
    assertFalse(dataset.covers(tea, object("{'kinds':" + outside + "}")), outside);
  }

  /** A provider that cuts its fields to the scope loses no cell, and no record that is inside. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "; ; -; {'purchases':[{'channel':'shop'}],'contact':{'city':'Wuhan'}};"
            + " {'purchases':[{'channel':'shop'}],'contact':{'city':'Wuhan'}}",
        "2026-01-01; 2026-01-31; -; {'purchases':[{'date':'2026-01-31'},{'date':'2026-02-01'},"
            + "{'date':'2025-12-31'},{'date':'2026-01-01'},{}]};"
            + " {'purchases':[{'date':'2026-01-31'},{'date':'2026-01-01'}]}",
        "2026-01-02; ; -; {'spending':[{'month':'2026-01'},{'month':'2026-02'}],"
            + "'shops':[{'shop':'shop-1'}]}; {'spending':[{'month':'2026-02'}]}",
        "2027-01-01; ; -; {'purchases':[{'date':'2026-01-31'}],'contact':{'city':'Wuhan'}};"
            + " {'contact':{'city':'Wuhan'}}",
        "; ; purchases.channel=web; {'purchases':[{'channel':'web'},{'channel':'shop'},{}],"
            + "'shops':[{'shop':'shop-1'}]};"
            + " {'purchases':[{'channel':'web'}],'shops':[{'shop':'shop-1'}]}",
        "2026-01-01; ; purchases.channel=shop; {'purchases':[{'channel':'shop',"
            + "'date':'2025-01-01'},{'channel':'web','date':'2026-01-01'}]}; {}",
      })
  void whatIsCutToTheScopeIsCovered(
      LocalDate from, LocalDate until, String only, String fields, String inside) {
    RecordScope scope = new RecordScope(from, until, filters(only));
    ObjectNode cut = HISTORY.covered(scope, object(fields));
    assertEquals(object(inside), cut);
    assertTrue(HISTORY.covers(scope, cut));
  }

  @Test
  void anEmptyRangeOrAFieldFilteredTwiceIsRefused() {
    LocalDate day = LocalDate.parse("2026-01-02");
    assertThrows(
        IllegalArgumentException.class, () -> new RecordScope(day, day.minusDays(1), List.of()));
    ValueFilter one = new ValueFilter("purchase-history", "purchases.channel", List.of("web"));
    assertThrows(
        IllegalArgumentException.class, () -> new RecordScope(null, null, List.of(one, one)));
  }

  private static List<ValueFilter> filters(String text) {
    if (text.equals("-")) {
      return List.of();
    }
    String[] parts = text.split("=", -1);
    return List.of(
        new ValueFilter("purchase-history", parts[0], List.of(parts[1].split("\\|", -1))));
  }

  private static ObjectNode object(String fields) {
    return (ObjectNode)
        StrictJson.trusted(fields.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }
}
