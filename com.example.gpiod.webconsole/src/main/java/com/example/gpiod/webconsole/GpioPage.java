package com.example.gpiod.webconsole;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.Gpiod;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.GpiodStatus;
import com.example.gpiod.webconsole.LinesServices.RefusedException;
import com.example.gpiod.webconsole.Snapshot.ChipLines;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The page. The console asks for its login, and writes what is around; it serves what is below
 * {@code res} as well. The tables alone, under a name with an extension, are for the script that
 * keeps the page up to date.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
@Component(
        service = Servlet.class,
        property = {
            "felix.webconsole.label=gpio",
            "felix.webconsole.title=GPIO",
            "felix.webconsole.css=/gpio/res/gpio.css"
        })
public final class GpioPage extends HttpServlet {
    private static final long serialVersionUID = 1;

    private static final Logger LOG = LoggerFactory.getLogger(GpioPage.class);

    /** The console's own scripts are within its pages; whatever is not from here is shut out. */
    private static final String POLICY = "default-src 'self'; script-src 'self' 'unsafe-inline';"
            + " style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none';"
            + " form-action 'self'; frame-ancestors 'none'";

    /** The script looks each second; a page that is not in sight may do so once a minute. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final transient Gpiod gpiod;
    private final transient GpiodStatus status;
    private final transient LinesServices services;
    private final transient Edges edges;

    /** What a form of this page sends, and no other site knows. */
    private final String token;

    @Activate
    public GpioPage(BundleContext context, @Reference Gpiod gpiod, @Reference GpiodStatus status) {
        this.gpiod = gpiod;
        this.status = status;
        services = new LinesServices(context);
        edges = new Edges(context, services, PATIENCE);
        byte[] secret = new byte[16];
        new SecureRandom().nextBytes(secret);
        token = HexFormat.of().formatHex(secret);
    }

    @Deactivate
    void deactivate() {
        edges.close();
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String root = root(request);
        boolean listen = "on".equals(request.getParameter("edges"));
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        if (String.valueOf(request.getPathInfo()).endsWith("/tables.part")) {
            response.setContentType("text/html;charset=utf-8");
            response.getWriter().print(tables(root, listen));
        } else {
            response.getWriter().print(page(root, listen));
        }
    }

    private String page(String root, boolean listen) {
        String href = Html.text(root);
        String query = listen ? "?edges=on" : "";
        return "<p id=\"gpio-status\" role=\"status\"></p>"
                + "<noscript><p>Without JavaScript this page shows how things were when it was"
                + " loaded.</p></noscript>"
                + "<div id=\"gpio-tables\" data-source=\"" + href + "/tables.part" + query + "\">"
                + tables(root, listen)
                + "</div>"
                + "<script src=\"" + href + "/res/gpio.js\" defer=\"defer\"></script>";
    }

    private String tables(String root, boolean listen) {
        return new Tables(root, token).html(look()) + (listen ? listened(root) : offer(root));
    }

    private String listened(String root) {
        return Tables.edges(edges.look()) + "<p><a href=\"" + Html.text(root)
                + "\">Stop listening</a></p>\n";
    }

    /** Edges that the kernel keeps for a first listener would be the page's: so it asks. */
    private static String offer(String root) {
        return "<section class=\"gpio\"><h2>Edges</h2><p><a id=\"gpio-listen\" href=\""
                + Html.text(root)
                + "?edges=on\">Listen to the edges of all configurations</a>. Where nobody"
                + " listens yet, the page gets the edges that the kernel kept for the first"
                + " listener.</p></section>\n";
    }

    private Snapshot look() {
        List<ChipLines> chips = new ArrayList<>();
        for (ChipInfo info : gpiod.chips()) {
            chips.add(lines(info));
        }
        return new Snapshot(chips, services.read(), status.requests(), status.configurations());
    }

    private ChipLines lines(ChipInfo info) {
        try (Chip chip = gpiod.openChip(info.path())) {
            return new ChipLines(info, chip.lineInfos(), "");
        } catch (GpiodException e) {
            // One that is being unplugged must not hide the others.
            return new ChipLines(info, List.of(), String.valueOf(e.getMessage()));
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        if (!isToken(request.getParameter("token"))) {
            answer(response, HttpServletResponse.SC_FORBIDDEN, "This does not come from the page");
            return;
        }
        try {
            set(request);
            response.setHeader("Location", root(request));
            response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        } catch (RefusedException e) {
            answer(response, e.status(), String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            answer(
                    response,
                    HttpServletResponse.SC_BAD_REQUEST,
                    "service, offset and value (active or inactive) are needed");
        }
    }

    /** Logs, too: an output that moved by hand is worth a line. */
    private void set(HttpServletRequest request) throws RefusedException {
        long service = Long.parseLong(request.getParameter("service"));
        int offset = Integer.parseInt(request.getParameter("offset"));
        String value = String.valueOf(request.getParameter("value"));
        if (!value.equals("active") && !value.equals("inactive")) {
            throw new IllegalArgumentException(value);
        }
        String name = services.set(service, offset, value.equals("active"));
        LOG.info(
                "Line {} of configuration {} is set {} by operator {} from {}",
                offset,
                name,
                value,
                request.getRemoteUser(),
                request.getRemoteAddr());
    }

    private boolean isToken(@Nullable String text) {
        return text != null && MessageDigest.isEqual(bytes(text), bytes(token));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void answer(HttpServletResponse response, int status, String message)
            throws IOException {
        response.setStatus(status);
        response.setContentType("text/plain;charset=utf-8");
        response.getWriter().println(message);
    }

    /** Where the console has the page. */
    private static String root(HttpServletRequest request) {
        return String.valueOf(request.getAttribute("felix.webconsole.pluginRoot"));
    }
}
