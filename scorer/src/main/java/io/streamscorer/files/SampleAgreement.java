package io.streamscorer.files;

/**
 * That a model agrees with the samples of its package.
 *
 * @param samples how many there are, at least 1
 * @param largestDifference the largest difference between a number that was expected and the one that the model gave, divided by the expected
 *     one's size where that is above 1
 */
public record SampleAgreement(int samples, double largestDifference) {
    /** One line for a person. */
    public String describe() {
        return samples + (samples == 1 ? " sample agrees" : " samples agree") + ", largest difference "
                + largestDifference;
    }
}
