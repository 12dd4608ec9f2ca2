package io.streamscorer.benchmarks.contestant;

/** A program that takes part, by the letter that tables give it. */
public enum Contestant {
    /** A consumer and a producer in a loop, without Kafka Streams and without a model. */
    LOOP("a", "consumer-to-producer loop"),
    /** Kafka Streams with the scorer's own settings and no model. */
    COPY("b", "Kafka Streams copy"),
    /** The scorer: its own distribution. */
    SCORER("c", "Stream Scorer"),
    /** Kafka Streams with generic Avro and one prediction per record. */
    PLAIN("d", "mapValues, one predict per record");

    private final String letter;
    private final String title;

    Contestant(String letter, String title) {
        this.letter = letter;
        this.title = title;
    }

    /** One letter. */
    public String letter() {
        return letter;
    }

    /** Letter and title, as tables name it. */
    public String lettered() {
        return "(" + letter + ") " + title;
    }

    /** What it is, for a person. */
    public String title() {
        return title;
    }
}
