package com.example.gpiod.shell;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The options of a command, written as libgpiod's tools take them: {@code -c gpiochip0}, {@code
 * -cgpiochip0}, {@code --chip gpiochip0}, {@code --chip=gpiochip0}, and {@code -ls} for {@code -l
 * -s}. Each command has {@code --help}. See docs/adr/0016-options.md.
 */
final class Options {
    private static final String HELP = "help";

    private final String command;
    private final String operands;
    private final String summary;
    private final List<Option> options = new ArrayList<>();

    /**
     * Begins the options of a command.
     *
     * @param command such as "gpio:get"
     * @param operands such as "LINE..."; empty if it takes none
     * @param summary what the command does
     */
    Options(String command, String operands, String summary) {
        this.command = command;
        this.operands = operands;
        this.summary = summary;
    }

    /** Adds an option that has no argument. */
    Options flag(String letter, String name, String text) {
        return value(letter, name, "", text);
    }

    /** Adds an option with an argument; one letter or none. */
    Options value(String letter, String name, String argument, String text) {
        options.add(new Option(letter, name, argument, text));
        return this;
    }

    Arguments parse(String... words) {
        List<Option> known = known();
        Map<String, String> values = new HashMap<>();
        List<String> rest = new ArrayList<>();
        for (int i = 0; i < words.length; i++) {
            // Gogo makes null of the word "null".
            String word = String.valueOf(words[i]);
            if (word.equals("--")) {
                while (++i < words.length) {
                    rest.add(String.valueOf(words[i]));
                }
            } else if (word.startsWith("--")) {
                int equals = word.indexOf('=');
                Option option = find(known, equals < 0 ? word : word.substring(0, equals));
                if (!option.isFlag()) {
                    values.put(
                            option.name,
                            equals < 0 ? argument(option, words, ++i) : word.substring(equals + 1));
                } else if (equals < 0) {
                    values.put(option.name, "");
                } else {
                    throw wrong("option --" + option.name + " takes no argument");
                }
            } else if (word.startsWith("-") && word.length() > 1) {
                for (int at = 1; at < word.length(); at++) {
                    Option option = find(known, "-" + word.charAt(at));
                    if (option.isFlag()) {
                        values.put(option.name, "");
                    } else {
                        String attached = word.substring(at + 1);
                        values.put(
                                option.name,
                                attached.isEmpty() ? argument(option, words, ++i) : attached);
                        break;
                    }
                }
            } else {
                rest.add(word);
            }
        }
        if (operands.isEmpty() && !rest.isEmpty() && !values.containsKey(HELP)) {
            throw wrong("'" + rest.get(0) + "' is one word too many");
        }
        return new Arguments(this, values, List.copyOf(rest));
    }

    private List<Option> known() {
        List<Option> known = new ArrayList<>(options);
        known.add(new Option("h", HELP, "", "shows this help"));
        return known;
    }

    private Option find(List<Option> known, String word) {
        for (Option option : known) {
            if (word.equals("--" + option.name) || word.equals("-" + option.letter)) {
                return option;
            }
        }
        List<String> names = known.stream().map(option -> "--" + option.name).toList();
        throw wrong("there is no option " + word + "; there are " + String.join(", ", names));
    }

    private String argument(Option option, String[] words, int index) {
        if (index == words.length) {
            throw wrong("option --" + option.name + " needs an argument: " + option.argument);
        }
        return String.valueOf(words[index]);
    }

    /** What is wrong with the arguments, and where to read what is right. */
    IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(
                Text.printable(what) + " (" + command + " --help tells more)");
    }

    String help() {
        List<List<String>> rows = new ArrayList<>();
        for (Option option : known()) {
            String letter = option.letter.isEmpty() ? "    " : "-" + option.letter + ", ";
            String name = "--" + option.name + (option.isFlag() ? "" : " " + option.argument);
            rows.add(List.of("  " + letter + name, option.text));
        }
        String usage = "usage: " + command + " [OPTION...]";
        return (operands.isEmpty() ? usage : usage + " " + operands) + "\n" + summary + "\n\n"
                + String.join("\n", Table.of(rows));
    }

    private record Option(String letter, String name, String argument, String text) {
        boolean isFlag() {
            return argument.isEmpty();
        }
    }

    /** What a user gave. */
    static final class Arguments {
        private final Options options;
        private final Map<String, String> values;
        private final List<String> operands;

        private Arguments(Options options, Map<String, String> values, List<String> operands) {
            this.options = options;
            this.values = values;
            this.operands = operands;
        }

        boolean wantsHelp() {
            return has(HELP);
        }

        boolean has(String name) {
            return values.containsKey(name);
        }

        Optional<String> value(String name) {
            return Optional.ofNullable(values.get(name));
        }

        List<String> operands() {
            return operands;
        }

        /** The operands, of which there must be one. */
        List<String> someOperands() {
            if (operands.isEmpty()) {
                throw wrong(options.operands + " is missing");
            }
            return operands;
        }

        IllegalArgumentException wrong(String what) {
            return options.wrong(what);
        }
    }
}
