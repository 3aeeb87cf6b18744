package dev.hefu.gateway.console;

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

  static Reply message(int status, MessagePage page) {
    return Reply.page(status, render("message.jte", page));
  }

  private static String render(String template, Object page) {
    StringOutput html = new StringOutput();
    ENGINE.render(template, page, html);
    return html.toString();
  }
}
