import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * Reads JUnit's XML reports in the folders that are its arguments. Prints a line for each test that
 * failed or was skipped, and at last "PASSED FAILED SKIPPED" as numbers.
 */
public class Results {
    private static final int MAX_REASON = 1000;

    private int passed;
    private int failed;
    private int skipped;

    public static void main(String[] folders) throws Exception {
        Results results = new Results();
        for (String folder : folders) {
            if (!new File(folder).isDirectory()) {
                continue;
            }
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                List<Path> reports =
                        files.filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml"))
                                .sorted()
                                .toList();
                for (Path report : reports) {
                    results.read(report);
                }
            }
        }
        System.out.println(results.passed + " " + results.failed + " " + results.skipped);
    }

    private void read(Path report) throws Exception {
        DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        builder.setErrorHandler(null);
        NodeList tests;
        try {
            tests = builder.parse(report.toFile()).getElementsByTagName("testcase");
        } catch (IOException | org.xml.sax.SAXException e) {
            failed++;
            System.out.println("FAILED " + report + " cannot be read: " + e.getMessage());
            return;
        }
        for (int i = 0; i < tests.getLength(); i++) {
            count((Element) tests.item(i));
        }
    }

    private void count(Element test) {
        String name = test.getAttribute("classname") + "." + test.getAttribute("name");
        for (Node node = test.getFirstChild(); node != null; node = node.getNextSibling()) {
            switch (node.getNodeName()) {
                case "failure", "error" -> {
                    failed++;
                    System.out.println("FAILED " + name + ": " + reason((Element) node));
                    return;
                }
                case "skipped" -> {
                    skipped++;
                    System.out.println("SKIPPED " + name + ": " + reason((Element) node));
                    return;
                }
                default -> {}
            }
        }
        passed++;
    }

    /**
     * In one line, with the log that some tests tell. Surefire has it as attribute, JUnit's own launcher
     * as text, followed by the stack.
     */
    private static String reason(Element element) {
        String text = element.getAttribute("message");
        if (text.isBlank()) {
            text = element.getTextContent();
        }
        String reason = text.lines()
                .map(String::strip)
                .takeWhile(line -> !line.startsWith("at "))
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining(" | "));
        return reason.isEmpty()
                ? "without a reason"
                : reason.substring(0, Math.min(reason.length(), MAX_REASON));
    }
}
