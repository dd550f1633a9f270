package com.example.gpiod.itest.kura;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import javax.xml.parsers.DocumentBuilderFactory;

/** Each description of a configuration keeps the rules of Kura's console, which reads files itself. */
public class MetatypeRulesTest extends KuraTest {
    private static final String FOLDER = "/OSGI-INF/metatype";

    private List<URL> files() {
        List<URL> files = new ArrayList<>();
        for (Bundle bundle : context().getBundles()) {
            if (bundle.getSymbolicName().startsWith("com.example.gpiod.")
                    && bundle.getEntryPaths(FOLDER) != null) {
                Collections.list(bundle.getEntryPaths(FOLDER))
                        .forEach(path -> files.add(bundle.getEntry(path)));
            }
        }
        return files;
    }

    @Test
    public void allAreLookedAt() {
        Set<String> names = new TreeSet<>();
        files().forEach(file -> names.add(file.getPath().substring(FOLDER.length() + 1)));

        assertTrue(
                names.containsAll(
                        Set.of("com.example.gpiod.kura.xml", "com.example.gpiod.lines.xml")),
                names::toString);
    }

    @Test
    public void fileIsNamedByPidAndSoIsItsClass() throws Exception {
        for (URL file : files()) {
            Document document = read(file);
            NodeList classes = document.getElementsByTagName("OCD");
            NodeList designates = document.getElementsByTagName("Designate");
            assertEquals(1, classes.getLength(), file::toString);
            assertEquals(1, designates.getLength(), file::toString);
            Element designate = (Element) designates.item(0);
            String pid = designate.getAttribute("pid") + designate.getAttribute("factoryPid");

            assertEquals(FOLDER + "/" + pid + ".xml", file.getPath());
            assertEquals(pid, ((Element) classes.item(0)).getAttribute("id"));
        }
    }

    @Test
    public void textsAreLiteralAndAttributesWhatKuraKnows() throws Exception {
        Set<String> types = Set.of("String", "Integer", "Boolean");
        for (URL file : files()) {
            Document document = read(file);
            Element ocd = (Element) document.getElementsByTagName("OCD").item(0);
            assertLiteral(file, ocd.getAttribute("name"));
            assertLiteral(file, ocd.getAttribute("description"));
            NodeList attributes = document.getElementsByTagName("AD");
            assertTrue(attributes.getLength() > 0, file::toString);
            for (int i = 0; i < attributes.getLength(); i++) {
                Element attribute = (Element) attributes.item(i);
                String what = file + " " + attribute.getAttribute("id");
                assertLiteral(file, attribute.getAttribute("name"));
                assertLiteral(file, attribute.getAttribute("description"));
                assertTrue(types.contains(attribute.getAttribute("type")), what);
                // Only lists of texts; the console hides collections, which are negative.
                String cardinality = attribute.getAttribute("cardinality");
                boolean list = !cardinality.isEmpty() && !cardinality.equals("0");
                assertTrue(
                        !list
                                || Integer.parseInt(cardinality) > 0
                                        && attribute.getAttribute("type").equals("String"),
                        what);
                // Kura drops an empty default, and then wants a value.
                assertFalse(
                        attribute.hasAttribute("default")
                                && attribute.getAttribute("default").isEmpty(),
                        what);
                if (!attribute.getAttribute("required").equals("false")) {
                    assertTrue(
                            Set.of("name", "lines", "label").contains(attribute.getAttribute("id")),
                            what);
                }
                assertDefaultIsAnOption(attribute, what);
            }
        }
    }

    /** The framework's own Metatype reads them, too. */
    @Test
    public void serviceKnowsThem() {
        MetaTypeService metatype = service(MetaTypeService.class);
        for (String[] known : new String[][] {
            {"com.example.gpiod.impl", "com.example.gpiod.lines"}, {ADAPTER, ADAPTER}
        }) {
            Bundle bundle = Arrays.stream(context().getBundles())
                    .filter(each -> known[0].equals(each.getSymbolicName()))
                    .findFirst()
                    .orElseThrow();
            MetaTypeInformation information = metatype.getMetaTypeInformation(bundle);
            ObjectClassDefinition ocd = information.getObjectClassDefinition(known[1], null);
            assertNotNull(ocd, known[1]);
            assertEquals(known[1], ocd.getID());
            for (AttributeDefinition attribute :
                    ocd.getAttributeDefinitions(ObjectClassDefinition.ALL)) {
                assertFalse(attribute.getName().isEmpty(), attribute::getID);
            }
        }
    }

    private static Document read(URL file) throws Exception {
        try (InputStream xml = file.openStream()) {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(xml);
        }
    }

    private static void assertLiteral(URL file, String text) {
        assertFalse(text.isEmpty() || text.startsWith("%"), () -> file + ": '" + text + "'");
    }

    private static void assertDefaultIsAnOption(Element attribute, String what) {
        NodeList options = attribute.getElementsByTagName("Option");
        List<String> values = new ArrayList<>();
        for (int i = 0; i < options.getLength(); i++) {
            values.add(((Element) options.item(i)).getAttribute("value"));
        }
        assertTrue(values.isEmpty() || values.contains(attribute.getAttribute("default")), what);
    }
}
