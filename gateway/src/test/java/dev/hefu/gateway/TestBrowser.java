package dev.hefu.gateway;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A real browser: the Chromium of this machine. A test that asks for one without it is skipped. */
final class TestBrowser implements AutoCloseable {
  /** The narrowest phone that is still sold. */
  static final int PHONE_WIDTH = 360;

  private final Playwright playwright;
  private final Browser browser;

  private TestBrowser(Path chromium) {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(chromium)
                    .setArgs(List.of("--no-sandbox")));
  }

  static TestBrowser start() {
    Optional<Path> chromium =
        Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(chromium.isPresent(), "no Chromium here");
    return new TestBrowser(chromium.orElseThrow());
  }

  /** A new person's browser, without cookies, as wide as a phone. */
  Page phone(String language) {
    return context(PHONE_WIDTH, 740, language).newPage();
  }

  /** The same on a desk. */
  Page desk(String language) {
    return context(1280, 900, language).newPage();
  }

  private BrowserContext context(int width, int height, String language) {
    return browser.newContext(
        new Browser.NewContextOptions().setViewportSize(width, height).setLocale(language));
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
