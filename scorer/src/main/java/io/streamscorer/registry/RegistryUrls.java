package io.streamscorer.registry;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of {@code schema.registry.url}, with the credentials that stood in them apart. The client logs addresses, so it must
 * not get them with credentials.
 *
 * @param urls the addresses without user and password
 * @param userInfo the user and password that stood in the addresses, as {@code user:password}, or null for none
 */
record RegistryUrls(List<String> urls, @Nullable String userInfo) {
    private static final String KEY = "schema.registry.url";

    RegistryUrls {
        urls = List.copyOf(urls);
    }

    /** Reads a list of addresses divided by commas, and adds what is wrong with it to the problems. */
    static RegistryUrls parse(String list, List<String> problems) {
        List<String> urls = new ArrayList<>();
        Set<String> userInfos = new LinkedHashSet<>();
        int withoutUserInfo = 0;
        for (String part : list.split(",", -1)) {
            String url = part.strip();
            if (url.isEmpty()) {
                continue;
            }
            int scheme = url.indexOf("://");
            int start = scheme < 0 ? 0 : scheme + "://".length();
            int at = url.lastIndexOf('@');
            String withoutCredentials = at < start ? url : url.substring(0, start) + url.substring(at + 1);
            if (at < start) {
                withoutUserInfo++;
            } else {
                userInfos.add(url.substring(start, at));
            }
            String problem = problem(withoutCredentials);
            if (problem != null) {
                // An address with credentials that cannot be read cannot be told apart from its credentials either.
                String address = list.contains("@") ? "address " + (urls.size() + 1) : withoutCredentials;
                problems.add(
                        KEY + " has " + address + ", " + problem + "; expected http://host:port or https://host:port");
            }
            urls.add(withoutCredentials);
        }
        if (urls.isEmpty()) {
            problems.add(KEY + " is not set; expected the registry's address, such as http://localhost:8081");
        }
        if (userInfos.size() > 1 || (userInfos.size() == 1 && withoutUserInfo > 0)) {
            problems.add("the addresses in " + KEY + " hold different users or passwords; give the one that all take in"
                    + " basic.auth.user.info, with basic.auth.credentials.source=USER_INFO");
        }
        return new RegistryUrls(
                urls, userInfos.isEmpty() ? null : userInfos.iterator().next());
    }

    private static @Nullable String problem(String url) {
        try {
            URI uri = new URI(url);
            if (!"http".equalsIgnoreCase(uri.getScheme()) && !"https".equalsIgnoreCase(uri.getScheme())) {
                return "which does not begin with http:// or https://";
            }
            return uri.getHost() == null ? "which has no host" : null;
        } catch (URISyntaxException e) {
            return "which is no address";
        }
    }
}
