package dev.hefu.gateway.demo;

import dev.hefu.gateway.demo.month.MonthNotes;
import dev.hefu.gateway.demo.stage.StoryBook;
import dev.hefu.gateway.demo.story.StoryNotes;
import java.io.PrintStream;

/**
 * The page on which the story ends: what happened to one person and one cent, and how to repeat it.
 */
public final class FinalPage {
  private static final String RULE = "─".repeat(78);

  private final StoryBook book;
  private final PrintStream out;
  private final String folder;

  /**
   * @param folder as the commands name it; empty for the default
   */
  public FinalPage(StoryBook book, PrintStream out, String folder) {
    this.book = book;
    this.out = out;
    this.folder = folder.isEmpty() ? "" : " --data-dir " + folder;
  }

  /** Prints the page. */
  public void print() {
    out.println(RULE);
    out.println("合符：先存证，后放行。 Hefu: nothing is disclosed without durable evidence.");
    out.println(RULE);
    StoryNotes notes = new StoryNotes(book);
    person(notes);
    permit(notes);
    figures(notes);
    refusal(notes);
    revoked(notes);
    MonthNotes month = new MonthNotes(book);
    cent(month);
    totals(month, notes.leaves());
    out.println(RULE);
  }

  private void person(StoryNotes notes) {
    head("一个人", "One person");
    line("%s 在多个渠道购物，亲自关联账户、给予同意。", notes.person());
    line("%s buys in several channels; they linked their accounts and consented.", notes.person());
    call(notes.person(), "GET /v1/consents");
    call(notes.person(), "GET /v1/uses");
  }

  private void permit(StoryNotes notes) {
    head("一次许可", "One permit");
    line("%s 仅获得同意范围内的单元格：%s，存证为第 %d 叶。", notes.consumer(), notes.cells(), notes.permitIndex());
    line(
        "%s got the consented cells alone: %s; the evidence is leaf %d.",
        notes.consumer(), notes.cells(), notes.permitIndex());
    call(notes.consumer(), "POST /v1/exchanges '" + notes.permitRequest() + "'");
    call(notes.consumer(), "GET /v1/receipts/" + notes.permitExchange());
  }

  private void figures(StoryNotes notes) {
    head("一组人数", "How many");
    line(
        "约 %d 人计入，%d 组告知人数，%d 组隐去。",
        notes.figuresPersons(), notes.figuresTold(), notes.figuresHidden());
    line(
        "About %d persons were counted; groups with a number: %d, hidden: %d.",
        notes.figuresPersons(), notes.figuresTold(), notes.figuresHidden());
    call(notes.figuresConsumer(), "POST /v1/figures '" + notes.figuresRequest() + "'");
  }

  private void refusal(StoryNotes notes) {
    head("一次拒绝", "One refusal");
    line("索取超出同意的层级被拒：%s，第 %d 叶。", notes.refusalCode(), notes.refusalIndex());
    line(
        "Asking for more than the person consented to: %s, leaf %d.",
        notes.refusalCode(), notes.refusalIndex());
    call(notes.refusedConsumer(), "POST /v1/exchanges '" + notes.refusedRequest() + "'");
  }

  private void revoked(StoryNotes notes) {
    head("一次撤回", "One revoked use");
    line(
        "%s 撤回（第 %d 叶）之后，%s 再未获得任何数据（第 %d 叶为拒绝）。",
        notes.revoker(), notes.revokedIndex(), notes.revokedConsumer(), notes.refusedIndex());
    line(
        "After %s revoked in leaf %d, %s got nothing more; leaf %d is a refusal.",
        notes.revoker(), notes.revokedIndex(), notes.revokedConsumer(), notes.refusedIndex());
    call(notes.revokedConsumer(), "POST /v1/exchanges '" + notes.revokedRequest() + "'");
  }

  private void cent(MonthNotes notes) {
    head("一分钱", "One cent");
    line("%s", notes.centZh());
    line("%s", notes.centEn());
    call("marketplace", "GET /v1/postings/" + notes.centPosting() + "/explanation");
  }

  private void totals(MonthNotes notes, long leaves) {
    head("合计", "Totals");
    line("%d 行订单，%d 行因缺键略去；各方各渠道与独立 SQL 分毫不差。", notes.lines(), notes.leftOut());
    line(
        "%d lines, %d left out for a missing key; per party and channel equal to SQL to the cent.",
        notes.lines(), notes.leftOut());
    line("日志 %d 叶 · The log has %d leaves.", leaves, leaves);
    out.println("    ./hefu log verify" + folder);
  }

  private void head(String chinese, String english) {
    out.println();
    out.println("  " + chinese + " · " + english);
  }

  @SuppressWarnings("AnnotateFormatMethod") // Its annotation would be a library for one word.
  private void line(String format, Object... values) {
    out.println("    " + format.formatted(values));
  }

  private void call(String who, String what) {
    out.println("    ./hefu call --as " + who + folder + " " + what);
  }
}
