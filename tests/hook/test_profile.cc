/* SPDX-License-Identifier: MIT */
/* Profiles whose values are in files: what is taken out of them and what is refused. */
/* The test's own files, by fixed command lines. */
/* NOLINTBEGIN(cert-env33-c,performance-inefficient-string-concatenation) */
#include <cstdlib>
#include <string>
#include <unistd.h>

#include <sys/stat.h>

#include "tests/hook/kea_lab.h"

/* Last: Check has a macro "fail". */
#include "tests/support/main.h"

#define FP "\"root-ca-fingerprint\": \"12040870625C5B755D73F5925285F8F5FF5D55AF\""

/* Files of the test's own, in a folder that the test removes. */
static std::string folder;

static std::string write(const char *name, const std::string &content, mode_t mode) {
    const std::string path = folder + "/" + name;
    FILE *const file = fopen(path.c_str(), "wb");

    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(content.data(), 1, content.size(), file), content.size());
    ck_assert_int_eq(fclose(file), 0);
    ck_assert_int_eq(chmod(path.c_str(), mode), 0);
    return path;
}

static void begin_files() {
    char name[] = "/tmp/cdc43-files.XXXXXX";

    kea_lab::begin();
    ck_assert_ptr_nonnull(mkdtemp(name));
    folder = name;
}

static void end_files() {
    ck_assert_int_eq(system(("rm -r " + folder).c_str()), 0);
}

static std::string with_password_file(const std::string &path) {
    return kea_lab::configure("{\"profiles\": [{\"name\": \"p\", \"server\": \"http://a\", " FP
                              ", \"challenge-password-file\": \"" +
                              path + "\"}]}");
}

static void assert_good(const std::string &error) {
    ck_assert_msg(error.empty(), "%s", error.c_str());
}

static void assert_refused(const std::string &error, const char *path, const std::string &part) {
    ck_assert_msg(error.find(std::string("cdc43: profiles[0].") + path) == 0, "%s", error.c_str());
    ck_assert_msg(error.find(part) != std::string::npos, "%s", error.c_str());
    ck_assert_msg(error.find("sEcReT") == std::string::npos, "%s", error.c_str());
}

START_TEST(takes_the_password_out_of_a_file) {
    const std::string with = "\x0d\x06sEcReT";

    for (const char *const content : {"sEcReT", "sEcReT\n"}) {
        assert_good(with_password_file(write("password", content, 0640)));
        const auto octets = kea_lab::offer("DP-9871");
        const std::string text(octets.begin(), octets.end());
        ck_assert_uint_eq(text.size(), 32 + with.size());
        ck_assert(text.substr(32) == with);
    }
}
END_TEST

START_TEST(refuses_password_files_that_others_can_touch) {
    const char *const key = "challenge-password-file";

    for (const mode_t mode : {0644U, 0660U, 0601U, 0602U, 0620U}) {
        assert_refused(with_password_file(write("password", "sEcReT\n", mode)), key,
                       "others must have no access");
    }
    if (geteuid() == 0) {
        const std::string path = write("password", "sEcReT\n", 0600);

        ck_assert_int_eq(chown(path.c_str(), 65534, 65534), 0);
        assert_refused(with_password_file(path), key, "must be owned by root");
    }
    const std::string real = write("password", "sEcReT\n", 0600);
    ck_assert_int_eq(symlink(real.c_str(), (folder + "/link").c_str()), 0);
    assert_refused(with_password_file(folder + "/link"), key, "the file cannot be opened: ");
    ck_assert_int_eq(mkfifo((folder + "/fifo").c_str(), 0600), 0);
    assert_refused(with_password_file(folder + "/fifo"), key, "this is not a regular file");
    assert_refused(with_password_file(folder), key, "this is not a regular file");
    assert_refused(with_password_file(folder + "/none"), key,
                   "the file cannot be opened: No such file or directory");
    assert_refused(with_password_file("password"), key, "the path must be absolute");
    assert_refused(with_password_file(write("long", std::string(257, 's'), 0600)), key,
                   "the file is too long");
    assert_refused(with_password_file(write("empty", "", 0600)), key, "the file is empty");
    assert_refused(with_password_file(write("line", "\n", 0600)), key, "the file is empty");
    assert_refused(with_password_file(write("two", "sEcReT\n\n", 0600)), key,
                   "the Challenge Password must be printable ASCII");
    assert_refused(
        kea_lab::configure("{\"profiles\": [{\"name\": \"p\", \"server\": \"http://a\", " FP
                           ", \"challenge-password\": \"sEcReT\", "
                           "\"challenge-password-file\": \"/x\"}]}"),
        key, "specify either this or \"challenge-password\", not both");
}
END_TEST

/* A CA's certificate that is valid between two times. */
static std::string dated_ca(const char *name, const char *first, const char *last) {
    const std::string line =
        CDC43_SUPPORT "/dated_ca.sh " + folder + " " + name + " " + first + " " + last;

    ck_assert_msg(system(line.c_str()) == 0, "%s", line.c_str());
    return folder + "/" + name + ".pem";
}

/* Makes folder/NAME.pem with OpenSSL's command. */
static std::string make_certificate(const char *name, const char *words) {
    const std::string path = folder + "/" + name;
    const std::string line = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes "
                             "-keyout " +
                             path + ".key -subj /CN=ca -out " + path + ".pem " + words +
                             " 2>/dev/null";

    ck_assert_msg(system(line.c_str()) == 0, "%s", line.c_str());
    return path + ".pem";
}

static std::string with_ca(const std::string &more) {
    return kea_lab::configure("{\"profiles\": [{\"name\": \"p\", \"server\": \"http://a\", " +
                              more + "}]}");
}

static std::string output_of(const std::string &line) {
    char text[300] = "";
    FILE *const pipe = popen(line.c_str(), "r");

    ck_assert_ptr_nonnull(pipe);
    ck_assert_ptr_nonnull(fgets(text, sizeof text, pipe));
    pclose(pipe);
    const std::string all = text;
    return all.substr(all.find('=') + 1, all.find('\n') - all.find('=') - 1);
}

static std::string hex_of_offer() {
    static const char digits[] = "0123456789ABCDEF";
    std::string text;

    for (const uint8_t octet : kea_lab::offer("DP-9871")) {
        text += text.empty() ? "" : ":";
        text += digits[octet >> 4];
        text += digits[octet & 15];
    }
    return text;
}

START_TEST(takes_the_fingerprint_of_a_ca_file) {
    const std::string pem = make_certificate("ca", "-days 30");
    const std::string der = folder + "/ca.der";

    ck_assert_int_eq(system(("openssl x509 -in " + pem + " -outform DER -out " + der).c_str()), 0);
    for (const std::string &path : {pem, der}) {
        const std::string file = "\"root-ca-file\": \"" + path + "\"";

        for (const char *const name : {"sha1", "sha256", "sha384", "sha512"}) {
            const std::string wanted =
                output_of("openssl x509 -in " + pem + " -noout -fingerprint -" + name);
            assert_good(with_ca(file + ", \"root-ca-digest\": \"" + name + "\""));
            ck_assert_msg(hex_of_offer().find(wanted) != std::string::npos, "%s", wanted.c_str());
            assert_good(with_ca(file + ", \"root-ca-fingerprint\": \"" + wanted + "\""));
            ck_assert(hex_of_offer().find(wanted) != std::string::npos);
        }
        assert_good(with_ca(file));
        ck_assert_uint_eq(kea_lab::offer("DP-9871").size(), 2 + 8 + 2 + 32);
        assert_refused(with_ca(file + ", " FP), "root-ca-file", "does not have the fingerprint");
        assert_refused(with_ca(file + ", \"root-ca-digest\": \"md5\""), "root-ca-digest",
                       "this must be \"sha1\"");
    }
    assert_refused(with_ca(FP ", \"root-ca-digest\": \"sha1\""), "root-ca-digest",
                   "this needs \"root-ca-file\"");
}
END_TEST

START_TEST(refuses_certificates_that_no_phone_would_take) {
    const std::string good = make_certificate("ca", "-days 30");
    const std::string leaf =
        make_certificate("leaf", "-days 30 -addext basicConstraints=critical,CA:FALSE");
    const std::string key = folder + "/ca.key";
    const auto with = [](const std::string &path) {
        return with_ca("\"root-ca-file\": \"" + path + "\"");
    };

    assert_refused(with(leaf), "root-ca-file", "not the certificate of a CA");
    assert_refused(with(key), "root-ca-file", "this is not a PEM or DER certificate");
    assert_refused(with(write("empty", "", 0644)), "root-ca-file",
                   "this is not a PEM or DER certificate");
    assert_refused(with(folder + "/none"), "root-ca-file", "No such file");
    ck_assert_int_eq(system(("cat " + good + " " + leaf + " >" + folder + "/two").c_str()), 0);
    assert_refused(with(folder + "/two"), "root-ca-file", "must hold one certificate, not several");
    assert_refused(with(dated_ca("old", "20200101000000Z", "20210101000000Z")), "root-ca-file",
                   "the certificate has expired");
    assert_refused(with(dated_ca("next", "20900101000000Z", "20910101000000Z")), "root-ca-file",
                   "the certificate is not valid yet");
}
END_TEST

#define CA(path) ("\"root-ca-file\": \"" + (path) + "\"")

/* Two profiles, the first for DP-9841 with these values, the second for DP-9871. */
static std::string configure_two(const std::string &values, const std::string &more = "") {
    return kea_lab::configure(
        "{\"profiles\": [{\"name\": \"p\", \"server\": \"http://a\", " + values +
        "}, {\"name\": \"q\", \"server\": \"http://b\", " FP "}], \"models\": "
        "[{\"vendor-class\": \"DP-9841\", \"profile\": \"p\"},"
        "{\"vendor-class\": \"DP-9871\", \"profile\": \"q\"}]" +
        more + "}");
}

static void assert_in(const std::string &text, const std::string &part) {
    ck_assert_msg(text.find(part) != std::string::npos, "%s not in %s", part.c_str(), text.c_str());
}

static void begin_start() {
    begin_files();
    kea_lab::set_starting(true);
}

START_TEST(a_start_withholds_only_profiles_whose_file_cannot_be_used) {
    const std::string none = folder + "/none";
    const std::string odd = write("odd", "sEcReT\n\n", 0600);
    const std::string open = write("open", "sEcReT", 0644);
    const std::string garbage = write("garbage", "no certificate", 0644);

    for (const std::string &values :
         {FP ", \"challenge-password-file\": \"" + none + "\"",
          FP ", \"challenge-password-file\": \"" + odd + "\"",
          FP ", \"challenge-password-file\": \"" + open + "\"",
          FP ", \"challenge-key-file\": \"" + none + "\"",
          FP ", \"challenge-key-file\": \"" + odd + "\"", CA(none), CA(garbage),
          CA(none) + ", " FP ", \"challenge-password-file\": \"" + none + "\""}) {
        assert_good(configure_two(values));
        ck_assert_msg(kea_lab::offer("DP-9841").empty(), "%s", values.c_str());
        ck_assert_uint_eq(kea_lab::offer("DP-9871").size(), 32);
        const std::string status = kea_lab::command("cdc43-status");
        assert_in(status,
                  "\"withheld-profiles\": [ { \"profile\": \"p\", \"reason\": \"profiles[0].");
        ck_assert(status.find("sEcReT") == std::string::npos);
        assert_in(kea_lab::command("cdc43-profile-list"), "\"withheld\": true");
    }
}
END_TEST

START_TEST(a_withheld_profile_is_served_once_its_file_is_there) {
    const std::string file = folder + "/password";
    const std::string values = FP ", \"challenge-password-file\": \"" + file + "\"";

    assert_good(configure_two(values));
    ck_assert(kea_lab::offer("DP-9841").empty());
    kea_lab::set_starting(false);
    assert_refused(configure_two(values), "challenge-password-file", "No such file");
    ck_assert(kea_lab::offer("DP-9841").empty());
    ck_assert_uint_eq(kea_lab::offer("DP-9871").size(), 32);
    write("password", "sEcReT", 0600);
    assert_good(configure_two(values));
    ck_assert_uint_eq(kea_lab::offer("DP-9841").size(), 32 + 8);
    assert_in(kea_lab::command("cdc43-status"), "\"withheld-profiles\": [  ]");
}
END_TEST

START_TEST(a_start_serves_a_certificate_outside_of_its_time) {
    for (const std::string &path : {dated_ca("old", "20200101000000Z", "20210101000000Z"),
                                    dated_ca("next", "20900101000000Z", "20910101000000Z")}) {
        assert_good(configure_two(CA(path)));
        ck_assert_uint_eq(kea_lab::offer("DP-9841").size(), 2 + 8 + 2 + 32);
        assert_in(kea_lab::command("cdc43-status"), "\"withheld-profiles\": [  ]");
        assert_in(kea_lab::command("cdc43-status"), "\"parameter\": \"profiles[0].root-ca-file\"");
        kea_lab::set_starting(false);
        assert_refused(configure_two(CA(path)), "root-ca-file", "the certificate ");
        kea_lab::set_starting(true);
    }
    assert_in(kea_lab::command("cdc43-status"), "\"valid-until\": \"2091-01-01 00:00:00 UTC\"");
}
END_TEST

START_TEST(a_start_refuses_what_is_wrong_in_the_configuration_itself) {
    const std::string none = "\"challenge-password-file\": \"" + folder + "/none\"";

    assert_refused(configure_two(FP ", \"challenge-password-file\": \"none\""),
                   "challenge-password-file", "the path must be absolute");
    assert_refused(configure_two("\"root-ca-fingerprint\": \"00\", " + none), "root-ca-fingerprint",
                   "1 octet found");
    assert_refused(configure_two(none), "root-ca-fingerprint", "mandatory");
    assert_refused(configure_two(FP ", \"challenge-password\": \"x\", " + none),
                   "challenge-password-file", "not both");
}
END_TEST

START_TEST(a_start_refuses_all_of_it_when_it_is_told_to) {
    const std::string refuse = ", \"on-unavailable\": \"refuse\"";

    assert_refused(configure_two(FP ", \"challenge-password-file\": \"/none\"", refuse),
                   "challenge-password-file", "No such file");
    assert_refused(configure_two(CA(dated_ca("old", "20200101000000Z", "20210101000000Z")), refuse),
                   "root-ca-file", "the certificate has expired");
    assert_good(configure_two(FP, refuse));
    ck_assert(kea_lab::configure("{\"profiles\": [{\"name\": \"p\", \"server\": \"a\", " FP
                                 "}], \"on-unavailable\": \"warn\"}")
                  .find("this must be \"withhold\" or \"refuse\"") != std::string::npos);
}
END_TEST

START_TEST(a_refused_change_is_in_the_status_until_one_is_accepted) {
    kea_lab::set_starting(false);
    assert_good(configure_two(FP));
    assert_in(kea_lab::command("cdc43-status"), "\"text\": \"certificate parameters are served\"");
    assert_refused(configure_two("\"fips-mode\": true"), "root-ca-fingerprint", "mandatory");
    const std::string status = kea_lab::command("cdc43-status");
    assert_in(status, "\"refused-change\": { \"reason\": \"profiles[0].root-ca-fingerprint");
    assert_in(status, "a change was refused; the octets of ");
    assert_good(configure_two(FP));
    ck_assert(kea_lab::command("cdc43-status").find("refused") == std::string::npos);
}
END_TEST

int main() {
    Suite *const suite = suite_create("profile");
    TCase *const files = tcase_create("files");
    TCase *const starts = tcase_create("starts");

    tcase_add_checked_fixture(files, begin_files, end_files);
    tcase_set_timeout(files, 60);
    tcase_add_test(files, takes_the_password_out_of_a_file);
    tcase_add_test(files, refuses_password_files_that_others_can_touch);
    tcase_add_test(files, takes_the_fingerprint_of_a_ca_file);
    tcase_add_test(files, refuses_certificates_that_no_phone_would_take);
    suite_add_tcase(suite, files);
    tcase_add_checked_fixture(starts, begin_start, end_files);
    tcase_set_timeout(starts, 60);
    tcase_add_test(starts, a_start_withholds_only_profiles_whose_file_cannot_be_used);
    tcase_add_test(starts, a_withheld_profile_is_served_once_its_file_is_there);
    tcase_add_test(starts, a_start_serves_a_certificate_outside_of_its_time);
    tcase_add_test(starts, a_start_refuses_what_is_wrong_in_the_configuration_itself);
    tcase_add_test(starts, a_start_refuses_all_of_it_when_it_is_told_to);
    tcase_add_test(starts, a_refused_change_is_in_the_status_until_one_is_accepted);
    suite_add_tcase(suite, starts);
    setenv("CK_FORK", "no", 1); /* see kea_lab.h */
    return run_suite(suite);
}
/* NOLINTEND(cert-env33-c,performance-inefficient-string-concatenation) */
