package com.example.gpiod.webconsole;

/**
 * An edge that came while somebody looked.
 *
 * @param time when
 * @param request name of the configuration
 * @param chip name of the chip
 * @param offset offset of the line
 * @param line name of the line, or empty
 * @param what what happened, such as "rising"
 * @param seqno number of the edge on its line, or empty
 */
record Seen(
        String time,
        String request,
        String chip,
        String offset,
        String line,
        String what,
        String seqno) {}
