package com.example.gpiod.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is left of measurements: {@code table.md} for people, {@code rounds.csv} for programs. */
final class Report {
    private final List<String> table = new ArrayList<>();
    private final List<String> csv = new ArrayList<>();

    /**
     * @param columns of the table; all but the first have numbers
     * @param fields of the rounds
     */
    Report(List<String> columns, List<String> fields) {
        table.add(row(columns));
        table.add("| --- |" + " ---: |".repeat(columns.size() - 1));
        csv.add(String.join(",", fields));
    }

    /** Adds a row to the table. */
    void tell(String... cells) {
        table.add(row(List.of(cells)));
        System.out.println(row(List.of(cells)));
    }

    /** Adds what one round saw. */
    void round(String what, int round, double... numbers) {
        csv.add(what + "," + round + ","
                + Arrays.stream(numbers)
                        .mapToObj(Double::toString)
                        .collect(Collectors.joining(",")));
    }

    /** A number as a cell has it. */
    static String text(String format, double number) {
        return String.format(Locale.ROOT, format, number);
    }

    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve("table.md"), table);
        Files.write(folder.resolve("rounds.csv"), csv);
    }

    private static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }
}
