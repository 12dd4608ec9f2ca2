package io.streamscorer.topology;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;

/** Words for why a TLS connection did not come about, and what to look at. */
final class TlsFailure {
    private TlsFailure() {}

    /** The innermost reason and an advice, as they complete "no TLS connection: ...". */
    static String describe(Throwable failed) {
        String reason = String.valueOf(failed.getMessage());
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null) {
                reason = cause.getMessage();
            }
        }
        return reason.strip().replaceAll("\\s*\\R\\s*", " ").replaceFirst("\\.$", "") + ". " + advice(failed, reason);
    }

    private static String advice(Throwable failed, String reason) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathBuilderException) {
                return "The brokers' certificate is signed by no authority of ssl.truststore.location or"
                        + " ssl.truststore.certificates (without either, of Java's own): add the authority that signed it";
            }
            if (cause instanceof CertificateExpiredException || cause instanceof CertificateNotYetValidException) {
                return "The brokers' certificate is not valid today: renew it";
            }
        }
        String words = reason.toLowerCase(Locale.ROOT);
        if (words.contains("subject alternative") || words.contains("no name matching")) {
            return "The brokers' certificate is for other hosts: name one of those in bootstrap.servers, or have a"
                    + " certificate made for this one";
        }
        if (words.contains("alert") && (words.contains("certificate") || words.contains("unknown_ca"))) {
            return "The brokers do not take the certificate that this user shows: check whether"
                    + " ssl.keystore.location or ssl.keystore.certificate.chain is set, whether it has expired, and"
                    + " whether the brokers trust who signed it";
        }
        if (words.contains("unrecognized ssl message")) {
            return "What answers there speaks no TLS: check the port and security.protocol";
        }
        return "Check ssl.enabled.protocols and the other ssl. settings against the brokers' own";
    }
}
