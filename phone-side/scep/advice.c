/* SPDX-License-Identifier: MIT */
/* What a person can do about a status. */
#include "phone-side/scep/lifecycle.h"

/* The CA's server has read the request, or has tried to, and says no by HTTP. GetCACert from the
 * same path was good. */
static const char *advise_about_request(const struct cdc43_scep_life *life) {
    return life->password_sent ? "check the challenge password; then read the CA's log"
                               : "read the CA's log for its reason to refuse the request";
}

static const char *advise_about_refusal(const struct cdc43_scep_life *life) {
    switch ((enum cdc43_scep_fail_info)life->fault.number) {
    case CDC43_SCEP_FAIL_BAD_ALG:
        return "configure the CA to accept AES and SHA-256";
    case CDC43_SCEP_FAIL_BAD_MESSAGE_CHECK:
        return life->password_sent
                   ? "check the challenge password, which some CAs refuse in this way; then read "
                     "the CA's log"
                   : "read the CA's log: it must have the key of the certificate that it sends";
    case CDC43_SCEP_FAIL_BAD_REQUEST:
        return life->password_sent
                   ? "check the challenge password, that the CA issues to this name again, and its "
                     "log"
                   : "check that the CA needs no challenge password, that it issues to this name "
                     "again, and its log";
    case CDC43_SCEP_FAIL_BAD_TIME:
        return "check the phone's clock and the CA's";
    case CDC43_SCEP_FAIL_BAD_CERT_ID:
        return "enrol again: the CA no longer knows the request";
    case CDC43_SCEP_FAIL_INFO_COUNT:
        break;
    }
    return "read the CA's log for its reason";
}

static const char *advise_about_fault(const struct cdc43_scep_life *life) {
    switch (life->fault.err) {
    case CDC43_SCEP_OK:
        break;
    case CDC43_SCEP_ERR_SERVER:
    case CDC43_SCEP_ERR_FINGERPRINT_SIZE:
    case CDC43_SCEP_ERR_COMMON_NAME:
        return "correct the parameters on the DHCP server or in cfg.xml, then reset the phone";
    case CDC43_SCEP_ERR_NO_SIGNER:
        return "specify the manufacturing certificate and its key, or request a new certificate";
    case CDC43_SCEP_ERR_KEY_SIZE:
        return "choose a key size of 2048 or 3072 bits";
    case CDC43_SCEP_ERR_FIPS_UNAVAILABLE:
        return "install OpenSSL's FIPS provider, or switch FIPS Mode off in option 43";
    case CDC43_SCEP_ERR_LEGACY_UNAVAILABLE:
        return "install OpenSSL's legacy provider, or configure the CA to use AES and SHA-256";
    case CDC43_SCEP_ERR_LEGACY_IN_FIPS:
        return "switch FIPS Mode off, or configure the CA to use AES and SHA-256";
    case CDC43_SCEP_ERR_LIBRARY:
    case CDC43_SCEP_ERR_MEMORY:
        return "read the detail; the fault is in the phone, not in the CA";
    case CDC43_SCEP_ERR_UNREACHABLE:
    case CDC43_SCEP_ERR_TIMEOUT:
        return "check the network, the address in Server, and that the CA server is running";
    case CDC43_SCEP_ERR_HTTP:
        return "set Server to the URL in the CA's documentation, including its path";
    case CDC43_SCEP_ERR_REDIRECT:
        return "set Server to the URL that the redirection leads to; it must begin with http://";
    case CDC43_SCEP_ERR_NOT_HTTP:
        return "check the port in Server; it must be the CA's port for http, not for https";
    case CDC43_SCEP_ERR_STOPPED:
        return "nothing; the phone will ask again";
    case CDC43_SCEP_ERR_ANSWER_TOO_LONG:
    case CDC43_SCEP_ERR_CUT_SHORT:
    case CDC43_SCEP_ERR_CA_ANSWER:
    case CDC43_SCEP_ERR_CA_TOO_MANY:
        return "check that Server is a SCEP server's URL and that no proxy changes its responses";
    case CDC43_SCEP_ERR_FINGERPRINT_MISMATCH:
        return life->fault.number == 0
                   ? "configure the CA server to send its root CA certificate as well"
                   : "compare Root CA Fingerprint with that of your root CA; if it is right, "
                     "another server responds";
    case CDC43_SCEP_ERR_FINGERPRINT_NOT_ROOT:
        return "set Root CA Fingerprint to that of the root CA, not of an intermediate CA";
    case CDC43_SCEP_ERR_CA_CHAIN:
        return "configure the CA server to send a certificate for encryption, with all "
               "certificates from there to the root";
    case CDC43_SCEP_ERR_CA_KEY:
        return "give the CA server an RSA certificate for encryption, as a registration authority";
    case CDC43_SCEP_ERR_CA_EXPIRED:
        return "check the phone's clock; if it is right, renew the CA's certificate";
    case CDC43_SCEP_ERR_CA_NOT_YET_VALID:
    case CDC43_SCEP_ERR_ISSUED_NOT_YET_VALID:
        return "check the phone's clock";
    case CDC43_SCEP_ERR_CA_WEAK:
        return "give the CA a key of 2048 bits and SHA-256; --allow-legacy accepts 1024 and SHA-1";
    case CDC43_SCEP_ERR_NEXT_CA_UNSUPPORTED:
    case CDC43_SCEP_ERR_NEXT_CA_SAME:
        return "nothing; this CA has no new root";
    case CDC43_SCEP_ERR_NEXT_CA_ROOT:
        return "configure the CA server to announce exactly one next root CA";
    case CDC43_SCEP_ERR_REPLY_FORMAT:
    case CDC43_SCEP_ERR_REPLY_SIGNATURE:
    case CDC43_SCEP_ERR_REPLY_ATTRIBUTES:
    case CDC43_SCEP_ERR_REPLY_TYPE:
    case CDC43_SCEP_ERR_REPLY_TRANSACTION:
    case CDC43_SCEP_ERR_REPLY_NONCE:
    case CDC43_SCEP_ERR_REPLY_STATUS:
    case CDC43_SCEP_ERR_REPLY_FAIL_INFO:
    case CDC43_SCEP_ERR_REPLY_EMPTY:
    case CDC43_SCEP_ERR_REPLY_CERTIFICATES:
        return "read the CA's log; it breaks RFC 8894, or another server responds in its place";
    case CDC43_SCEP_ERR_SINGLE_DES:
    case CDC43_SCEP_ERR_WEAK_CIPHER:
    case CDC43_SCEP_ERR_WEAK_DIGEST:
        return "configure the CA to use AES and SHA-256, or use --allow-legacy";
    case CDC43_SCEP_ERR_DECRYPT:
        return "read the CA's log; it encrypts to a key other than the request's";
    case CDC43_SCEP_ERR_ISSUED_OTHER_KEY:
    case CDC43_SCEP_ERR_ISSUED_CHAIN:
    case CDC43_SCEP_ERR_ISSUED_NAME:
    case CDC43_SCEP_ERR_ISSUED_AGAIN:
    case CDC43_SCEP_ERR_ISSUED_PURPOSE:
        return "correct the CA's profile for these phones, then enrol again";
    case CDC43_SCEP_ERR_REJECTED:
        return advise_about_refusal(life);
    case CDC43_SCEP_ERR_HTTP_REQUEST:
        return advise_about_request(life);
    case CDC43_SCEP_ERR_POLLED_OUT:
        return "ask the CA's administrator to approve the request, then enrol again";
    case CDC43_SCEP_ERR_STORE:
    case CDC43_SCEP_ERR_STORE_DAMAGED:
        return "check the phone's state directory and its disk";
    case CDC43_SCEP_ERR_P12_PASSWORD:
        return "enter the extract password with which the file was made";
    case CDC43_SCEP_ERR_P12_FIPS:
        return "make the file again with PBMAC1: openssl pkcs12 -export -pbmac1_pbkdf2 (OpenSSL "
               "3.4)";
    case CDC43_SCEP_ERR_P12_NO_MAC:
        return "make the file again, without -nomac";
    case CDC43_SCEP_ERR_P12_CIPHER:
        return "make the file again with AES, or install OpenSSL's legacy provider";
    case CDC43_SCEP_ERR_PAIR:
    case CDC43_SCEP_ERR_P12_FORMAT:
    case CDC43_SCEP_ERR_CERTIFICATE_FILE:
    case CDC43_SCEP_ERR_KEY_FILE:
        return "specify another file";
    }
    return NULL;
}

const char *cdc43_scep_advice(const struct cdc43_scep_life *life) {
    switch (life->condition) {
    case CDC43_SCEP_IS_NOTHING:
    case CDC43_SCEP_IS_DELETED:
        return "enrol once the phone has its parameters";
    case CDC43_SCEP_IS_PENDING:
        if (life->fault.err == CDC43_SCEP_OK) {
            return "ask the CA's administrator to approve the request";
        }
        break;
    case CDC43_SCEP_IS_PASSWORD_NEEDED:
        return "enrol again with the challenge password that the CA expects";
    case CDC43_SCEP_IS_CLOCK_NEEDED:
        return "set the phone's clock";
    case CDC43_SCEP_IS_INSTALLED:
    case CDC43_SCEP_IS_ENROL_FAILED:
    case CDC43_SCEP_IS_RENEW_FAILED:
        break;
    }
    return advise_about_fault(life);
}
