package io.streamscorer.replay;

import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Where events go that are put back. Not thread-safe. */
interface Delivery {
    /** Nowhere: for who only counts. */
    Delivery NONE = new Delivery() {
        @Override
        public void send(BuriedEvent event) {
            // Counted by who asks.
        }

        @Override
        public void commit(List<ProducerRecord<byte[], byte[]>> marks) {
            // Nothing was sent.
        }
    };

    /** Sends an event; it is to be seen after the next {@link #commit}, or never. */
    void send(BuriedEvent event);

    /**
     * Lets all that was sent since the last call be seen, together with the records that say so. Does nothing where nothing was sent and
     * there is nothing to say.
     */
    void commit(List<ProducerRecord<byte[], byte[]>> marks);
}
