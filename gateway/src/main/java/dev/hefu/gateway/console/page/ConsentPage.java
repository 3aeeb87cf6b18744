package dev.hefu.gateway.console.page;

import java.util.List;

/**
 * What a person is asked to consent to, in their language and complete.
 *
 * @param intro what they should know first
 * @param facts what is asked, line by line
 * @param separate what needs a yes of its own
 * @param notice the whole notice, paragraph by paragraph
 * @param action where the answer goes
 * @param fault why the last answer was not taken; empty if there was none
 */
public record ConsentPage(
    Frame frame,
    String intro,
    List<Fact> facts,
    List<Separate> separate,
    String noticeTitle,
    List<Paragraph> notice,
    String action,
    String fault) {

  /** One thing that is asked, in one or more lines. */
  public record Fact(String name, List<String> lines) {}

  /** One thing that is agreed to separately. */
  public record Separate(String name, String text, boolean ticked) {}

  /** A piece of the notice; a point of a list or running text. */
  public record Paragraph(boolean point, String text) {}
}
