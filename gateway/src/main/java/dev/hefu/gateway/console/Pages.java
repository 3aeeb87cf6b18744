package dev.hefu.gateway.console;

import dev.hefu.gateway.console.page.AccountPage;
import dev.hefu.gateway.console.page.ConsentPage;
import dev.hefu.gateway.console.page.LinkPage;
import dev.hefu.gateway.console.page.MessagePage;
import dev.hefu.gateway.console.page.ReceiptPage;
import dev.hefu.gateway.console.page.Texts;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;

/** The templates of {@code src/main/jte}, which escape every value. */
final class Pages {
  private static final TemplateEngine ENGINE = TemplateEngine.createPrecompiled(ContentType.Html);

  private Pages() {}

  static Reply consent(ConsentPage page) {
    return Reply.page(page.fault().isEmpty() ? 200 : 422, render("consent.jte", page));
  }

  static Reply links(LinkPage page) {
    return Reply.page(200, render("links.jte", page));
  }

  static Reply account(AccountPage page) {
    return Reply.page(200, render("account.jte", page));
  }

  static Reply receipt(ReceiptPage page) {
    return Reply.page(200, render("receipt.jte", page));
  }

  /**
   * Says in a sentence why there is no page.
   *
   * @param text its name among the texts
   */
  static Reply failed(Visit visit, int status, String text) {
    Texts t = visit.texts();
    return message(status, new MessagePage(visit.frame(t.get("failed.title")), t.get(text)));
  }

  static Reply message(int status, MessagePage page) {
    return Reply.page(status, render("message.jte", page));
  }

  private static String render(String template, Object page) {
    StringOutput html = new StringOutput();
    ENGINE.render(template, page, html);
    return html.toString();
  }
}
