package io.streamscorer.integration;

import io.streamscorer.registry.Keytool;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Two certificate authorities and what they signed, made anew by the JDK's {@code keytool}. The servers and the scorer trust the first;
 * nobody trusts the second.
 */
final class Certificates {
    /** Of the store in which keytool works; no process but keytool sees it. */
    private static final String WORK_PASSWORD = "keytool-w0rk";

    private static final String AUTHORITY = "authority";
    private static final String STRANGER = "stranger";

    private final Path folder;
    private final KeyStore all;

    private Certificates(Path folder, KeyStore all) {
        this.folder = folder;
        this.all = all;
    }

    /** Makes all keys; takes about 3 s. */
    static Certificates make(Path folder) {
        try {
            Files.createDirectories(folder);
            // Of an earlier run, with other keys.
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file :
                        files.filter(file -> file.toString().endsWith(".p12")).toList()) {
                    Files.delete(file);
                }
            }
            Path work = folder.resolve("work.p12");
            Keytool.generate(work, WORK_PASSWORD, AUTHORITY, "CN=authority", "-ext", "bc:c=ca:true");
            Keytool.generate(work, WORK_PASSWORD, STRANGER, "CN=stranger", "-ext", "bc:c=ca:true");
            Keytool.generate(
                    work, WORK_PASSWORD, "server", "CN=server", "-ext", "san=ip:127.0.0.1", "-signer", AUTHORITY);
            Keytool.generate(work, WORK_PASSWORD, "client", "CN=card-scorer,O=Tests", "-signer", AUTHORITY);
            Keytool.generate(
                    work,
                    WORK_PASSWORD,
                    "expired",
                    "CN=card-scorer,O=Tests",
                    "-signer",
                    AUTHORITY,
                    "-startdate",
                    "-30d");
            Keytool.generate(work, WORK_PASSWORD, "foreign", "CN=card-scorer,O=Tests", "-signer", STRANGER);
            KeyStore all = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(work)) {
                all.load(in, WORK_PASSWORD.toCharArray());
            }
            Files.delete(work);
            return new Certificates(folder, all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A PKCS12 file with a key and its certificates: {@code server}, {@code client}, {@code expired} or {@code foreign}. */
    Path keys(String alias, String password) {
        return save(alias + "-keys", password, store -> {
            char[] work = WORK_PASSWORD.toCharArray();
            store.setKeyEntry(alias, all.getKey(alias, work), password.toCharArray(), all.getCertificateChain(alias));
        });
    }

    /** A PKCS12 file with the authority that signed what servers and scorer use. */
    Path trust(String password) {
        return save("trust", password, store -> store.setCertificateEntry(AUTHORITY, all.getCertificate(AUTHORITY)));
    }

    /** A PKCS12 file with the other authority. */
    Path strangersTrust(String password) {
        return save(
                "strangers-trust",
                password,
                store -> store.setCertificateEntry(STRANGER, all.getCertificate(STRANGER)));
    }

    /** A key as text, in PEM. */
    String keyText(String alias) {
        try {
            Key key = all.getKey(alias, WORK_PASSWORD.toCharArray());
            return pem("PRIVATE KEY", key.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A key's certificates as text, in PEM. */
    String chainText(String alias) {
        try {
            StringBuilder text = new StringBuilder();
            for (Certificate certificate : all.getCertificateChain(alias)) {
                text.append(pem("CERTIFICATE", certificate.getEncoded()));
            }
            return text.toString();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The trusted authority's certificate as text, in PEM. */
    String trustText() {
        try {
            return pem("CERTIFICATE", all.getCertificate(AUTHORITY).getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** For a server in this process that shows the key's certificates and asks for none. */
    SSLContext serverContext(String alias) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            char[] password = "in-memory".toCharArray();
            store.load(null, password);
            store.setKeyEntry(
                    alias, all.getKey(alias, WORK_PASSWORD.toCharArray()), password, all.getCertificateChain(alias));
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String pem(String what, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n";
    }

    @FunctionalInterface
    private interface Filling {
        void fill(KeyStore store) throws GeneralSecurityException;
    }

    private Path save(String name, String password, Filling filling) {
        Path file = folder.resolve(name + "-" + Integer.toHexString(password.hashCode()) + ".p12");
        if (Files.exists(file)) {
            return file;
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            filling.fill(store);
            store.store(out, password.toCharArray());
            return file;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
