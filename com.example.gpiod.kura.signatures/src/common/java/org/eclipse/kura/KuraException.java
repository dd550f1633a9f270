package org.eclipse.kura;

/** What Kura's exceptions have in common; Kura's own also have a code and translated texts. */
public class KuraException extends Exception {
    private static final long serialVersionUID = 1L;

    protected KuraException(Throwable cause, Object argument) {
        super(String.valueOf(argument), cause);
    }
}
