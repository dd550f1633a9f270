package com.example.gpiod.itest.readme;

import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;

import javax.xml.parsers.DocumentBuilderFactory;

/**
 * The metatype of a PID, as it is in the built bundle.
 *
 * @param pid the PID
 * @param folder folder of the bundle
 * @param bundle symbolic name of the bundle
 */
record Metatype(String pid, String folder, String bundle) {
    static final Metatype LINES =
            new Metatype("com.example.gpiod.lines", "bundles", "com.example.gpiod.impl");
    static final Metatype SIMULATOR =
            new Metatype("com.example.gpiod.simulator", "bundles", "com.example.gpiod.simulator");

    static final Metatype KURA =
            new Metatype("com.example.gpiod.kura", "kura", "com.example.gpiod.kura");

    /** An attribute; without default, options or need of a value these are empty or false. */
    record Attribute(String name, boolean required, String defaultValue, List<String> options) {}

    List<Attribute> attributes() {
        try (JarFile jar =
                        new JarFile(Project.jars(folder, bundle + ".jar").get(0).toFile());
                InputStream xml =
                        jar.getInputStream(jar.getJarEntry("OSGI-INF/metatype/" + pid + ".xml"))) {
            NodeList nodes = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(xml)
                    .getElementsByTagName("AD");
            List<Attribute> attributes = new ArrayList<>();
            for (int i = 0; i < nodes.getLength(); i++) {
                attributes.add(attribute((Element) nodes.item(i)));
            }
            return attributes;
        } catch (Exception e) {
            throw new AssertionError("metatype of " + pid, e);
        }
    }

    private static Attribute attribute(Element element) {
        NodeList nodes = element.getElementsByTagName("Option");
        List<String> options = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            options.add(((Element) nodes.item(i)).getAttribute("value"));
        }
        return new Attribute(
                element.getAttribute("id"),
                !element.getAttribute("required").equals("false"),
                element.getAttribute("default"),
                options);
    }
}
