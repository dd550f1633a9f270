package com.example.gpiod.shell;

import java.io.IOException;
import java.io.PrintStream;

/**
 * What a command writes to: results to one stream, so that they can go into a pipe, remarks to the
 * other.
 *
 * @param out for results
 * @param err for remarks
 */
record Console(PrintStream out, PrintStream err) {
    /** That of the command which runs on this thread: Gogo tells by the thread. */
    static Console ofThisThread() {
        return new Console(System.out, System.err);
    }

    /**
     * Writes a line at once.
     *
     * @throws IOException if nobody reads it, such as when the other end of a pipe is done
     */
    void print(String line) throws IOException {
        out.println(line);
        if (out.checkError()) {
            throw new IOException("nobody reads what this command writes");
        }
    }

    /** Says something that is no result. */
    void remark(String text) {
        err.println(text);
        err.flush();
    }
}
