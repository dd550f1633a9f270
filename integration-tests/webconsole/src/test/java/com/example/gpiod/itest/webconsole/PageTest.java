package com.example.gpiod.itest.webconsole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page in a headless Chromium: the distribution's demo blinks an LED and presses a button, and a
 * second chip has outputs of which an operator may set one.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class PageTest {
    private static final String HOUSE = "com.example.gpiod.simulator-house.cfg";
    private static final String HOUSE_CHIP =
            "label = house\nlines = 4\nnames = 0=<b id=hostile>x</b>, 1=SIREN, 2=PUMP\n";
    private static final Pattern SERVICE = Pattern.compile("name=\"service\" value=\"(\\d+)\"");
    private static final Pattern TOKEN = Pattern.compile("name=\"token\" value=\"(\\w+)\"");

    @TempDir
    private static Path folder;

    private static Gateway gateway;
    private static ChromeDriver browser;

    @BeforeAll
    static void start() throws Exception {
        Path conf = Files.createDirectory(folder.resolve("conf"));
        Path home = Path.of(System.getProperty("webconsole.home"));
        try (var files = Files.list(home.resolve("conf"))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, conf.resolve(file.getFileName()));
            }
        }
        gateway = Gateway.start(folder);
        gateway.configure(HOUSE, HOUSE_CHIP);
        gateway.configure(
                "com.example.gpiod.lines-siren.cfg",
                "name = siren\nchip = house\nlines = SIREN\ndirection = output\noperator = true\n");
        gateway.configure(
                "com.example.gpiod.lines-pump.cfg",
                "name = pump\nchip = house\nlines = PUMP\ndirection = output\n");
        ChromeOptions options = new ChromeOptions();
        options.setBinary("/usr/bin/chromium");
        // No sandbox: the tests run as root. Shared memory is small in containers.
        options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage");
        ChromeDriverService driver = new ChromeDriverService.Builder()
                .usingDriverExecutable(new File("/usr/bin/chromedriver"))
                .usingAnyFreePort()
                .build();
        browser = new ChromeDriver(driver, options);
        browser.manage().window().setSize(new Dimension(1200, 900));
    }

    @AfterAll
    static void end() throws Exception {
        if (browser != null) {
            browser.quit();
        }
        if (gateway != null) {
            gateway.close();
        }
    }

    @BeforeEach
    void open() {
        browser.get(gateway.url());
        await(
                "the lines are held",
                () -> value("SIREN").isPresent() && value("PUMP").isPresent());
    }

    private static void await(String what, BooleanSupplier condition) {
        new WebDriverWait(browser, Gateway.PATIENCE)
                .ignoring(StaleElementReferenceException.class)
                .withMessage(() ->
                        what + "; " + browser.findElement(By.tagName("body")).getText())
                .until(driver -> condition.getAsBoolean());
    }

    private static List<WebElement> all(String css) {
        return browser.findElements(By.cssSelector(css));
    }

    private static String text(String id) {
        return browser.findElement(By.id(id)).getText();
    }

    /** The row of a line, by its name. */
    private static Optional<WebElement> row(String line) {
        return all("table[id^=gpio-lines] tbody tr").stream()
                .filter(row ->
                        row.findElements(By.tagName("td")).get(1).getText().equals(line))
                .findFirst();
    }

    private static Optional<String> value(String line) {
        return row(line)
                .map(row -> row.findElements(By.tagName("td")).get(5).getText())
                .filter(value -> !value.isEmpty());
    }

    private static List<WebElement> buttons(String line) {
        return row(line).orElseThrow().findElements(By.tagName("button"));
    }

    /** How many listen to the lines of a holder. */
    private static String listeners(String holder) {
        return all("#gpio-requests tbody tr").stream()
                .map(row -> row.findElements(By.tagName("td")))
                .filter(cells -> cells.get(0).getText().equals(holder))
                .map(cells -> cells.get(7).getText())
                .findFirst()
                .orElse("");
    }

    private static boolean has(String line, String value) {
        return value(line).equals(Optional.of(value));
    }

    @Test
    void chipsLinesHoldersAndConfigurationsAreThere() {
        String chips = text("gpio-chips");
        assertTrue(chips.contains("demo") && chips.contains("house"), chips);
        String siren = row("SIREN").orElseThrow().getText();
        assertTrue(siren.contains("output") && siren.contains("configuration siren"), siren);
        await("the demo's configurations", () -> text("gpio-configurations").contains("button"));
        assertTrue(text("gpio-requests").contains("pump"), text("gpio-requests"));
    }

    @Test
    void valuesChangeWithoutANewPage() {
        browser.executeScript("window.seen = true");
        TreeSet<String> values = new TreeSet<>();
        await("the demo's LED blinks on the page", () -> {
            value("LED").ifPresent(values::add);
            return values.equals(new TreeSet<>(List.of("active", "inactive")));
        });
        assertEquals(true, browser.executeScript("return window.seen"));
        assertEquals("", text("gpio-status"));
    }

    @Test
    void edgesAreShownOnceSomebodyListens() {
        assertEquals(List.of(), all("#gpio-edges"));
        browser.findElement(By.id("gpio-listen")).click();

        await("the demo's button", () -> all("#gpio-edges tbody tr").size() >= 2);

        String edges = text("gpio-edges");
        assertTrue(edges.contains("BUTTON") && edges.contains("rising"), edges);
        browser.executeScript("document.getElementById('gpio-edges').scrollIntoView()");
        screenshot("webconsole-edges.png");

        // The demo listens; the page does, too, until some time after the last look.
        assertEquals("2", listeners("button"));
        open();
        await("the page listens no more", () -> listeners("button").equals("1"));
    }

    @Test
    void operatorSetsAnOutputThatAConfigurationAllows() throws Exception {
        boolean was = has("SIREN", "active");
        String next = was ? "inactive" : "active";

        buttons("SIREN").get(0).click();

        await("the siren is " + next, () -> has("SIREN", next));
        await("the writer is told", () -> text("gpio-requests").contains("webconsole"));
        assertTrue(
                gateway.output().contains("of configuration siren is set " + next),
                gateway.output());
        // The button says what it would do now.
        await(
                "the button",
                () -> buttons("SIREN")
                        .get(0)
                        .getText()
                        .equals("set " + (was ? "active" : "inactive")));
        screenshot("webconsole.png");
    }

    @Test
    void otherOutputsHaveNoButton_andAForgedFormIsRefused() throws Exception {
        assertEquals(List.of(), buttons("PUMP"));
        String page = gateway.get().body();
        String token = find(TOKEN, page);
        long siren = Long.parseLong(find(SERVICE, page.substring(page.indexOf("SIREN"))));

        for (long service = siren - 20; service < siren + 20; service++) {
            int status = gateway.post(form(token, service, 2)).statusCode();
            assertTrue(status == 403 || status == 404, "service " + service + ": " + status);
        }
        assertEquals(403, gateway.post(form("", siren, 1)).statusCode());
        assertEquals(403, gateway.post(form("0".repeat(32), siren, 1)).statusCode());
        assertEquals(400, gateway.post(form(token, siren, 1) + "s").statusCode());
        assertEquals(401, gateway.getWithoutLogin().statusCode());

        open();
        assertTrue(has("PUMP", "inactive"));
    }

    private static String find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertTrue(matcher.find(), text);
        return matcher.group(1);
    }

    private static String form(String token, long service, int offset) {
        return "token=" + token + "&service=" + service + "&offset=" + offset + "&value=active";
    }

    @Test
    void hostileNameIsText() {
        assertTrue(row("<b id=hostile>x</b>").isPresent());
        assertEquals(List.of(), all("#hostile"));
    }

    @Test
    void unpluggedChipGoes() throws Exception {
        gateway.deleteConfiguration(HOUSE);
        await("the chip goes", () -> !text("gpio-chips").contains("house"));
        await(
                "the reason is told",
                () -> text("gpio-configurations").contains("no chip with name"));
        assertFalse(row("SIREN").isPresent());

        gateway.configure(HOUSE, HOUSE_CHIP);
        await("it is back", () -> value("SIREN").isPresent());
    }

    /** For docs; only when asked for. */
    private static void screenshot(String name) {
        String target = System.getProperty("webconsole.screenshots", "");
        if (target.isEmpty()) {
            return;
        }
        try {
            Files.write(Path.of(target, name), browser.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
