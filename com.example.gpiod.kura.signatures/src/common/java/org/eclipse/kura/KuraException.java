package org.eclipse.kura;

/**
 * What Kura's exceptions have in common. Kura's own have a code, and put the argument into a text that
 * is translated.
 */
public class KuraException extends Exception {
    private static final long serialVersionUID = 1L;

    protected KuraException(Throwable cause, String text) {
        super(text, cause);
    }
}
